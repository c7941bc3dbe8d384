<%
x = "%> in a string" % y
z = 5 %2
%>
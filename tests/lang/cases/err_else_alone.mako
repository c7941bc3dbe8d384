<%
else:
    x
elif y:
    z
%>

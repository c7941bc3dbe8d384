<%def name="upgrade()">
<%
x = text("a" + env("A")) 
y = len(x)
%>
</%def>

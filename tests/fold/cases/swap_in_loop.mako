<%def name="upgrade()">
<%
a, b = 0, 1
for x in env("X"):
    a, b = b, a + b
%>
SELECT ${a}, ${b};
</%def>

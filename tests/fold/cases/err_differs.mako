<%def name="upgrade()">
<%
if env("A"):
    f = len
else:
    f = 3
%>
SELECT ${f};
</%def>

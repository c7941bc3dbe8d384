<%def name="upgrade()">
<%
if dialect == "sqlite":
    z = 1
%>
SELECT ${z};
</%def>

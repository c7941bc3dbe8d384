<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
SELECT 1;
</%def>
<%def name="downgrade()">
<% op.irreversible(env("WHY", "so")) %>
</%def>

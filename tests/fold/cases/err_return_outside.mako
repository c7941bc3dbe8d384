<%!
revision = "r1"
down_revision = None
return 1
%>
<%def name="upgrade()">
<% x = 1 %>
</%def>
<%def name="downgrade()">

</%def>

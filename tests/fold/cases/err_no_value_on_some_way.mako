<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
% if env("A", False):
<% v = len %>
% endif
SELECT ${v("x")};
</%def>
<%def name="downgrade()">

</%def>

<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
<%def name="t()">
<% op.execute("SELECT 1") %>
x
</%def>
SELECT ${t() + text("y")};
</%def>
<%def name="downgrade()">

</%def>

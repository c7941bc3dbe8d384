<%!
revision = "r1"
down_revision = None
two = 2
%>
<%def name="upgrade()">
SELECT ${"a" | two};
</%def>
<%def name="downgrade()">

</%def>

<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
SELECT ${build_env(env("N", "X"), "d")};
</%def>
<%def name="downgrade()">

</%def>

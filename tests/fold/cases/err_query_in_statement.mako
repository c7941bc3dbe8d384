<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
INSERT INTO t VALUES (
% for r in op.query("SELECT a FROM " + env("T", "t")):
${r.a}
% endfor
1);
</%def>
<%def name="downgrade()">

</%def>

<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
<%def name="t()">
% for x in env("L", "a,b").split(","):
${x}
% endfor
</%def>
SELECT ${t() + text("x")};
</%def>
<%def name="downgrade()">

</%def>

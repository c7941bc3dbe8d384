<%! mine = prefix + "t" %>
<%def name="upgrade()">
CREATE TABLE ${mine | id} (x INTEGER);
${guard("a")}
</%def>
=== env.mako
<%!
prefix = "app_"
region = env("REGION", "eu")
%>
<%def name="guard(n)">
INSERT INTO guards VALUES (${n}, ${region});
</%def>
<%def name="before_each()">
SET x = 1;
</%def>
<%!
def after_upgrade():
    op.execute("ANALYZE")
%>

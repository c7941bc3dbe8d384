<%!
revision = "5cd09c2f2a13"
down_revision = None
%>
<%def name="upgrade()">
% with op.autocommit():
VACUUM;
% endwith
</%def>
=== env.mako
<%!
def tidy_up():
    with op.autocommit():
        op.execute("VACUUM")
%>
<%def name="apart()">
% with op.autocommit():
VACUUM;
% endwith
</%def>
<%def name="before_each()">
% with op.autocommit():
VACUUM;
% endwith
</%def>
<%def name="after_upgrade()">
SELECT 1;
<% tidy_up() %>
${apart()}
</%def>
<%def name="after_downgrade()">
<% tidy_up() %>
</%def>

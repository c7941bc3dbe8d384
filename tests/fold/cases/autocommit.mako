## settings: dialects=postgresql
<%def name="upgrade()">
CREATE TABLE t (x INTEGER);
% with op.autocommit():
CREATE INDEX CONCURRENTLY i ON t (x);
% endwith
<%
with op.get_context().autocommit_block():
    op.execute("VACUUM t")
%>
SELECT 1;
</%def>

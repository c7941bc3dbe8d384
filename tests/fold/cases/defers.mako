## settings: from_scratch=no
<%def name="upgrade()">
% if dialect == "postgresql":
ALTER TABLE t ADD UNIQUE (x) DEFERRABLE;
% endif
</%def>
<%def name="downgrade()">
% if dialect == "sqlite":
<%c>
    aludel_execute_sql(op, "DELETE FROM t", 0, NULL);
</%c>
% else:
<% op.execute_raw(env("CLEAN_UP")) %>
% endif
</%def>

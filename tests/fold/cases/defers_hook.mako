<%def name="upgrade()">
INSERT INTO t (x) VALUES (1);
</%def>
=== env.mako
<%def name="before_each()">
% if dialect == "postgresql":
SET CONSTRAINTS ALL DEFERRED;
% endif
</%def>

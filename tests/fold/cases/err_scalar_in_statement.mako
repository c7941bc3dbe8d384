<%def name="upgrade()">
INSERT INTO t VALUES (0)
% if env("A"):
, (${op.scalar("SELECT 1")})
% endif
;
</%def>

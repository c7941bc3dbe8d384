<%def name="upgrade()">
INSERT INTO t VALUES (1)
% if env("A"):
;
% endif
SELECT 1;
</%def>

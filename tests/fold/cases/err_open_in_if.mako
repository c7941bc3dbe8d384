<%def name="upgrade()">
% if env("A"):
INSERT INTO t VALUES (1)
% endif
SELECT 1;
</%def>

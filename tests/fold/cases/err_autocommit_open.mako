<%def name="upgrade()">
SELECT 1
% with op.autocommit():
VACUUM;
% endwith
</%def>

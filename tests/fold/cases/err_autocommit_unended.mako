<%def name="upgrade()">
% with op.autocommit():
VACUUM
% endwith
SELECT 1;
</%def>

<%def name="upgrade()">
% for r in op.query("SELECT 1"):
%   with op.autocommit():
VACUUM;
%   endwith
% endfor
</%def>

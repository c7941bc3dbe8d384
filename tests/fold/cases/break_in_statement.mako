<%def name="upgrade()">
INSERT INTO t VALUES (0)
% for x in [1, 2]:
%   if env("STOP", 0) == x:
<% break %>
%   endif
, (${x})
% endfor
;
SELECT 1;
</%def>

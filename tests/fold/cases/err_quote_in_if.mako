<%def name="upgrade()">
SELECT 'a
% if env("A"):
'
% endif
;
</%def>

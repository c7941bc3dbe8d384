<%def name="upgrade()">
SELECT 1   
% if a:
   , '   
% else:
   , 'x   
% endif
';   
</%def>

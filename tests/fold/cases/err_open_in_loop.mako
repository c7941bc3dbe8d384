<%def name="upgrade()">
% for x in env("A"):
SELECT 1
% endfor
SELECT 2;
</%def>

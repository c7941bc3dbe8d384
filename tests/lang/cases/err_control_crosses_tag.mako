<%def name="a()">
% if x:
</%def>
% endif

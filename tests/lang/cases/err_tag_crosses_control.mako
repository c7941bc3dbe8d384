% if x:
<%def name="a()">
% endif
</%def>

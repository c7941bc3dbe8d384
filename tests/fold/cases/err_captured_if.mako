<%def name="upgrade()">
<% x = part() + text("") %>
${x};
</%def>
<%def name="part()">
% if env("A"):
SELECT 1
% endif
</%def>

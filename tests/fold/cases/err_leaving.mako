<%def name="upgrade()">
<% break %>
<% continue %>
</%def>

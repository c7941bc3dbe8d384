<%def name="upgrade()">
<% op.irreversible("no") %>
</%def>

<%def name="upgrade()">
<% op.create_indx("ix", "users", ["slug"]) %>
<% op.exec("x") %>
</%def>

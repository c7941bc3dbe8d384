<%def name="upgrade()">
<% x = text("a") + "b" %>
<% y = text("a") + env("B") %>
</%def>

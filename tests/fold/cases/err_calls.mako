<%def name="upgrade()">
<% x = "a"() %>
<% y = caller.body() %>
<% z = loop.index %>
SELECT ${fold(*env("A"))}, ${len(**1)};
</%def>

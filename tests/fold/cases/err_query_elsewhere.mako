<%def name="upgrade()">
<% rows = list(op.query("SELECT 1")) %>
<% op.query("SELECT 1") %>
SELECT ${op.query("SELECT 1")}, ${[r for r in op.query("SELECT 1")]};
</%def>

<%def name="upgrade()">
<% op.execute("SELECT :a", {"b": 1}) %>
<% op.execute("SELECT :a", [1]) %>
</%def>

<%def name="upgrade()">
<% op.execute(env("SQL")) %>
<% op.execute(text(env("SQL"))) %>
<% op.execute(1) %>
<% op.execute("  ") %>
<% n = op.execute("SELECT 1; SELECT 2") %>
</%def>

<%def name="upgrade()">
SELECT 1
<% op.execute("SELECT 2") %>;
</%def>

<%def name="upgrade()">
SELECT 1
<% op.execute_raw("x") %>
;
</%def>

## settings: dialects=postgresql
<%def name="upgrade()">
${"S" | n}ET statement_timeout TO 0;
</%def>

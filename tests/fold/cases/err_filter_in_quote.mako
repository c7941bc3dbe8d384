<%def name="upgrade()">
SELECT '${env("T") | id}';
</%def>

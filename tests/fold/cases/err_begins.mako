<%def name="upgrade()">
${"SELECT 1"};
${env("X") | n};
</%def>

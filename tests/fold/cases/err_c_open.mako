<%def name="upgrade()">
SELECT 1
<%c>int x;</%c>
;
</%def>

<%def name="upgrade()">
SELECT * FROM t WHERE a IN ${[]};
</%def>

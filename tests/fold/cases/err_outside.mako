SELECT 1;
<%def name="upgrade()">
</%def>

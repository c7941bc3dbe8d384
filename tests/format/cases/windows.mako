<%doc>
a  
</%doc>
<%!revision="a"%>
<%def name="upgrade()">
SELECT 1;  
</%def>

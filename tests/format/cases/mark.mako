<%!revision="a"%>
<%def name="upgrade()">
</%def>
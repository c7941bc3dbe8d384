<%def name="upgrade()">
<%
print(__name__)
%>
</%def>

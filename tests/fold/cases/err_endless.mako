<%def name="upgrade()">
<%
while True:
    pass
%>
</%def>

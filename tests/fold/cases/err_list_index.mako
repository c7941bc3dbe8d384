<%!
revision = "r1"
down_revision = None
%>
<%def name="upgrade()">
<%
xs = [1]
xs[3] = 2
%>
</%def>
<%def name="downgrade()">

</%def>

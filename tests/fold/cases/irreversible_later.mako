<%def name="upgrade()">
</%def>
<%def name="downgrade()">
<%
if env("FORCE", False):
    return
op.irreversible("the names are gone")
%>
</%def>

<%def name="upgrade()">
<%
with op.autocommit():
    with op.autocommit():
        op.execute("VACUUM")
%>
</%def>

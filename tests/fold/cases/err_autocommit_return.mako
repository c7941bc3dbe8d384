<%def name="upgrade()">
<%
with op.autocommit():
    if env("A"):
        return
    op.execute("VACUUM")
op.autocommit()
with 1:
    pass
%>
</%def>

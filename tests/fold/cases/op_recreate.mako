## settings: dialects=sqlite
<%def name="upgrade()">
<%
op.create_table("t", sa.Column("a", sa.Integer))
with op.batch_alter_table("t", recreate="always") as batch_op:
    batch_op.create_index("i", ["a"])
%>
</%def>

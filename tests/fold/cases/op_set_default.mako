## settings: dialects=sqlite
<%def name="upgrade()">
<%
op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Text))
op.alter_column("t", "a", server_default=sa.text("1 + 1"))
op.alter_column("t", "b", server_default="x")
op.alter_column("t", "b", server_default=None, nullable=False)
%>
</%def>

<%def name="change()"><%
op.create_table("users", sa.Column("n", sa.Integer))
op.alter_column("users", "n", type_=sa.Text)
%></%def>

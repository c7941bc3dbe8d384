<%def name="upgrade()">SELECT 1;</%def>
=== env.mako
<%def name="before_all()"><%
op.create_table("log", sa.Column("id", sa.Intege))
op.drop_table("log", if_exist=True)
%></%def>
<%def name="after_each()"><%
op.add_column("log", sa.Column("id"))
with op.batch_alter_table("log") as batch_op:
    batch_op.drop_column("x", 5)
%></%def>

<%def name="upgrade()"><%
with op.batch_alter_table("a", recreate="sometimes") as batch_op:
    batch_op.drop_column("x")
with op.batch_alter_table("a", recreate=True) as batch_op:
    batch_op.drop_column("x")
with op.batch_alter_table("a") as batch_op:
    batch_op.drop_colum("x")
    batch_op.add_column("x", sa.Integer)
    batch_op.execute("SELECT 1")
    batch_op.create_foreign_key("fk", "b", "x", "x")
op.batch_alter_table("a").drop_column("x")
op.batch_alter_table("a")
with op.create_table("a") as t:
    pass
with op.batch_alter_table("a"):
    batch_op.drop_column("x")
%></%def>

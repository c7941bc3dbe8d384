<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), schemas="app")
op.create_table("posts",
    sa.Column("id", sa.Integer, primary_kay=True),
    sa.Column("author", sa.Integer, sa.ForeignKey("users.id", on_delete="CASCADE")),
    sa.Column("title", sa.String(lenght=40)),
    sa.UniqueConstraint("title", nane="uq_title"),
    sa.PrimaryKeyConstraint("id", columns=["id"]))
op.add_column("users", sa.Column("n", sa.Integer), if_not_exist=True)
op.alter_column("users", "n", null=False)
op.create_index("ix", "users", ["n"], uniqe=True)
op.drop_constraint("x", "users", kind="unique")
op.bulk_insert(sa.table("users", sa.column("n")), [{"n": 1}], multi_insert=False)
with op.batch_alter_table("users", recreates="always") as batch_op:
    batch_op.drop_column("n", cascading=True)
op.drop_table("users", **{"if_exist": True})
%></%def>

<%def name="upgrade()"><%
op.create_table()
op.create_index("ix_a")
op.create_index("ix_b", columns=["b"])
op.create_foreign_key("fk", "posts", "users")
sa.Column()
sa.Column(primary_key=True)
sa.ForeignKey()
sa.CheckConstraint(name="ck")
op.create_unique_constraint("uq", "users")
op.alter_column("users")
op.add_column("users")
op.bulk_insert(sa.table("users"))
with op.batch_alter_table() as batch_op:
    batch_op.drop_column("n")
with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column()
    batch_op.create_index("ix")
op.create_view("v")
op.add_enum_value("mood")
%></%def>

<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text),
    sa.Column("mail", sa.Text))
op.add_column("users", sa.Column("name", sa.Integer))
op.drop_column("users", "nmae")
op.alter_column("users", "nam", nullable=False)
op.drop_column("users", "mail")
op.drop_column("users", "mail")
op.alter_column("users", "mail", nullable=False)
op.alter_column("users", "name", new_column_name="id")
op.alter_column("users", "name", new_column_name="title")
op.alter_column("users", "name", nullable=False)
op.create_index("ix_users_name", "users", ["title", "mail"])
op.create_unique_constraint("uq", "users", ["name"])
op.create_check_constraint("ck", "users", "nope > 0")
op.create_table("pairs", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer),
    sa.Column("c", sa.Integer, sa.Computed("a + b", persisted=True)), sa.UniqueConstraint("a", "b", name="uq_ab"),
    sa.Index("ix_ab", "a", "b"))
op.drop_column("pairs", "a")
op.add_column("pairs", sa.Column("d", sa.Integer), insert_after="x")
%></%def>

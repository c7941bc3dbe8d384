<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("old", sa.Text))
for row in op.get_bind().execute("SELECT id FROM users"):
    op.drop_column("users", "old")
for row in op.get_bind().execute("SELECT id FROM users"):
    op.add_column("users", sa.Column("c" + str(row.id), sa.Text))
for row in op.get_bind().execute("SELECT id, old FROM users"):
    op.create_table("t" + row.old, sa.Column("id", sa.Integer))
name = op.get_bind().execute("SELECT old FROM users").scalar()
op.drop_table(name)
op.create_index("ix", name, ["id"])
op.create_index("ix", "users", [name])
op.add_column("users", sa.Column(name, sa.Text))
op.add_column("users", sa.Column("x", sa.String(name)))
op.bulk_insert(sa.table("users", sa.column("id")), op.get_bind().execute("SELECT id FROM users").fetchall())
%></%def>

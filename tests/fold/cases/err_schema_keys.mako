<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text),
    sa.Column("mail", sa.Text))
op.create_table("a", sa.Column("x", sa.Integer, sa.ForeignKey("usres.id")))
op.create_table("b", sa.Column("x", sa.Integer, sa.ForeignKey("users.idd")))
op.create_table("c", sa.Column("x", sa.Text, sa.ForeignKey("users.name")))
op.create_table("d", sa.Column("x", sa.Integer),
    sa.ForeignKeyConstraint(["x"], ["users.mail"], name="fk_d"))
op.create_table("e", sa.Column("x", sa.Integer),
    sa.ForeignKeyConstraint(["y"], ["users.id"], name="fk_e"))
op.create_foreign_key("fk_f", "e", "users", ["x"], ["nam"])
op.create_foreign_key("fk_g", "e", "users", ["z"], ["id"])
op.create_foreign_key("fk_h", "e", "nowhere", ["x"], ["id"])
op.create_table("g", sa.Column("x", sa.Integer, sa.ForeignKey("users.id", name="fk_i")))
op.drop_table("users")
op.drop_column("users", "id")
op.drop_constraint("users_pkey", "users", type_="primary")
op.create_primary_key("pk_users", "users", ["mail"])
%></%def>

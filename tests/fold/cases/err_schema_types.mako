## settings: dialects=postgresql
<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("age", sa.String(3)), sa.Column("m", sa.Text),
    sa.Column("ok", sa.Integer), sa.Column("code", sa.Text), sa.Column("mail", sa.Text, unique=True))
op.alter_column("users", "age", type_=sa.Integer)
op.alter_column("users", "ok", type_=sa.Boolean, existing_type=sa.Integer)
op.execute("ALTER TABLE users ALTER code TYPE boolean")
op.alter_column("users", "id", type_=sa.BigInteger)
op.alter_column("users", "mail", type_=sa.String(80))
op.alter_column("users", "m", type_=sa.Enum("a", "b", name="mood"))
op.create_table("posts", sa.Column("author", sa.Text, sa.ForeignKey("users.id")),
    sa.Column("mail", sa.Integer), sa.Column("big", sa.BigInteger, sa.ForeignKey("users.id")))
op.create_foreign_key("fk_mail", "posts", "users", ["mail"], ["mail"])
%></%def>

## settings: dialects=postgresql
<%def name="upgrade()"><%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("mail", sa.Text),
    sa.Column("shop", sa.Integer), sa.UniqueConstraint("mail", name="uq_mail"))
op.create_index("ix_shop", "users", ["shop"], unique=True)
op.create_table("posts", sa.Column("author", sa.Integer, sa.ForeignKey("users.id", name="fk_author")))
op.create_table("mails", sa.Column("to", sa.Text, sa.ForeignKey("users.mail", name="fk_to")))
op.create_table("visits", sa.Column("shop", sa.Integer, sa.ForeignKey("users.shop", name="fk_shop")))
op.drop_constraint("users_pkey", "users")
op.drop_constraint("uq_mail", "users")
op.drop_index("ix_shop", "users")
op.drop_column("users", "mail")
op.drop_table("users")
op.create_table("keyless", sa.Column("a", sa.Integer))
op.execute("ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES keyless")
op.create_table("pairs", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))
op.execute("ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES pairs")
%></%def>

<%def name="upgrade()">
<%
t = sa.table("t", sa.column("a", sa.Integer), sa.column("b", sa.Integer), sa.column("s", sa.String))
op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.Column("s", sa.Text, server_default=text("'a' || 'b'")),
                sa.Column("at", sa.DateTime, server_default=text("now()")), sa.Column("c", sa.Text, server_default=text("(1) || (2)")),
                sa.CheckConstraint((sa.column("b") + 1) * 2 > 5))
op.execute(t.update().where(sa.or_(t.c.a == 1, t.c.b == 2)).where(t.c.a == 3).values(a=t.c.a * (t.c.b + 1), s=t.c.s + "x"))
op.execute(t.delete().where(text("a = 1 OR b = 2")).where(t.c.s.ilike("x%")))
op.execute(t.update().where(sa.not_(t.c.s + t.c.s == "xx")).values({t.c.b: 10 - (t.c.b - 1)}))
op.execute(t.delete().where(None == t.c.a))
key = sa.PrimaryKeyConstraint()
for name, column in [("k1", "a"), ("k2", "b")]:
    op.create_table(name, sa.Column(column, sa.Text, primary_key=True, server_default=text("('(') || (')')")), key)
with op.batch_alter_table("t", recreate="always") as batch_op:
    batch_op.alter_column("a", nullable=False)
op.create_index("i", "t", ["a"], postgresql_with={"fillfactor": 50, "fastupdate": False, "buffering": "auto"})
%>
</%def>

<%def name="upgrade()">
<%
t = sa.table("t", sa.column("a", sa.Integer), sa.column("b", sa.JSON))
op.create_table("t", sa.Column("a", sa.Integer, server_default=sa.literal(5)), sa.Column("b", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
                sa.Column("c", sa.Text, server_default=sa.DefaultClause("x")))
op.create_index("i", "t", [sa.desc("a"), sa.func.lower(sa.column("c")), sa.column("b").asc()])
op.execute(t.update().where(sa.and_(t.c.a > 1, sa.or_(t.c.a == None, sa.not_(t.c.a.in_([1, 2]))))).values({t.c.a: t.c.a + 1, "b": {"k": [1, None]}}))
op.execute(t.delete().where(t.c.a.is_(None)).where(sa.cast(t.c.a, sa.Text) != "5"))
op.execute(t.insert().values([{"a": sa.literal_column("1 + 1"), "b": []}, {"a": env("N", 3), "b": None}]))
op.execute("UPDATE t SET c = 'a\\:b' WHERE c = :c", {"c": "\\:"})
op.execute(sa.text("SELECT 'x\\:y'"))
op.bulk_insert(t, [{"a": 1}, {"a": 2, "b": {"x": True}}, {"a": 3, "b": {}}])
%>
</%def>

<%!
users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String))
%>
<%def name="upgrade()"><%
sa.table("a", "id")
sa.table("b", sa.Integer)
sa.table(5)
sa.column(5)
op.execute(users.update().where(users.c.id // 2 == 1).values(name="a"))
op.execute(users.update().where(users.c.id).values(name="a").order_by(users.c.id))
op.execute(users.c.id == 1)
op.execute(users)
op.execute(sa.insert("users"))
op.execute(sa.update(users).values(name=users.c.nam))
op.execute(sa.delete(users).values(id=1))
op.execute(users.update().values([{"id": 1}, {"id": 2}]))
op.execute(users.insert())
op.execute(users.insert().values(op.query("SELECT id FROM users")))
%></%def>

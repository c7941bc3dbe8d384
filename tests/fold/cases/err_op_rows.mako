<%!
users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String))
%>
<%def name="upgrade()"><%
op.bulk_insert(users, "rows")
op.bulk_insert(users, [{"id": 1}, ("id", 2)])
op.bulk_insert(users, [{"id": 1, "nmae": "a"}])
op.bulk_insert(users, [{"id": 1}, {}])
op.bulk_insert(users, [{"id": 1}, {"id": 2, "mail": "b"}])
op.bulk_insert(users, [{5: 1}])
op.bulk_insert(5, [{"id": 1}])
op.execute(users.insert().values([1, 2]))
op.execute(users.insert().values(5, 6))
op.execute(users.insert().values(nmae="a"))
op.execute(users.update().values({"nmae": "a"}))
op.execute(users.update())
op.execute(users.insert().where(users.c.id == 1))
op.execute(users.delete().where(users.c.idd == 1))
op.execute(users.update().where(users.c.id.in_([])).values(name="a"))
op.execute(users.update().where(users.c.id.in_(5)).values(name="a"))
op.execute(users.update().wher(users.c.id == 1))
op.execute(users.update().where("id = 1").values(name="a"))
op.execute(users.select())
%></%def>

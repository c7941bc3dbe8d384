<%def name="upgrade()">
<%
bind = op.get_bind()
bind.execute(sa.text("DELETE FROM t"))
if bind.execute(sa.text("SELECT count(*) FROM t")).scalar() > 0:
    for row in bind.execute("SELECT id FROM t WHERE a = :a", {"a": 1}).fetchall():
        bind.execute("UPDATE u SET a = :id", {"id": row.id})
    for row in bind.execute(sa.text("SELECT id FROM t")):
        op.execute("DELETE FROM u")
n = bind.execute("UPDATE t SET a = 1").rowcount
op.execute("INSERT INTO log VALUES (:n)", {"n": n})
%>
</%def>

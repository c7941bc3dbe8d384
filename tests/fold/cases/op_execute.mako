<%def name="upgrade()">
<%
table = "users"
limit = env("LIMIT", 10)
who = env("WHO")
op.execute("CREATE TABLE a (x INTEGER); CREATE TABLE b (y INTEGER)")
op.execute(f"UPDATE {table} SET name = {who} WHERE n < {limit}")
op.execute(f"UPDATE {table} SET name = '{who}'")
op.execute("DELETE FROM %s WHERE a = %s" % (table, who))
op.execute("DELETE FROM {} WHERE a = {who}".format(table, who=who))
op.execute("DELETE FROM t WHERE a = " + who)
op.execute(f"DROP TABLE {who}")
op.execute(text("INSERT INTO t VALUES (:a, ':a', :b)"), {"a": who, "b": 2})
op.get_bind().execute(sa.text(f"""
    INSERT INTO t VALUES ({who})
""".strip()))
n = op.execute("DELETE FROM t")
if n > 0:
    op.execute_raw("DROP TABLE " + who)
%>
</%def>

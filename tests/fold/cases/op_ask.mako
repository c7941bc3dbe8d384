<%def name="upgrade()">
% if not op.has_table("users"):
CREATE TABLE users (id INTEGER);
% endif
<%
if op.has_column("users", "name", schema="s") and not op.has_index("users", "i"):
    op.execute("CREATE INDEX i ON users (name)")
n = op.scalar("SELECT count(*) FROM users WHERE id > :n", {"n": 5})
if n == 0:
    raise Exception(f"no users in {dialect}: {n}")
inspector = sa.inspect(op.get_bind())
columns = [c["name"] for c in inspector.get_columns("users")]
if "slug" in columns and op.get_bind().dialect.name == dialect:
    fail("there is a slug")
%>
INSERT INTO t VALUES (${op.scalar("SELECT 1")}, ${server_version >= 150000}, ${uuid4()}, ${utcnow()}, ${x("who", "me")});
</%def>

## settings: dialects=sqlite
from alembic import op
import sqlalchemy as sa

revision = '4f2a'
down_revision = None


def upgrade():
    conn = op.get_bind()
    rows = conn.execute(sa.text("SELECT id, name FROM users")).fetchall()
    for row in rows:
        conn.execute(sa.text("UPDATE users SET slug = :slug WHERE id = :id"), {"slug": row.name.lower(), "id": row[0]})
    result = conn.execute("SELECT id FROM users WHERE name = 'x'")
    for (id,) in result:
        op.execute("DELETE FROM users WHERE id = %s" % id)
    names = [r.name for r in conn.execute("SELECT name FROM users") if r.name]
    other = conn.execute("SELECT name FROM others")
    names = names + [r[0] for r in other.fetchall()]
    if len(names) > len(conn.execute("SELECT 1 FROM users").all()):
        op.execute("INSERT INTO users (name) VALUES ('%s')" % sorted(names)[0])
    first = conn.execute("SELECT id FROM users ORDER BY id").first()
    if first is not None:
        op.execute("DELETE FROM users WHERE id = :id", {"id": first.id})
    changed = conn.execute("UPDATE users SET a = 1")
    if changed.rowcount == 0:
        op.execute("INSERT INTO users (a) VALUES (1)")


def downgrade():
    rows = op.get_bind().execute("SELECT 1").fetchall()
    for row in op.get_bind().execute("SELECT 2").fetchall():
        op.execute("DELETE FROM t")

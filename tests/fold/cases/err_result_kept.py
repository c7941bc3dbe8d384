revision = '4f2a'
down_revision = None


def upgrade():
    conn = op.get_bind()
    result = conn.execute("SELECT id FROM t")
    result.scalar()
    changed = conn.execute("UPDATE t SET a = 1")
    changed.fetchall()
    rows = op.query("SELECT 1")
    both = [r for r in op.query("SELECT 2")]

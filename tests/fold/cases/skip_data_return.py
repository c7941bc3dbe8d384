## settings: skip_data=yes from_scratch=no
revision = '4f2a'
down_revision = None


def clean(rows):
    for row in rows():
        if row.bad:
            break
    if not rows():
        return
    op.execute("DELETE FROM t")


def upgrade():
    op.execute("ALTER TABLE t ADD a integer")
    clean(lookup)
    users = session.query(User)
    if not users:
        return
    for user in users:
        user.fix()
    op.execute("UPDATE t SET a = 1")

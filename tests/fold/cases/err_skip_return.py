## settings: skip_data=yes from_scratch=no
revision = '4f2a'
down_revision = None


def name():
    if lookup():
        return "a"
    return "b"


def upgrade():
    for table in ["t", "u"]:
        op.execute(f"ALTER TABLE {table} ADD a integer")
        if is_small(table):
            continue
        if is_last(table):
            return
        if is_big(table):
            op.execute("DELETE FROM t")
    op.execute(f"CREATE TABLE {name()} (a integer)")
    if wherever.DONE:
        return
    with op.autocommit():
        op.execute("VACUUM")

## settings: skip_data=yes from_scratch=no
from app.models import tables
from app.tools import names

revision = '4f2a'
down_revision = None


def rename(table):
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    return names(table)


def upgrade():
    for table in tables():
        op.drop_table(table)
    rename("users")
    try:
        op.execute("DROP VIEW v")
    except Exception:
        pass
    with names("t") as batch_op:
        batch_op.add_column("a")
    op.execute(names("x"))
    op.execute("UPDATE t SET a = 1; DROP TABLE %s" % names)
    statement = names("y")
    op.execute(statement)
    kind = names("z")
    kind.create(op.get_bind(), checkfirst=True)
    op.execute(f"{names} x")
    op.execute("UPDATE t SET a = {}".format(names("a")))

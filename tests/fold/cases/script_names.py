## settings: from_scratch=no
"""names of SQLAlchemy and Python that scripts use"""
from __future__ import annotations
import json
import typing as t
from textwrap import dedent
from typing import TYPE_CHECKING
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.dialects.mysql import LONGTEXT
from alembic import context, op
from sqlalchemy.engine import reflection
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy import MetaData, Table

if TYPE_CHECKING:
    from app.models import User
if t.TYPE_CHECKING:
    import app

revision = '4f2a'
down_revision = None


def upgrade():
    bind = op.get_bind()
    options = dict(nullable=False, server_default="x")
    op.create_table("t", sa.Column("id", sa.Integer), sa.Column("a", sa.String, **options))
    if "b" not in [c["name"] for c in Inspector.from_engine(bind).get_columns("t")]:
        op.execute("UPDATE t SET a = 'b'")
    if reflection.Inspector.from_engine(bind).has_table("u"):
        op.execute("UPDATE t SET a = 'u'")
    if sa.engine.reflection.Inspector.from_engine(bind).has_table("v"):
        op.execute("UPDATE t SET a = 'v'")
    if reflection.Inspector.from_engine(bind).get_pk_constraint("t")["name"] in sa.inspect(bind).get_view_names():
        op.execute("UPDATE t SET a = 'p'")
    metadata = MetaData()
    users = Table("t", metadata, sa.Column("id", sa.Integer), sa.Column("a", sa.String))
    others = sa.Table("t", sa.MetaData(bind=bind), sa.Column("a"))
    bind.execute(users.insert(), [{"id": 1, "a": "x"}, {"id": 2, "a": "y"}])
    bind.execute(others.insert(), {"a": "z"})
    bind.execute(sa.text("UPDATE t SET a = :a WHERE id = :id"), a="k", id=3)
    bind.exec_driver_sql("DELETE FROM t WHERE id = 1")
    count = bind.scalar(sa.text("SELECT count(*) FROM t WHERE a = :a"), a="k")
    rows = bind.exec_driver_sql("SELECT a FROM t").fetchall()
    names = dict(a=count, b=2)
    both = dict({"a": 1, "b": 2}, b=3, c=4)
    op.execute(f"UPDATE t SET id = {names['a']}")
    op.execute("UPDATE t SET id = %d" % sum(both.values()))
    if context.get_context().dialect.name == "sqlite":
        op.execute(dedent("""
            INSERT INTO t
              (a) VALUES ('
            x')
        """))
    if op.get_context().as_sql or context.is_offline_mode():
        return
    context.get_bind().execute("UPDATE t SET a = '%s'" % json.dumps({"a": [1, True]}))
    op.get_context().bind.execute("UPDATE t SET id = %d" % json.loads("[7]")[0])
    if not bind.dialect.has_table(bind, "w") and not bind.engine.has_table("w", schema="main"):
        op.execute("UPDATE t SET a = 'w'")
    kind = sa.DateTime().with_variant(mysql.TIMESTAMP(fsp=6), "mysql").with_variant(LONGTEXT, "mysql")
    op.add_column("t", sa.Column("at", kind))


def downgrade():
    op.drop_table("t")


if __name__ == "__main__":
    upgrade()

## settings: from_scratch=no
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.dialects.mysql import LONGTEXT
from alembic import op
from sqlalchemy import select
from textwrap import dedent

revision = '4f2a'
down_revision = None


def upgrade():
    bind = op.get_bind()
    n = bind.scalar("SELECT count(*) FROM t")
    bind.execute(sa.select([sa.column("a")]))
    bind.execute(select(1))
    bind.execute("UPDATE t SET a = :a", {"a": 1}, a=2)
    bind.execute("UPDATE t SET a = :a", b=2)
    bind.execute(sa.table("t", sa.column("a")).insert(), [{"b": 1}])
    sa.MetaData(schema="s")
    dedent(n)
    op.add_column("t", sa.Column("a", mysql.TINYINT(1)))


def downgrade():
    pass

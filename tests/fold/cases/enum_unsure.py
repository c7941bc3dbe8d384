## settings: dialects=postgresql
"""types that may be there"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "a1"
down_revision = None


def upgrade():
    bind = op.get_bind()
    sa.Enum("x", name="sure").create(bind, checkfirst=True)
    sa.Enum("x", name="sure").create(bind, checkfirst=True)
    op.create_table("t", sa.Column("id", sa.Integer))
    if not any(c["name"] == "n" for c in sa.inspect(bind).get_columns("t")):
        op.add_column("t", sa.Column("n", sa.Enum("a", name="perhaps")))
    op.create_table("u", sa.Column("n", sa.Enum("a", name="perhaps")))
    op.execute("DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); END $$")
    sa.Enum("it's", "$$", "$do$", name="mood").create(bind, checkfirst=True)
    op.create_table("v", sa.Column("m", sa.Enum("a", "b", name="mood")))
    sa.Enum("x", name="sure").create(bind)
    sa.Enum("x", name="plain").create(bind, checkfirst=False)
    op.add_column("v", sa.Column("o", postgresql.ENUM("a", name="other", create_type=False)))


def downgrade():
    pass

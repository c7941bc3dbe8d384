## settings: from_scratch=no
from alembic import op

revision = '4f2a'
down_revision = None


def upgrade():
    name = op.scalar("SELECT name FROM names")
    op.drop_constraint(name, "t")
    op.drop_column(name, "a")
    op.drop_table("t", schema=name)
    op.drop_table(name, schema=name)
    op.drop_table(name, if_exists="x")
    op.create_index(name, "t", ["a"])


def downgrade():
    pass

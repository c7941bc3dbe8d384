## settings: from_scratch=no
from alembic import op

revision = '4f2a'
down_revision = None


def upgrade():
    with op.batch_alter_table("t") as batch_op:
        batch_op.drop_constraint("uq", "t")
        batch_op.drop_constraint("uq", type_="t")
    name = op.scalar("SELECT 'a'")
    op.create_index("ix", "t", ["a"], postgresql_ops={"a": name})
    op.create_index("ix", "t", ["a"], postgresql_ops={"a": 1})
    context.get_context()
    bind.execute("SELECT 1")


def downgrade():
    pass

## settings: from_scratch=no
"""drop_…() of names that run time knows"""
import sqlalchemy as sa
from alembic import op

revision = '4f2a'
down_revision = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    for name in inspector.get_table_names():
        if name.startswith("old_"):
            op.drop_table(name)
    for index in inspector.get_indexes("t"):
        op.drop_index(index["name"], table_name="t", if_exists=True)
        op.drop_index(f"{index['name']}_2", schema="main")
    if bind.dialect.name == "postgresql":
        for fk in [k["name"] for k in inspector.get_foreign_keys("t") if k["referred_table"] == "u"]:
            op.drop_constraint(fk, "t", type_="foreignkey")
            with op.batch_alter_table("T", schema="s") as batch_op:
                batch_op.drop_constraint(fk, if_exists=True)
        for table in inspector.get_table_names():
            op.drop_column(table, "Old", if_exists=True, cascade=True)
            op.drop_table(table, schema="s", cascade=True)
            op.drop_column("t", table)


def downgrade():
    pass

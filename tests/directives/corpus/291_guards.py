"""guards in helpers, early returns, conditions in batch blocks

Revision ID: f10000009101
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "f10000009101"
down_revision = None
branch_labels = None
depends_on = None


def _has_table(name):
    return sa.inspect(op.get_bind()).has_table(name)


def _has_column(table_name: str, column_name: str) -> bool:
    inspector = sa.inspect(op.get_bind())
    columns = [column["name"] for column in inspector.get_columns(table_name)]
    return column_name in columns


def _add_column_if_missing(table_name, column):
    if not _has_column(table_name, column.name):
        op.add_column(table_name, column)


def _index_exists(table_name, index_name):
    return any(index["name"] == index_name for index in sa.inspect(op.get_bind()).get_indexes(table_name))


def upgrade():
    if not _has_table("owner"):
        op.create_table("owner", sa.Column("id", sa.Integer(), primary_key=True))
    if not _has_table("guarded"):
        op.create_table("guarded", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()))
    _add_column_if_missing("guarded", sa.Column("a", sa.Integer(), nullable=True))
    _add_column_if_missing("guarded", sa.Column("b", sa.String(20), nullable=True))

    bind = op.get_bind()
    inspector = sa.inspect(bind)
    columns = {column["name"] for column in inspector.get_columns("guarded")}
    with op.batch_alter_table("guarded") as batch_op:
        if "b" not in columns:
            batch_op.add_column(sa.Column("b", sa.String(20)))
        if "c" not in columns:
            batch_op.add_column(sa.Column("c", sa.Integer(), nullable=True))
    if not _index_exists("guarded", "ix_guarded_b"):
        op.create_index("ix_guarded_b", "guarded", ["b"])
    if _index_exists("guarded", "ix_guarded_b"):
        return
    op.create_index("ix_never", "guarded", ["a"])


def downgrade():
    if _index_exists("guarded", "ix_guarded_b"):
        op.drop_index("ix_guarded_b", table_name="guarded")
    if _has_column("guarded", "c"):
        op.drop_column("guarded", "c")
    if _has_table("guarded"):
        op.drop_table("guarded")
    op.drop_table("owner")

"""helpers that call directives

Revision ID: f00000008001
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "f00000008001"
down_revision = None
branch_labels = None
depends_on = None

naming = {"users": ["email", "name"], "groups": ["name"]}


def _create(table_name: str, *columns, **options) -> None:
    op.create_table(table_name, sa.Column("id", sa.Integer(), nullable=False), *columns, sa.PrimaryKeyConstraint("id"), **options)


def _indexes(table_name, columns, unique=False):
    for column in columns:
        op.create_index(f"ix_{table_name}_{column}", table_name, [column], unique=unique)


def upgrade():
    _create("users", sa.Column("email", sa.String(255), nullable=False), sa.Column("name", sa.String(80)))
    _create("groups", sa.Column("name", sa.String(80)))
    for table_name, columns in naming.items():
        _indexes(table_name, columns, unique=table_name == "groups")
    _add_flags("users", "active", "hidden")


def _add_flags(table_name, *names):
    """Called above, defined here."""
    for name in names:
        op.add_column(table_name, sa.Column("is_" + name, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    for table_name in ["groups", "users"]:
        for column in naming[table_name]:
            op.drop_index("ix_%s_%s" % (table_name, column), table_name=table_name)
        op.drop_table(table_name)

"""conditions, loops, helpers and constants

Revision ID: f00000007001
Revises:

"""
import os
import uuid
from datetime import datetime

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# On SQLite, too.
revision = "f00000007001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("alpha", "beta", "gamma")
COLUMNS = {"title": 80, "subtitle": 120}
PREFIX = "idx_"


def index_name(table_name, *columns):
    return PREFIX + "_".join([table_name] + list(columns))


def timestamps():
    return [
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
    ]


def upgrade():
    for name in TABLES:
        op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), *timestamps())
        op.create_index(index_name(name, "created_at"), name, ["created_at"])
    for column_name, length in COLUMNS.items():
        op.add_column("alpha", sa.Column(column_name, sa.String(length), nullable=True))
    for i in range(1, 4):
        op.add_column("beta", sa.Column(f"field_{i}", sa.Integer(), server_default=str(i)))

    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.add_column("gamma", sa.Column("data", postgresql.JSONB(), nullable=True))
        op.execute("CREATE INDEX gamma_data ON gamma USING gin (data)")
    else:
        op.add_column("gamma", sa.Column("data", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_only_sqlite", "gamma", ["updated_at"])
    if op.get_context().dialect.name != "sqlite":
        op.create_check_constraint("ck_gamma", "gamma", "id > 0")
    dialect = op.get_bind().engine.name
    if dialect == "postgresql":
        op.alter_column("alpha", "title", nullable=False, existing_type=sa.String(80))
    json_type = postgresql.JSONB() if bind.dialect.name == "postgresql" else sa.JSON()
    op.add_column("alpha", sa.Column("extra", json_type))


def downgrade():
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.drop_constraint("ck_gamma", "gamma")
        op.drop_index("gamma_data")
    for name in reversed(TABLES):
        op.drop_index(index_name(name, "created_at"), table_name=name)
        op.drop_table(name)

"""guards that ask the database

Revision ID: f10000009001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import inspect

# On SQLite, too.
revision = "f10000009001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("there", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer()))
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    tables = inspector.get_table_names()
    if "there" not in tables:
        op.create_table("there", sa.Column("id", sa.Integer(), primary_key=True))
    if "not_there" not in tables:
        op.create_table("not_there", sa.Column("id", sa.Integer(), primary_key=True))
    columns = [c["name"] for c in inspector.get_columns("there")]
    if "a" not in columns:
        op.add_column("there", sa.Column("a", sa.Integer()))
    if "b" not in columns:
        op.add_column("there", sa.Column("b", sa.Integer()))
    indexes = {ix["name"] for ix in inspect(op.get_bind()).get_indexes("there")}
    if "ix_there_a" not in indexes:
        op.create_index("ix_there_a", "there", ["a"])


def downgrade():
    inspector = inspect(op.get_bind())
    if inspector.has_table("not_there"):
        op.drop_table("not_there")
    op.drop_table("there")

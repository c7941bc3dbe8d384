"""remove_metadata_column

Revision ID: 02c6d98e3c62
Revises: 9a6c8a59cb30
Create Date: 2025-11-18 16:30:47

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "02c6d98e3c62"
down_revision = "9a6c8a59cb30"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("routing_decisions", "metadata")


def downgrade():
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("routing_decisions", sa.Column("metadata", kind, server_default="{}", nullable=False))

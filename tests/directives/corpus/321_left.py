"""left

Revision ID: 0a000000c002
Revises: 0a000000c001

"""
from alembic import op
import sqlalchemy as sa

revision = "0a000000c002"
down_revision = "0a000000c001"
branch_labels = "left"
depends_on = None


def upgrade():
    op.add_column("trunk", sa.Column("left_leaf", sa.String(10), nullable=True))


def downgrade():
    op.drop_column("trunk", "left_leaf")

"""left branch's beginning

Revision ID: 0a000000c001
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "0a000000c001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("trunk", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("trunk")

"""right

Revision ID: 0a000000c003
Revises: 0a000000c001

"""
from alembic import op
import sqlalchemy as sa

revision = "0a000000c003"
down_revision = "0a000000c001"
branch_labels = ("right",)
depends_on = None


def upgrade():
    op.create_table("nest", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("trunk_id", sa.Integer(), sa.ForeignKey("trunk.id")))


def downgrade():
    op.drop_table("nest")

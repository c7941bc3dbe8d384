"""merge left and right

Revision ID: 0a000000c004
Revises: 0a000000c002, 0a000000c003

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0a000000c004'
down_revision = ('0a000000c002', '0a000000c003')
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass

"""values added to an enum

Revision ID: 90000000e003
Revises: 90000000e002

"""
from alembic import op

revision = '90000000e003'
down_revision = '90000000e002'
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE ticketstatus ADD VALUE 'WAITING'")
        op.execute("ALTER TYPE priority ADD VALUE IF NOT EXISTS 'middle' AFTER 'low'")
    op.execute("ALTER TYPE channel RENAME VALUE 'phone' TO 'telephone'")


def downgrade():
    op.execute("ALTER TYPE channel RENAME VALUE 'telephone' TO 'phone'")

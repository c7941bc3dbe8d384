"""enums made with their tables

Revision ID: 90000000e001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '90000000e001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('ticket',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('OPEN', 'CLOSED', name='ticketstatus'), nullable=False),
    sa.Column('priority', sa.Enum('low', 'high', name='priority'), server_default='low', nullable=False),
    sa.Column('previous', sa.Enum('OPEN', 'CLOSED', name='ticketstatus'), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('ticket_history',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('status', postgresql.ENUM('OPEN', 'CLOSED', name='ticketstatus', create_type=False), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )


def downgrade():
    op.drop_table('ticket_history')
    op.drop_table('ticket')
    sa.Enum(name='priority').drop(op.get_bind())
    sa.Enum(name='ticketstatus').drop(op.get_bind(), checkfirst=True)

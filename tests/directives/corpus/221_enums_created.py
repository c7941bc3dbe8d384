"""enums made by hand

Revision ID: 90000000e002
Revises: 90000000e001

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ENUM

revision = '90000000e002'
down_revision = '90000000e001'
branch_labels = None
depends_on = None

channel = postgresql.ENUM('mail', 'phone', 'chat', name='channel', create_type=False)
severity = sa.Enum("minor", "major", name="severity")
old_options = ("red", "green")
new_options = ("red", "green", "blue")
old_type = sa.Enum(*old_options, name="colour")
tmp_type = sa.Enum(*new_options, name="_colour")
new_type = sa.Enum(*new_options, name="colour")


def upgrade():
    bind = op.get_bind()
    channel.create(bind, checkfirst=True)
    severity.create(op.get_bind(), checkfirst=True)
    old_type.create(op.get_bind())
    mood = postgresql.ENUM('sad', 'happy', name='mood')
    mood.create(bind)
    state = sa.Enum('on', 'off', name='state')
    state.create(op.get_bind(), checkfirst=False)
    op.add_column('ticket', sa.Column('channel', channel, nullable=True))
    op.add_column('ticket', sa.Column('severity', severity, nullable=True))
    op.add_column('ticket', sa.Column('mood', sa.Enum('sad', 'happy', name='mood'), nullable=False, server_default='sad'))
    op.add_column('ticket', sa.Column('state', sa.Enum(name='state'), server_default=sa.text("'on'")))
    op.add_column('ticket_history', sa.Column('channel', ENUM(name='channel', create_type=False)))
    op.add_column('ticket_history', sa.Column('colour', sa.Enum("red", "green", name="colour"), server_default="red"))

    # the old way of adding a value
    tmp_type.create(op.get_bind(), checkfirst=False)
    op.execute("ALTER TABLE ticket_history ALTER COLUMN colour DROP DEFAULT")
    op.execute("ALTER TABLE ticket_history ALTER COLUMN colour TYPE _colour USING colour::text::_colour")
    old_type.drop(op.get_bind(), checkfirst=False)
    new_type.create(op.get_bind(), checkfirst=False)
    op.execute("ALTER TABLE ticket_history ALTER COLUMN colour TYPE colour USING colour::text::colour")
    tmp_type.drop(op.get_bind(), checkfirst=False)

    op.alter_column('ticket', 'severity', type_=sa.String(20), existing_type=severity, postgresql_using='severity::text')


def downgrade():
    op.drop_column('ticket_history', 'colour')
    op.drop_column('ticket_history', 'channel')
    op.drop_column('ticket', 'state')
    op.drop_column('ticket', 'mood')
    op.drop_column('ticket', 'severity')
    op.drop_column('ticket', 'channel')
    new_type.drop(op.get_bind(), checkfirst=True)
    severity.drop(op.get_bind(), checkfirst=True)
    channel.drop(op.get_bind(), checkfirst=True)
    sa.Enum(name='mood').drop(op.get_bind(), checkfirst=False)
    postgresql.ENUM(name='state').drop(op.get_bind(), checkfirst=True)

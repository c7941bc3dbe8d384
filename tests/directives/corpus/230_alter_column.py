"""alter_column in all forms

Revision ID: a0000000f001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = 'a0000000f001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('thing',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('a', sa.String(length=50)),
        sa.Column('b', sa.String(length=50), nullable=False),
        sa.Column('c', sa.Integer(), server_default='5'),
        sa.Column('d', sa.Text(), comment='the fourth'),
        sa.Column('e', sa.String(10)),
        sa.Column('f', sa.DateTime()),
        sa.Column('g', sa.Integer(), nullable=False, server_default=sa.text('0'), comment='counts'),
        sa.Column('h', sa.String(10)),
        sa.Column('i', sa.JSON()),
        sa.Column('j', sa.Integer()),
        sa.Column('k', sa.Text()),
        sa.PrimaryKeyConstraint('id'),
    )
    op.alter_column('thing', 'a', nullable=False)
    op.alter_column('thing', 'a', existing_type=sa.String(length=50), nullable=False)
    op.alter_column('thing', 'b', existing_type=sa.VARCHAR(length=50), nullable=True)
    op.alter_column('thing', 'b', type_=sa.String(length=200))
    op.alter_column('thing', 'c', existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=True)
    op.alter_column('thing', 'c', server_default=None)
    op.alter_column('thing', 'd', comment='the fourth column', existing_comment='the fourth')
    op.alter_column('thing', 'd', comment=None, existing_type=sa.Text(), existing_comment='the fourth column', existing_nullable=True)
    op.alter_column('thing', 'e', type_=sa.Integer(), postgresql_using='e::integer')
    op.alter_column('thing', 'f', existing_type=postgresql.TIMESTAMP(), type_=sa.DateTime(timezone=True), existing_nullable=True)
    op.alter_column(
        'thing',
        'g',
        existing_type=sa.Integer(),
        type_=sa.Numeric(10, 2),
        nullable=True,
        server_default='1.5',
        comment='measures',
        new_column_name='weight',
        existing_server_default=sa.text('0'),
        existing_nullable=False,
        existing_comment='counts',
    )
    op.alter_column(table_name='thing', column_name='h', type_=sa.Text, nullable=False, server_default='none')
    op.alter_column('thing', 'i', type_=postgresql.JSONB(astext_type=sa.Text()), existing_type=sa.JSON(), postgresql_using='i::jsonb')
    op.alter_column('thing', 'j', new_column_name='jay', existing_type=sa.Integer(), schema=None)
    op.alter_column('thing', 'k', type_=postgresql.ARRAY(sa.Text()), postgresql_using="string_to_array(k, ',')")
    op.alter_column('thing', 'f', server_default=sa.func.now(), nullable=False)
    op.alter_column('thing', 'jay', existing_type=sa.Integer(), existing_nullable=True)
    op.alter_column('thing', 'jay', type_=sa.Enum('one', 'two', name='jay_enum', native_enum=False), postgresql_using='jay::text')


def downgrade():
    op.alter_column('thing', 'f', server_default=None, nullable=True)
    op.alter_column('thing', 'k', type_=sa.Text(), postgresql_using="array_to_string(k, ',')")
    op.alter_column('thing', 'jay', new_column_name='j')
    op.drop_table('thing')

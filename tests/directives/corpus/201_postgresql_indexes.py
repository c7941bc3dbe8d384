"""indexes with PostgreSQL's options

Revision ID: 70000000b001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

revision = '70000000b001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS pg_trgm')
    op.create_table('document',
        sa.Column('id', sa.BigInteger(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('body', sa.Text()),
        sa.Column('owner', sa.Integer()),
        sa.Column('tags', postgresql.ARRAY(sa.String())),
        sa.Column('data', postgresql.JSONB(astext_type=sa.Text())),
        sa.Column('vector', postgresql.TSVECTOR()),
        sa.Column('span', postgresql.TSTZRANGE()),
        sa.Column('created', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.Column('archived', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_document_tags', 'document', ['tags'], unique=False, postgresql_using='gin')
    op.create_index('ix_document_data', 'document', ['data'], postgresql_using='gin', postgresql_ops={'data': 'jsonb_path_ops'})
    op.create_index('ix_document_title_trgm', 'document', ['title'], postgresql_using='gin', postgresql_ops={'title': 'gin_trgm_ops'})
    op.create_index('ix_document_title_like', 'document', ['title'], postgresql_ops={'title': 'varchar_pattern_ops'})
    op.create_index('ix_document_span', 'document', ['span'], postgresql_using='gist')
    op.create_index('ix_document_hash', 'document', ['owner'], postgresql_using='hash')
    op.create_index('ix_document_brin', 'document', ['created'], postgresql_using='brin', postgresql_with={'pages_per_range': 64})
    op.create_index('ix_document_fill', 'document', ['owner', 'created'], postgresql_with={'fillfactor': 70})
    op.create_index('ix_document_include', 'document', ['owner'], postgresql_include=['title', 'created'])
    op.create_index('uq_document_title', 'document', ['title'], unique=True, postgresql_where=sa.text('archived IS FALSE'))
    op.create_index('ix_document_where_string', 'document', ['owner'], postgresql_where='owner IS NOT NULL')
    op.create_index('ix_document_where_column', 'document', ['owner'], postgresql_where=sa.column('archived') == sa.false())
    op.create_index('ix_document_fts', 'document', [text("to_tsvector('english', coalesce(body, ''))")], postgresql_using='gin')
    op.create_index('ix_document_lower', 'document', [text('lower(title)'), 'owner'], unique=False)
    op.create_index('ix_document_key', 'document', [text("(data ->> 'kind')")])
    op.create_index('ix_document_lower_ops', 'document', [sa.text('lower(title) text_pattern_ops')])
    op.create_index('ix_document_nulls', 'document', [sa.text('created DESC NULLS LAST')])
    op.create_index('ix_document_desc', 'document', [sa.column('created').desc(), sa.column('owner').asc()])
    op.create_index('ix_document_tablespace', 'document', ['created'], postgresql_tablespace='pg_default')
    with op.get_context().autocommit_block():
        op.create_index('ix_document_concurrent', 'document', ['owner', 'id'], unique=False, postgresql_concurrently=True)
        op.create_index(
            'uq_document_concurrent', 'document', ['owner', 'title'],
            unique=True, postgresql_concurrently=True, postgresql_using='btree',
            postgresql_where=text('owner > 0'),
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index('uq_document_concurrent', table_name='document', postgresql_concurrently=True)
        op.drop_index('ix_document_concurrent', postgresql_concurrently=True)
    op.drop_index('ix_document_tablespace', 'document')
    op.drop_index('ix_document_desc')
    op.drop_index('ix_document_nulls')
    op.drop_index('ix_document_lower_ops')
    op.drop_index('ix_document_key')
    op.drop_index('ix_document_fts', table_name='document', postgresql_using='gin')
    op.drop_index('ix_document_data', table_name='document', postgresql_using='gin', postgresql_ops={'data': 'jsonb_path_ops'})
    op.drop_table('document')
    op.execute('DROP EXTENSION pg_trgm')

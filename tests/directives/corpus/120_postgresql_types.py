"""PostgreSQL's own types

Revision ID: 3c00000000b1
Revises:
Create Date: 2022-01-02 03:04:05.060708

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '3c00000000b1'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS hstore')
    op.create_table(
        'everything',
        sa.Column('id', postgresql.UUID(as_uuid=True), server_default=sa.text('gen_random_uuid()'), nullable=False),
        sa.Column('c_uuid', postgresql.UUID(), nullable=True),
        sa.Column('c_uuid_bare', postgresql.UUID),
        sa.Column('c_uuid_false', postgresql.UUID(as_uuid=False)),
        sa.Column('c_jsonb', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column('c_jsonb_bare', postgresql.JSONB),
        sa.Column('c_jsonb_called', postgresql.JSONB()),
        sa.Column('c_json', postgresql.JSON(astext_type=sa.Text())),
        sa.Column('c_array', postgresql.ARRAY(sa.String(length=50)), nullable=True),
        sa.Column('c_array_int', postgresql.ARRAY(sa.Integer), server_default='{}'),
        sa.Column('c_array_dim', postgresql.ARRAY(sa.Integer(), dimensions=2)),
        sa.Column('c_array_kw', postgresql.ARRAY(item_type=sa.Text())),
        sa.Column('c_sa_array', sa.ARRAY(sa.String())),
        sa.Column('c_sa_array_uuid', sa.ARRAY(postgresql.UUID(as_uuid=True))),
        sa.Column('c_tsvector', postgresql.TSVECTOR(), nullable=True),
        sa.Column('c_tsvector_bare', postgresql.TSVECTOR),
        sa.Column('c_inet', postgresql.INET()),
        sa.Column('c_cidr', postgresql.CIDR()),
        sa.Column('c_macaddr', postgresql.MACADDR()),
        sa.Column('c_bytea', postgresql.BYTEA()),
        sa.Column('c_double', postgresql.DOUBLE_PRECISION()),
        sa.Column('c_double_53', postgresql.DOUBLE_PRECISION(precision=53)),
        sa.Column('c_hstore', postgresql.HSTORE()),
        sa.Column('c_hstore_typed', postgresql.HSTORE(text_type=sa.Text())),
        sa.Column('c_interval', postgresql.INTERVAL()),
        sa.Column('c_interval_3', postgresql.INTERVAL(precision=3)),
        sa.Column('c_interval_day', postgresql.INTERVAL(fields='DAY')),
        sa.Column('c_interval_ds', postgresql.INTERVAL(fields='DAY TO SECOND', precision=2)),
        sa.Column('c_sa_interval', sa.Interval(second_precision=4)),
        sa.Column('c_bit', postgresql.BIT()),
        sa.Column('c_bit_8', postgresql.BIT(8)),
        sa.Column('c_bit_varying', postgresql.BIT(length=12, varying=True)),
        sa.Column('c_money', postgresql.MONEY()),
        sa.Column('c_oid', postgresql.OID()),
        sa.Column('c_regclass', postgresql.REGCLASS()),
        sa.Column('c_int4range', postgresql.INT4RANGE()),
        sa.Column('c_int8range', postgresql.INT8RANGE()),
        sa.Column('c_numrange', postgresql.NUMRANGE()),
        sa.Column('c_daterange', postgresql.DATERANGE()),
        sa.Column('c_tsrange', postgresql.TSRANGE()),
        sa.Column('c_tstzrange', postgresql.TSTZRANGE()),
        sa.Column('c_timestamp', postgresql.TIMESTAMP()),
        sa.Column('c_timestamp_0', postgresql.TIMESTAMP(precision=0)),
        sa.Column('c_timestamp_tz_3', postgresql.TIMESTAMP(timezone=True, precision=3)),
        sa.Column('c_time_0', postgresql.TIME(precision=0)),
        sa.Column('c_time_tz', postgresql.TIME(timezone=True)),
        sa.Column('c_enum', postgresql.ENUM('new', 'old', name='age'), nullable=False),
        sa.Column('c_collated', sa.String(length=30, collation='C')),
        sa.Column('c_pg_integer', postgresql.INTEGER()),
        sa.Column('c_pg_varchar', postgresql.VARCHAR(length=10)),
        sa.Column('c_pg_numeric', postgresql.NUMERIC(precision=9, scale=1)),
        sa.Column('c_pg_text', postgresql.TEXT()),
        sa.Column('c_pg_boolean', postgresql.BOOLEAN()),
        sa.Column('c_pg_bigint', postgresql.BIGINT()),
        sa.Column('c_pg_smallint', postgresql.SMALLINT()),
        sa.Column('c_pg_char', postgresql.CHAR(length=2)),
        sa.Column('c_pg_date', postgresql.DATE()),
        sa.Column('c_pg_real', postgresql.REAL()),
        sa.Column('c_pg_float', postgresql.FLOAT()),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_everything_jsonb', 'everything', ['c_jsonb'], unique=False, postgresql_using='gin')
    op.create_index('ix_everything_tsvector', 'everything', ['c_tsvector'], postgresql_using='gin')


def downgrade():
    op.drop_index('ix_everything_tsvector', table_name='everything', postgresql_using='gin')
    op.drop_index('ix_everything_jsonb', table_name='everything')
    op.drop_table('everything')
    op.execute('DROP TYPE age')
    op.execute('DROP EXTENSION hstore')

"""PostgreSQL's types without parentheses

Revision ID: 3c00000000b3
Revises: 3c00000000b2

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "3c00000000b3"
down_revision = "3c00000000b2"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "bare_types",
        sa.Column("c_text", sa.TEXT, nullable=False),
        sa.Column("c_json", postgresql.JSON),
        sa.Column("c_cidr", postgresql.CIDR),
        sa.Column("c_macaddr", postgresql.MACADDR),
        sa.Column("c_bytea", postgresql.BYTEA),
        sa.Column("c_double", postgresql.DOUBLE_PRECISION),
        sa.Column("c_hstore", postgresql.HSTORE),
        sa.Column("c_interval", postgresql.INTERVAL),
        sa.Column("c_bit", postgresql.BIT),
        sa.Column("c_money", postgresql.MONEY),
        sa.Column("c_oid", postgresql.OID),
        sa.Column("c_int4range", postgresql.INT4RANGE),
        sa.Column("c_int8range", postgresql.INT8RANGE),
        sa.Column("c_numrange", postgresql.NUMRANGE),
        sa.Column("c_daterange", postgresql.DATERANGE),
        sa.Column("c_tsrange", postgresql.TSRANGE),
        sa.Column("c_tstzrange", postgresql.TSTZRANGE),
        sa.Column("c_timestamp", postgresql.TIMESTAMP),
        sa.Column("c_time", postgresql.TIME),
        sa.Column("c_sa_uuid", postgresql.UUID, server_default=sa.func.gen_random_uuid()),
        sa.Column("c_array_array", postgresql.ARRAY(postgresql.JSONB)),
    )
    op.create_index("ix_bare_types_double", "bare_types", ["c_double"])
    op.add_column("bare_types", sa.Column("c_range", postgresql.TSTZRANGE, nullable=True))


def downgrade():
    op.drop_column("bare_types", "c_range")
    op.drop_index("ix_bare_types_double")
    op.drop_table("bare_types")

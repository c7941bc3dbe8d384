"""every type that both databases have, bare and called

Revision ID: 2b00000000a1
Revises:

"""
import sqlalchemy as sa
from alembic import op

# On SQLite, too.
revision = "2b00000000a1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "bare",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("c_big", sa.BigInteger),
        sa.Column("c_small", sa.SmallInteger),
        sa.Column("c_string", sa.String),
        sa.Column("c_text", sa.Text),
        sa.Column("c_unicode", sa.Unicode),
        sa.Column("c_unicode_text", sa.UnicodeText),
        sa.Column("c_boolean", sa.Boolean),
        sa.Column("c_datetime", sa.DateTime),
        sa.Column("c_date", sa.Date),
        sa.Column("c_time", sa.Time),
        sa.Column("c_interval", sa.Interval),
        sa.Column("c_numeric", sa.Numeric),
        sa.Column("c_float", sa.Float),
        sa.Column("c_binary", sa.LargeBinary),
        sa.Column("c_json", sa.JSON),
        sa.Column("c_pickle", sa.PickleType),
    )
    op.create_table(
        "called",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("c_big", sa.BigInteger()),
        sa.Column("c_small", sa.SmallInteger()),
        sa.Column("c_string", sa.String()),
        sa.Column("c_string_40", sa.String(40)),
        sa.Column("c_string_50", sa.String(length=50)),
        sa.Column("c_text", sa.Text()),
        sa.Column("c_unicode_30", sa.Unicode(length=30)),
        sa.Column("c_unicode_text", sa.UnicodeText()),
        sa.Column("c_boolean", sa.Boolean()),
        sa.Column("c_datetime", sa.DateTime()),
        sa.Column("c_datetime_tz", sa.DateTime(timezone=True)),
        sa.Column("c_datetime_true", sa.DateTime(True)),
        sa.Column("c_datetime_no", sa.DateTime(timezone=False)),
        sa.Column("c_date", sa.Date()),
        sa.Column("c_time", sa.Time()),
        sa.Column("c_time_tz", sa.Time(timezone=True)),
        sa.Column("c_interval", sa.Interval()),
        sa.Column("c_numeric", sa.Numeric()),
        sa.Column("c_numeric_10", sa.Numeric(10)),
        sa.Column("c_numeric_10_2", sa.Numeric(10, 2)),
        sa.Column("c_numeric_kw", sa.Numeric(precision=12, scale=4)),
        sa.Column("c_numeric_as", sa.Numeric(precision=18, scale=6, asdecimal=False)),
        sa.Column("c_float", sa.Float()),
        sa.Column("c_float_24", sa.Float(24)),
        sa.Column("c_float_53", sa.Float(precision=53)),
        sa.Column("c_float_as", sa.Float(asdecimal=True)),
        sa.Column("c_binary", sa.LargeBinary()),
        sa.Column("c_binary_16", sa.LargeBinary(length=16)),
        sa.Column("c_json", sa.JSON()),
        sa.Column("c_json_null", sa.JSON(none_as_null=True)),
        sa.Column("c_pickle", sa.PickleType()),
    )
    op.create_table(
        "upper",
        sa.Column("id", sa.INTEGER, primary_key=True),
        sa.Column("c_int", sa.INT),
        sa.Column("c_bigint", sa.BIGINT),
        sa.Column("c_smallint", sa.SMALLINT()),
        sa.Column("c_varchar", sa.VARCHAR),
        sa.Column("c_varchar_20", sa.VARCHAR(20)),
        sa.Column("c_varchar_kw", sa.VARCHAR(length=30)),
        sa.Column("c_char", sa.CHAR),
        sa.Column("c_char_36", sa.CHAR(36)),
        sa.Column("c_text", sa.TEXT()),
        sa.Column("c_boolean", sa.BOOLEAN()),
        sa.Column("c_date", sa.DATE()),
        sa.Column("c_time", sa.TIME()),
        sa.Column("c_timestamp", sa.TIMESTAMP),
        sa.Column("c_timestamp_tz", sa.TIMESTAMP(timezone=True)),
        sa.Column("c_numeric", sa.NUMERIC(8, 3)),
        sa.Column("c_decimal", sa.DECIMAL(8, 3)),
        sa.Column("c_decimal_bare", sa.DECIMAL),
        sa.Column("c_float", sa.FLOAT()),
        sa.Column("c_real", sa.REAL()),
    )
    op.create_table(
        "collated",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mood", sa.Enum("sad", "ok", "happy", name="collated_mood", native_enum=False)),
        sa.Column("colour", sa.Enum("red", "green", name="ck_colour", native_enum=False, length=20)),
        sa.Column("size", sa.Enum("s", "m", "xl", name="ck_size", native_enum=False, create_constraint=True)),
        sa.Column("really", sa.Boolean(name="ck_really")),
        sa.Column("surely", sa.Boolean(create_constraint=True, name="ck_surely")),
    )


def downgrade():
    op.drop_table("collated")
    op.drop_table("upper")
    op.drop_table("called")
    op.drop_table("bare")

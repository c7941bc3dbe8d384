"""server defaults that only PostgreSQL has

Revision ID: 4d00000000d1
Revises:

"""
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.sql import expression, func, text

revision = "4d00000000d1"
down_revision = None
branch_labels = None
depends_on = None

EMPTY_OBJECT = sa.text("'{}'::jsonb")


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')
    op.create_table(
        "pg_defaults",
        sa.Column("id", pg.UUID(as_uuid=True), server_default=sa.text("uuid_generate_v4()"), primary_key=True),
        sa.Column("d_uuid_func", pg.UUID(as_uuid=True), server_default=sa.func.gen_random_uuid()),
        sa.Column("d_uuid_v1", pg.UUID(), server_default=func.uuid_generate_v1()),
        sa.Column("d_now", sa.DateTime(), server_default=sa.text("now()"), nullable=False),
        sa.Column("d_now_upper", sa.DateTime(timezone=True), server_default=text("NOW()")),
        sa.Column("d_utc", sa.DateTime(), server_default=sa.text("(now() at time zone 'utc')")),
        sa.Column("d_timezone", sa.DateTime(), server_default=sa.text("timezone('utc', now())")),
        sa.Column("d_func_timezone", sa.DateTime(), server_default=func.timezone("utc", func.now())),
        sa.Column("d_clock", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()")),
        sa.Column("d_interval", sa.DateTime(timezone=True), server_default=sa.text("now() + interval '7 days'")),
        sa.Column("d_jsonb", pg.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("d_jsonb_list", pg.JSONB(), server_default=sa.text("'[]'::jsonb")),
        sa.Column("d_jsonb_string", pg.JSONB(), server_default='{"a": [1, 2], "b": null}'),
        sa.Column("d_jsonb_const", pg.JSONB(), server_default=EMPTY_OBJECT),
        sa.Column("d_jsonb_plain", pg.JSONB(), server_default="{}"),
        sa.Column("d_array", pg.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]")),
        sa.Column("d_array_plain", pg.ARRAY(sa.Text()), server_default="{}"),
        sa.Column("d_cast", sa.String(10), server_default=sa.text("'a'::character varying")),
        sa.Column("d_true", sa.Boolean(), server_default="true"),
        sa.Column("d_f", sa.Boolean(), server_default="f"),
        sa.Column("d_expression", sa.Boolean(), server_default=expression.false()),
        sa.Column("d_int", sa.Integer(), server_default=sa.text("'0'")),
        sa.Column("d_random", sa.Float(), server_default=sa.text("random()")),
        sa.Column("d_user", sa.Text(), server_default=sa.func.current_user()),
        sa.Column("d_generate", sa.Text(), server_default=sa.text("md5(random()::text)")),
    )
    op.add_column("pg_defaults", sa.Column("later", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False))
    op.alter_column("pg_defaults", "later", server_default=None)
    op.alter_column("pg_defaults", "d_int", server_default="7")
    op.alter_column("pg_defaults", "d_true", server_default=sa.false())
    op.alter_column("pg_defaults", "d_f", existing_type=sa.Boolean(), server_default=sa.text("true"), existing_server_default="f")
    op.alter_column("pg_defaults", "d_clock", existing_type=sa.DateTime(timezone=True), server_default=sa.func.now())
    op.alter_column("pg_defaults", "d_array", server_default=sa.text("ARRAY['a', 'b']"))


def downgrade():
    op.alter_column("pg_defaults", "d_array", server_default=sa.text("'{}'::text[]"))
    op.drop_column("pg_defaults", "later")
    op.drop_table("pg_defaults")
    op.execute('DROP EXTENSION "uuid-ossp"')

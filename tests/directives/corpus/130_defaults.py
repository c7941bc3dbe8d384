"""server defaults

Revision ID: 4d00000000c1
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "4d00000000c1"
down_revision = None


def upgrade():
    op.create_table(
        "defaults",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("d_string", sa.String(10), server_default="x"),
        sa.Column("d_empty", sa.String(10), server_default=""),
        sa.Column("d_quote", sa.String(20), server_default="it's"),
        sa.Column("d_percent", sa.String(20), server_default="100%"),
        sa.Column("d_zero", sa.Integer(), server_default="0"),
        sa.Column("d_minus", sa.Integer(), server_default="-1"),
        sa.Column("d_decimal", sa.Numeric(5, 2), server_default="1.50"),
        sa.Column("d_text_zero", sa.Integer(), server_default=sa.text("0")),
        sa.Column("d_text_string", sa.String(10), server_default=sa.text("'new'")),
        sa.Column("d_true", sa.Boolean(), server_default=sa.true()),
        sa.Column("d_false", sa.Boolean(), server_default=sa.false()),
        sa.Column("d_null", sa.Boolean(), server_default=sa.null()),
        sa.Column("d_text_true", sa.Boolean(), server_default=sa.text("true")),
        sa.Column("d_text_false", sa.Boolean(), server_default=sa.text("false")),
        sa.Column("d_sql_text", sa.Boolean(), server_default=sa.sql.text("true")),
        sa.Column("d_expression", sa.Boolean(), server_default=sa.sql.expression.true()),
        sa.Column("d_word_true", sa.Boolean(), server_default="1"),
        sa.Column("d_now", sa.DateTime(), server_default=sa.func.now()),
        sa.Column("d_now_tz", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("d_sql_now", sa.DateTime(), server_default=sa.sql.func.now()),
        sa.Column("d_current", sa.DateTime(), server_default=sa.func.current_timestamp()),
        sa.Column("d_text_current", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.Column("d_text_paren", sa.DateTime(), server_default=sa.text("(CURRENT_TIMESTAMP)")),
        sa.Column("d_date", sa.Date(), server_default=sa.func.current_date()),
        sa.Column("d_text_date", sa.Date(), server_default=sa.text("CURRENT_DATE")),
        sa.Column("d_json", sa.JSON(), server_default="{}"),
        sa.Column("d_json_text", sa.JSON(), server_default=sa.text("'[]'")),
        sa.Column("d_client", sa.Integer(), default=5),
        sa.Column("d_updated", sa.DateTime(), server_default=sa.func.now(), onupdate=sa.func.now()),
        sa.Column("d_sum", sa.Integer(), server_default=sa.text("(1 + 2)")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO defaults (id) VALUES (1)")


def downgrade():
    op.drop_table("defaults")

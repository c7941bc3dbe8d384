## settings: naming=uq:uq_%(table_name)s_%(column_0_name)s,fk:fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s
"""names that a convention makes, longer than PostgreSQL's"""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "a_rather_long_table_name_for_what_it_is_worth_today",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("another_rather_long_column_name", sa.String(10), index=True),
        sa.Column("uq_rather_long_column_name", sa.String(10), unique=True),
        sa.Column("größer", sa.Integer, sa.ForeignKey("a_rather_long_table_name_for_what_it_is_worth_today.id")),
        sa.Column("twelve_chars", sa.String(10), unique=True),
        sa.Column("short", sa.String(10), index=True),
    )
    op.drop_constraint(
        op.f("uq_a_rather_long_table_name_for_what_it_is_worth_today_uq_rather_long_column_name"),
        "a_rather_long_table_name_for_what_it_is_worth_today", type_="unique")


def downgrade():
    op.drop_index(
        op.f("ix_a_rather_long_table_name_for_what_it_is_worth_today_another_rather_long_column_name"),
        "a_rather_long_table_name_for_what_it_is_worth_today")
    op.drop_table("a_rather_long_table_name_for_what_it_is_worth_today")

"""exclusion constraints

Revision ID: 6f0000000301
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "6f0000000301"
down_revision = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist;")
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        ExcludeConstraint(("room", "="), ("during", "&&"), name="booking_no_overlap", using="gist"),
    )
    op.create_table(
        "shift",
        sa.Column("who", sa.Integer(), nullable=False),
        sa.Column("hours", postgresql.INT4RANGE(), nullable=False),
        postgresql.ExcludeConstraint((sa.column("hours"), "&&"), where=sa.text("who > 0"), name="shift_hours", using="gist"),
    )
    op.create_exclude_constraint("shift_who", "shift", ("who", "="), ("hours", "&&"), using="gist")
    op.create_exclude_constraint(
        "booking_open", "booking", ("room", "="), ("during", "-|-"), where="NOT cancelled", using="gist", deferrable=True, initially="DEFERRED"
    )


def downgrade():
    op.drop_constraint("booking_open", "booking")
    op.drop_constraint("shift_who", "shift")
    op.drop_table("shift")
    op.drop_table("booking")
    op.execute("DROP EXTENSION btree_gist")

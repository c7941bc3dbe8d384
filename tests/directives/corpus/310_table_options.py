"""create_table's own keywords

Revision ID: f3000000b001
Revises:

"""
from alembic import op
import sqlalchemy as sa

revision = "f3000000b001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("fast", sa.Column("id", sa.Integer(), primary_key=True), prefixes=["UNLOGGED"])
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", "day"),
        postgresql_partition_by="RANGE (day)",
    )
    op.execute("CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")
    op.create_table("filled", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("spaced", sa.Column("id", sa.Integer(), primary_key=True), postgresql_tablespace="pg_default")
    op.create_table("heir", sa.Column("extra", sa.Integer()), postgresql_inherits="filled")
    op.create_table(
        "quoted",
        sa.Column("id", sa.Integer, primary_key=True, key="ident", info={"a": 1}, doc="what it is"),
        sa.Column("Name", sa.String(10), quote=True, system=False),
        info={"skip": True},
        keep_existing=True,
    )
    op.create_table(
        "keyed",
        sa.Column(name="id", type_=sa.Integer(), primary_key=True),
        sa.Column("x", type_=sa.String(5), nullable=False),
        sa.Column("y", sa.Integer, sa.ForeignKey("quoted.id", name="fk_keyed_quoted"), server_default=sa.text("1"), nullable=True, unique=False, index=False),
        sa.Column("on", sa.DateTime(timezone=True), server_default=sa.func.now(), server_onupdate=sa.FetchedValue()),
        sa.UniqueConstraint("x", deferrable=True, initially="DEFERRED", name="uq_keyed_x"),
        sa.CheckConstraint(sqltext="y > 0", name="ck_keyed_y", postgresql_not_valid=True),
        sa.PrimaryKeyConstraint("id", name="pk_keyed"),
    )


def downgrade():
    op.drop_table("keyed")
    op.drop_table("quoted")
    op.drop_table("heir")
    op.drop_table("spaced")
    op.drop_table("filled")
    op.drop_table("event")
    op.drop_table("fast")

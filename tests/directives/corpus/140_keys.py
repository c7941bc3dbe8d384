"""primary keys and what counts them

Revision ID: 5e00000000e1
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "5e00000000e1"
down_revision = None


def upgrade():
    op.create_table("k_plain", sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.Text))
    op.create_table("k_big", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.create_table("k_small", sa.Column("id", sa.SmallInteger(), primary_key=True))
    op.create_table("k_true", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True))
    op.create_table("k_false", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))
    op.create_table("k_big_true", sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False), sa.PrimaryKeyConstraint("id"))
    op.create_table("k_string", sa.Column("code", sa.String(2), primary_key=True))
    op.create_table(
        "k_composite",
        sa.Column("a", sa.Integer(), nullable=False),
        sa.Column("b", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_table(
        "k_composite_inline",
        sa.Column("a", sa.Integer(), primary_key=True),
        sa.Column("b", sa.String(5), primary_key=True),
    )
    op.create_table(
        "k_default",
        sa.Column("id", sa.Integer(), primary_key=True, server_default="5"),
    )
    op.create_table(
        "k_reference",
        sa.Column("id", sa.Integer(), sa.ForeignKey("k_plain.id"), primary_key=True),
    )
    op.create_table(
        "k_named",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="the_key"),
    )
    op.create_table("k_none", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer(), nullable=False))
    op.create_table(
        "k_not_null",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("loose", sa.Integer(), autoincrement=True),
    )


def downgrade():
    for name in ("k_not_null", "k_none", "k_named", "k_reference", "k_default", "k_composite_inline", "k_composite"):
        op.drop_table(name)
    for name in ["string", "big_true", "false", "true", "small", "big", "plain"]:
        op.drop_table("k_" + name)

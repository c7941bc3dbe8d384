"""identity, generated columns, sequences

Revision ID: 5e00000000f1
Revises:

"""
from alembic import op
import sqlalchemy as sa

revision = "5e00000000f1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE SEQUENCE invoice_number START 1000")
    op.create_table("i_default", sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True))
    op.create_table("i_always", sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False), sa.PrimaryKeyConstraint("id"))
    op.create_table("i_options", sa.Column("id", sa.Integer(), sa.Identity(always=False, start=5, increment=2), nullable=False))
    op.create_table(
        "i_more",
        sa.Column("id", sa.BigInteger(), sa.Identity(start=10, increment=5, minvalue=1, maxvalue=100000, cycle=True, cache=20)),
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), sa.Sequence("invoice_number"), primary_key=True),
        sa.Column("number", sa.BigInteger(), server_default=sa.text("nextval('invoice_number')"), nullable=False),
        sa.Column("net", sa.Numeric(12, 2), nullable=False),
        sa.Column("rate", sa.Numeric(4, 3), nullable=False),
        sa.Column("gross", sa.Numeric(12, 2), sa.Computed("net * (1 + rate)", persisted=True)),
        sa.Column("label", sa.Text(), sa.Computed(sa.text("'INV-' || number::text"), persisted=True), nullable=False),
    )
    op.add_column("invoice", sa.Column("doubled", sa.Numeric(), sa.Computed("net * 2", persisted=True)))
    op.add_column("invoice", sa.Column("line", sa.Integer(), sa.Identity(always=True), nullable=False))
    op.alter_column("i_options", "id", existing_type=sa.Integer(), server_default=sa.Identity(always=True, start=3, increment=7), existing_server_default=sa.Identity(start=5, increment=2))
    op.alter_column("i_always", "id", existing_type=sa.BigInteger(), server_default=None, existing_server_default=sa.Identity(always=True))


def downgrade():
    op.drop_column("invoice", "line")
    op.drop_column("invoice", "doubled")
    op.drop_table("invoice")
    op.drop_table("i_more")
    op.drop_table("i_options")
    op.drop_table("i_always")
    op.drop_table("i_default")
    op.execute("DROP SEQUENCE invoice_number")

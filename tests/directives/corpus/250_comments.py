"""comments

Revision ID: c00000003001
Revises:

"""
from alembic import op
import sqlalchemy as sa

revision = "c00000003001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), primary_key=True, comment="the key"),
        sa.Column("value", sa.Float(), comment="it's in °C, 100%"),
        sa.Column("unit", sa.String(5)),
        comment="What was measured",
    )
    op.create_table("station", sa.Column("id", sa.Integer(), primary_key=True), comment="Where")
    op.add_column("measure", sa.Column("at", sa.DateTime(), nullable=True, comment="when it was measured"))
    op.create_table_comment("measure", "All that was measured", existing_comment="What was measured", schema=None)
    op.create_table_comment(table_name="station", comment="Where it was")
    op.drop_table_comment("station", existing_comment="Where it was", schema=None)
    op.alter_column("measure", "unit", comment="SI only", existing_type=sa.String(5))


def downgrade():
    op.alter_column("measure", "unit", comment=None, existing_comment="SI only")
    op.create_table_comment("measure", "What was measured")
    op.drop_column("measure", "at")
    op.drop_table("station")
    op.drop_table("measure")

"""comments where the database may have none

Revision ID: c00000003101
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "c00000003101"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "noted",
        sa.Column("id", sa.Integer(), primary_key=True, comment="the key"),
        sa.Column("value", sa.Float(), comment="it's a value"),
        comment="What was noted",
    )
    op.add_column("noted", sa.Column("later", sa.Text(), comment="added later"))


def downgrade():
    op.drop_column("noted", "later")
    op.drop_table("noted")

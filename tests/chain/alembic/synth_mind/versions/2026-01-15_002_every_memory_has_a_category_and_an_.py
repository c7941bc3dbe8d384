"""Every memory has a category and an importance

Revision ID: 002
Revises: 001
Create Date: 2026-01-15
"""
import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE semantic_memories SET category = 'general' WHERE category IS NULL")
    op.execute("UPDATE semantic_memories SET importance = 0.5 WHERE importance IS NULL")
    with op.batch_alter_table("semantic_memories") as batch_op:
        batch_op.alter_column("category", existing_type=sa.Text(), nullable=False, server_default="general")
        batch_op.alter_column("importance", existing_type=sa.Float(), nullable=False)
        batch_op.create_check_constraint("ck_semantic_memories_importance", "importance BETWEEN 0.0 AND 1.0")


def downgrade():
    with op.batch_alter_table("semantic_memories") as batch_op:
        batch_op.drop_constraint("ck_semantic_memories_importance", type_="check")
        batch_op.alter_column("importance", existing_type=sa.Float(), nullable=True)
        batch_op.alter_column("category", existing_type=sa.Text(), nullable=True, server_default=None)

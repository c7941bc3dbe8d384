"""Count the words of turns

Revision ID: 003
Revises: 002
Create Date: 2026-02-01
"""
import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def words(text):
    return len(text.split()) if text is not None else 0


def upgrade():
    with op.batch_alter_table("turns") as batch_op:
        batch_op.add_column(sa.Column("word_count", sa.Integer(), server_default=sa.text("0"), nullable=False))
    bind = op.get_bind()
    count = sa.text("UPDATE turns SET word_count = :words WHERE id = :id")
    for turn in bind.execute(sa.text("SELECT id, user_input, assistant_response FROM turns")).fetchall():
        bind.execute(count, {"words": words(turn.user_input) + words(turn.assistant_response), "id": turn.id})
    op.create_index("idx_turns_word_count", "turns", ["word_count"])


def downgrade():
    op.drop_index("idx_turns_word_count", table_name="turns")
    with op.batch_alter_table("turns") as batch_op:
        batch_op.drop_column("word_count")

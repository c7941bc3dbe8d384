"""Initial schema - baseline migration

Revision ID: 001
Revises:
Create Date: 2026-01-01
"""
import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "episodes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("timestamp", sa.Float(), nullable=True),
        sa.Column("event_type", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("valence", sa.Float(), nullable=True),
        sa.Column("metadata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_episodes_timestamp", "episodes", ["timestamp"])
    op.create_index("idx_episodes_event_type", "episodes", ["event_type"])
    op.create_table(
        "long_term",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("timestamp", sa.Float(), nullable=True),
        sa.Column("user_input", sa.Text(), nullable=True),
        sa.Column("assistant_response", sa.Text(), nullable=True),
        sa.Column("metadata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_turns_timestamp", "turns", ["timestamp"])
    op.create_table(
        "uncertainty_log",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("timestamp", sa.Float(), nullable=True),
        sa.Column("user_message", sa.Text(), nullable=True),
        sa.Column("parsed_intent", sa.Text(), nullable=True),
        sa.Column("confidence_score", sa.Float(), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("signals", sa.Text(), nullable=True),
        sa.Column("resolved", sa.Integer(), server_default="0", nullable=True),
        sa.Column("resolution_pattern", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_uncertainty_resolved", "uncertainty_log", ["resolved"])
    op.create_table(
        "semantic_memories",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("timestamp", sa.Float(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("importance", sa.Float(), server_default="0.5", nullable=True),
        sa.Column("metadata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_semantic_category", "semantic_memories", ["category"])
    op.create_index("idx_semantic_importance", "semantic_memories", ["importance"])


def downgrade():
    op.drop_table("semantic_memories")
    op.drop_table("uncertainty_log")
    op.drop_table("turns")
    op.drop_table("long_term")
    op.drop_table("episodes")

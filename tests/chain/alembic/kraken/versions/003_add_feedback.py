"""Add feedback table for Langfuse integration

Revision ID: 003
Revises: 002
Create Date: 2026-02-22 10:00:00.000000

"""
from typing import Sequence, Union

from alembic import op

revision: str = "003"
down_revision: Union[str, None] = "002"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS kraken_feedback (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            turn_id UUID NOT NULL,
            conversation_id UUID NOT NULL,
            feedback_type VARCHAR(20) NOT NULL,
            trace_id VARCHAR,
            created_at TIMESTAMP NOT NULL DEFAULT NOW(),
            CONSTRAINT fk_kraken_feedback_turn
                FOREIGN KEY (turn_id) REFERENCES kraken_turns (id) ON DELETE CASCADE,
            CONSTRAINT fk_kraken_feedback_conversation
                FOREIGN KEY (conversation_id) REFERENCES kraken_conversations (id) ON DELETE CASCADE,
            CONSTRAINT unique_turn_feedback UNIQUE (turn_id)
        )
    """)
    op.execute("""
        CREATE INDEX IF NOT EXISTS ix_kraken_feedback_conversation_id
            ON kraken_feedback (conversation_id)
    """)
    op.execute("CREATE INDEX IF NOT EXISTS ix_kraken_feedback_trace_id ON kraken_feedback (trace_id)")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS kraken_feedback")

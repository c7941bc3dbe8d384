"""Baseline KRAKEN database schema

Revision ID: 001
Revises:
Create Date: 2026-02-22 04:00:00.000000

"""
from typing import Sequence, Union

from alembic import op

revision: str = "001"
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS kraken_conversations (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            session_id VARCHAR NOT NULL,
            model VARCHAR NOT NULL,
            system_prompt_hash VARCHAR(16) NOT NULL,
            agent_version VARCHAR NOT NULL,
            status VARCHAR NOT NULL DEFAULT 'active',
            started_at TIMESTAMP NOT NULL DEFAULT NOW(),
            ended_at TIMESTAMP,
            total_turns INTEGER NOT NULL DEFAULT 0,
            total_tokens INTEGER NOT NULL DEFAULT 0,
            total_cost_usd NUMERIC(10, 6) NOT NULL DEFAULT 0
        )
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS kraken_turns (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            conversation_id UUID NOT NULL,
            turn_number INTEGER NOT NULL,
            user_query TEXT NOT NULL,
            assistant_response TEXT NOT NULL,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            cost_usd NUMERIC(10, 6) NOT NULL DEFAULT 0,
            duration_ms INTEGER NOT NULL DEFAULT 0,
            tool_calls_count INTEGER NOT NULL DEFAULT 0,
            cache_creation_tokens INTEGER NOT NULL DEFAULT 0,
            cache_read_tokens INTEGER NOT NULL DEFAULT 0,
            model VARCHAR NOT NULL,
            created_at TIMESTAMP NOT NULL DEFAULT NOW(),
            CONSTRAINT fk_kraken_turns_conversation
                FOREIGN KEY (conversation_id) REFERENCES kraken_conversations (id)
        )
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS kraken_tool_calls (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            turn_id UUID NOT NULL,
            tool_name VARCHAR NOT NULL,
            tool_args JSONB NOT NULL,
            tool_result JSONB NOT NULL,
            result_truncated BOOLEAN NOT NULL DEFAULT FALSE,
            sequence_order INTEGER NOT NULL,
            CONSTRAINT fk_kraken_tool_calls_turn
                FOREIGN KEY (turn_id) REFERENCES kraken_turns (id)
        )
    """)
    for table, column in (
        ("kraken_conversations", "session_id"),
        ("kraken_turns", "conversation_id"),
        ("kraken_tool_calls", "turn_id"),
    ):
        op.execute(f"CREATE INDEX IF NOT EXISTS ix_{table}_{column} ON {table} ({column})")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS kraken_tool_calls")
    op.execute("DROP TABLE IF EXISTS kraken_turns")
    op.execute("DROP TABLE IF EXISTS kraken_conversations")

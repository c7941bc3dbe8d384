"""add eng_patterns table for RAG-based pattern management

Revision ID: 0006
Revises: 0005
Create Date: 2025-10-10

"""
import os

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    lists = int(os.getenv("IVFFLAT_LISTS", "100")) if os.getenv("USE_IVFFLAT_INDEX", "false").lower() == "true" else 100
    op.execute("""
        CREATE TABLE IF NOT EXISTS eng_patterns (
            id uuid PRIMARY KEY, content text NOT NULL, tags text[], strategy_type text, target_contexts text[],
            last_updated timestamptz DEFAULT now(), author text, embedding vector(1536), metadata jsonb
        )
    """)
    for name, method in (
        ("embedding", f"ivfflat (embedding vector_cosine_ops) WITH (lists = {lists})"),
        ("tags", "gin (tags)"),
        ("strategy_type", "btree (strategy_type)"),
        ("last_updated", "btree (last_updated DESC)"),
    ):
        op.execute(f"CREATE INDEX IF NOT EXISTS eng_patterns_{name}_idx ON eng_patterns USING {method}")


def downgrade():
    op.execute("DROP TABLE IF EXISTS eng_patterns")

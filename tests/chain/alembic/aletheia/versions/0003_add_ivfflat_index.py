"""add IVFFlat index on memory_shards.embedding

Revision ID: 0003
Revises: 0002
Create Date: 2025-09-20

"""
import os

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEX = "ix_memory_shards_embedding_ivfflat_cosine"


def lists():
    try:
        return int(os.getenv("PGVECTOR_IVFFLAT_LISTS", "100"))
    except ValueError:
        return 100


def upgrade():
    if (os.getenv("PGVECTOR_ENABLE_IVFFLAT") or "true").strip().lower() not in ("1", "true", "yes", "on"):
        return
    op.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON memory_shards USING ivfflat (embedding vector_cosine_ops) "
               f"WITH (lists = {lists()})")
    op.execute("ANALYZE memory_shards")


def downgrade():
    op.execute(f"DROP INDEX IF EXISTS {INDEX}")

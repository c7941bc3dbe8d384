"""seed schema milestone 4 (alternative starting point)

Revision ID: f60593c6cba8
Revises:
Create Date: 2025-10-11

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.types import UserDefinedType

revision = "f60593c6cba8"
down_revision = None
branch_labels = ("seed_milestone_4",)
depends_on = None


class Vector(UserDefinedType):
    def __init__(self, dimension):
        self.dimension = dimension

    def get_col_spec(self, **_):
        return f"VECTOR({self.dimension})"


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table(
        "memory_shards",
        sa.Column("id", UUID(), primary_key=True),
        sa.Column("timestamp", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("last_accessed", sa.DateTime(timezone=True)),
        sa.Column("user_id", UUID(), index=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source_ids", ARRAY(UUID())),
        sa.Column("tags", ARRAY(sa.Text())),
        sa.Column("embedding", Vector(1536), nullable=False),
        sa.Column("importance", sa.Float()),
        sa.Column("priority_score", sa.Float()),
        sa.Column("retention_policy", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("metadata", JSONB()),
    )
    op.create_index("ix_memory_shards_embedding_ivfflat_cosine", "memory_shards", ["embedding"],
                    postgresql_using="ivfflat", postgresql_with={"lists": 100},
                    postgresql_ops={"embedding": "vector_cosine_ops"})


def downgrade():
    op.drop_table("memory_shards")

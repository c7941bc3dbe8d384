"""add source/metadata columns and indexes on memory_shards

Revision ID: 0004
Revises: 0003
Create Date: 2025-09-20

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def there_is(column):
    question = sa.text("SELECT 1 FROM information_schema.columns "
                       "WHERE table_name = 'memory_shards' AND column_name = :column")
    return op.get_bind().execute(question, {"column": column}).first() is not None


def upgrade():
    if not there_is("source"):
        op.add_column("memory_shards", sa.Column("source", sa.Text(), nullable=True))
    if not there_is("metadata"):
        op.add_column("memory_shards", sa.Column("metadata", postgresql.JSONB(), nullable=True))
    indexes = [index["name"] for index in sa.inspect(op.get_bind()).get_indexes("memory_shards")]
    if "ix_memory_shards_user_id" not in indexes:
        op.create_index("ix_memory_shards_user_id", "memory_shards", ["user_id"])
    op.execute("CREATE INDEX IF NOT EXISTS ix_memory_shards_metadata_gin "
               "ON memory_shards USING gin (metadata jsonb_path_ops)")


def downgrade():
    op.drop_index("ix_memory_shards_metadata_gin", table_name="memory_shards")
    op.drop_index("ix_memory_shards_user_id", table_name="memory_shards")
    op.drop_column("memory_shards", "metadata")
    op.drop_column("memory_shards", "source")

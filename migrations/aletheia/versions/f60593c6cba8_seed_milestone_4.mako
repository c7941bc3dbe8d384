<%doc>
seed schema milestone 4 (alternative starting point)

For a new database that wants memory_shards as 0004 leaves it, and nothing else. It is a beginning of its own: a database
takes this one or 0001, never both.

Written 2025-10-11.
</%doc>
<%!
revision = "f60593c6cba8"
down_revision = None
branch_labels = "seed_milestone_4"
%>

<%def name="upgrade()">
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE memory_shards (
    id UUID PRIMARY KEY,
    timestamp TIMESTAMPTZ DEFAULT now(),
    last_accessed TIMESTAMPTZ,
    user_id UUID,
    content TEXT NOT NULL,
    source_ids UUID[],
    tags TEXT[],
    embedding VECTOR(1536) NOT NULL,
    importance FLOAT,
    priority_score FLOAT,
    retention_policy TEXT,
    source TEXT,
    metadata JSONB
);
CREATE INDEX ix_memory_shards_user_id ON memory_shards (user_id);
CREATE INDEX ix_memory_shards_embedding_ivfflat_cosine
    ON memory_shards USING ivfflat (embedding vector_cosine_ops) WITH (lists = 100);
</%def>

## The extension stays, as in 0001.
<%def name="downgrade()">
DROP TABLE memory_shards;
</%def>

<%doc>
add IVFFlat index on memory_shards.embedding

Whoever loads many shards first is quicker without the index: PGVECTOR_ENABLE_IVFFLAT leaves it out, and README.md says
how it is built later.

Written 2025-09-20.
</%doc>
<%!
revision = "0003"
down_revision = "0002"
%>

<%def name="upgrade()">
% if is_on(env("PGVECTOR_ENABLE_IVFFLAT", "true") or "true"):
CREATE INDEX IF NOT EXISTS ix_memory_shards_embedding_ivfflat_cosine
    ON memory_shards USING ivfflat (embedding vector_cosine_ops)
    WITH (lists = ${lists_of(env("PGVECTOR_IVFFLAT_LISTS", "100"))});

## The planner takes the index once it knows what is in the table.
ANALYZE memory_shards;
% endif
</%def>

<%def name="downgrade()">
DROP INDEX IF EXISTS ix_memory_shards_embedding_ivfflat_cosine;
</%def>

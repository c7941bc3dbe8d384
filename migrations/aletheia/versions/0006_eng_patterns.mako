<%doc>
add eng_patterns table for RAG-based pattern management

Patterns, standards and habits of good engineering, found by what they mean and by the files that they are for.

Written 2025-10-10.
</%doc>
<%!
revision = "0006"
down_revision = "0005"
%>

<%def name="upgrade()">
<%
lists = lists_of(env("IVFFLAT_LISTS", "100")) if env("USE_IVFFLAT_INDEX", "false").strip().lower() == "true" else 100
%>
CREATE TABLE IF NOT EXISTS eng_patterns (
    id UUID PRIMARY KEY,
    content TEXT NOT NULL,
    tags TEXT[],
    strategy_type TEXT,
    target_contexts TEXT[],
    last_updated TIMESTAMPTZ DEFAULT now(),
    author TEXT,
    embedding VECTOR(1536),
    metadata JSONB
);
CREATE INDEX IF NOT EXISTS eng_patterns_embedding_idx
    ON eng_patterns USING ivfflat (embedding vector_cosine_ops) WITH (lists = ${lists});
CREATE INDEX IF NOT EXISTS eng_patterns_tags_idx ON eng_patterns USING gin (tags);
CREATE INDEX IF NOT EXISTS eng_patterns_strategy_type_idx ON eng_patterns (strategy_type);
CREATE INDEX IF NOT EXISTS eng_patterns_last_updated_idx ON eng_patterns (last_updated DESC);
</%def>

<%def name="downgrade()">
## Its indexes go with it.
DROP TABLE IF EXISTS eng_patterns;
</%def>

<%doc>
What the memory database is meant to be: `aludel revision --autogenerate` writes the migration that leads here, and
`synth_mind_migrate check` says whether a database is as this page has it.
</%doc>
<%!
def number():
    return sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True)
%>

<%
op.create_table(
    "episodes",
    number(),
    sa.Column("timestamp", sa.Float()),
    sa.Column("event_type", sa.Text()),
    sa.Column("content", sa.Text()),
    sa.Column("valence", sa.Float()),
    sa.Column("metadata", sa.Text()),
)
op.create_table(
    "long_term",
    sa.Column("key", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text()),
    sa.Column("updated_at", sa.Float()),
)
op.create_table(
    "turns",
    number(),
    sa.Column("timestamp", sa.Float()),
    sa.Column("user_input", sa.Text()),
    sa.Column("assistant_response", sa.Text()),
    sa.Column("metadata", sa.Text()),
    sa.Column("word_count", sa.Integer(), nullable=False, server_default="0"),
)
op.create_table(
    "uncertainty_log",
    number(),
    sa.Column("timestamp", sa.Float()),
    sa.Column("user_message", sa.Text()),
    sa.Column("parsed_intent", sa.Text()),
    sa.Column("confidence_score", sa.Float()),
    sa.Column("context", sa.Text()),
    sa.Column("signals", sa.Text()),
    sa.Column("resolved", sa.Integer(), server_default="0"),
    sa.Column("resolution_pattern", sa.Text()),
)
op.create_table(
    "semantic_memories",
    number(),
    sa.Column("timestamp", sa.Float()),
    sa.Column("content", sa.Text()),
    sa.Column("category", sa.Text(), nullable=False, server_default="general"),
    sa.Column("importance", sa.Float(), nullable=False, server_default="0.5"),
    sa.Column("metadata", sa.Text()),
    sa.CheckConstraint("importance BETWEEN 0.0 AND 1.0", name="ck_semantic_memories_importance"),
)
%>
CREATE INDEX idx_episodes_timestamp ON episodes (timestamp);
CREATE INDEX idx_episodes_event_type ON episodes (event_type);
CREATE INDEX idx_turns_timestamp ON turns (timestamp);
CREATE INDEX idx_turns_word_count ON turns (word_count);
CREATE INDEX idx_uncertainty_resolved ON uncertainty_log (resolved);
CREATE INDEX idx_semantic_category ON semantic_memories (category);
CREATE INDEX idx_semantic_importance ON semantic_memories (importance);

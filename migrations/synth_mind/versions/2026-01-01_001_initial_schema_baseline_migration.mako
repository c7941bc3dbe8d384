<%doc>
Initial schema - baseline migration

The memory of Synth Mind: episodes, facts, the conversation, what was uncertain, and what the vector search needs to
know. A database that has these tables already is stamped: stamp 001.
</%doc>
<%!
revision = "001"
down_revision = None
branch_labels = None
depends_on = None
%>

## Without AUTOINCREMENT on SQLite, as the databases have it that came before these migrations: a new row's number is
## one more than the largest that is there.
<%!
def number():
    return sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True)
%>

<%def name="upgrade()">
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
    sa.Column("category", sa.Text()),
    sa.Column("importance", sa.Float(), server_default="0.5"),
    sa.Column("metadata", sa.Text()),
)
%>
CREATE INDEX idx_episodes_timestamp ON episodes (timestamp);
CREATE INDEX idx_episodes_event_type ON episodes (event_type);
CREATE INDEX idx_turns_timestamp ON turns (timestamp);
CREATE INDEX idx_uncertainty_resolved ON uncertainty_log (resolved);
CREATE INDEX idx_semantic_category ON semantic_memories (category);
CREATE INDEX idx_semantic_importance ON semantic_memories (importance);
</%def>

<%def name="downgrade()">
DROP TABLE semantic_memories;
DROP TABLE uncertainty_log;
DROP TABLE turns;
DROP TABLE long_term;
DROP TABLE episodes;
</%def>

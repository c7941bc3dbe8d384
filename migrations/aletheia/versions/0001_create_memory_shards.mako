<%doc>
create memory_shards table

A shard is a piece of memory: its text, and where it lies among the others (`embedding`). The extension comes with it,
where it is missing, and stays when this is undone.

Written 2025-09-19.
</%doc>
<%!
revision = "0001"
down_revision = None
%>

<%def name="upgrade()">
<%
op.create_extension("vector", if_not_exists=True)
op.create_table(
    "memory_shards",
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("timestamp", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.Column("last_accessed", sa.DateTime(timezone=True)),
    sa.Column("user_id", sa.Uuid()),
    sa.Column("content", sa.Text(), nullable=False),
    sa.Column("source_ids", sa.ARRAY(sa.Uuid())),
    sa.Column("tags", sa.ARRAY(sa.Text())),
    sa.Column("embedding", Vector(env("EMBEDDING_DIM", 1536)), nullable=False),
    sa.Column("importance", sa.Float()),
    sa.Column("priority_score", sa.Float()),
    sa.Column("retention_policy", sa.Text()),
)
%>
</%def>

## The extension stays: it may have been there before, and other tables may have vectors too.
<%def name="downgrade()">
<% op.drop_table("memory_shards") %>
</%def>

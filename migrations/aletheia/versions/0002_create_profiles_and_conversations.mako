<%doc>
create profiles and conversations tables

Who speaks with whom: people, identities, what binds the two, and what was said.

Written 2025-09-19.
</%doc>
<%!
revision = "0002"
down_revision = "0001"
%>

<%def name="upgrade()">
<%
op.create_table(
    "user_profiles",
    sa.Column("user_id", sa.Uuid(), primary_key=True),
    sa.Column("role", sa.Text()),
    sa.Column("name", sa.Text()),
    sa.Column("birthdate", sa.Date()),
    sa.Column("pronouns", sa.Text()),
    sa.Column("is_anchor", sa.Boolean()),
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
)
op.create_table(
    "identity_profile",
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("pronouns", sa.Text()),
    sa.Column("origin_date", sa.DateTime(timezone=True)),
    sa.Column("core_seed", sa.Text()),
    sa.Column("alignment_model", postgresql.JSONB()),
    sa.Column("embedding", Vector(1536)),
)
op.create_table(
    "bond_history",
    sa.Column("ei_id", sa.Uuid(), sa.ForeignKey("identity_profile.id"), primary_key=True),
    sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_profiles.user_id"), primary_key=True),
    sa.Column("bond_type", sa.Text()),
    sa.Column("start_date", sa.DateTime(timezone=True)),
    sa.Column("end_date", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text()),
)
op.create_table(
    "raw_conversations",
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("intended_recipient", sa.Uuid()),
    sa.Column("author", sa.Text()),
    sa.Column("timestamp", sa.DateTime(timezone=True)),
    sa.Column("conversation_id", sa.Uuid()),
    sa.Column("user_id", sa.Uuid(), sa.ForeignKey("user_profiles.user_id")),
    sa.Column("content", sa.Text()),
    sa.Column("embedding", Vector(1536)),
    sa.Column("parent_id", sa.Uuid()),
    sa.Column("entropy", sa.Float()),
    sa.Column("emotional_index", sa.Float()),
    sa.Column("surprise_index", sa.Float()),
)
# There were shards before there were profiles for them to belong to.
op.create_foreign_key("fk_memory_shards_user_id", "memory_shards", "user_profiles", ["user_id"], ["user_id"])
%>
</%def>

<%def name="downgrade()">
<%
op.drop_constraint("fk_memory_shards_user_id", "memory_shards", type_="foreignkey")
for table in ["raw_conversations", "bond_history", "identity_profile", "user_profiles"]:
    op.drop_table(table)
%>
</%def>

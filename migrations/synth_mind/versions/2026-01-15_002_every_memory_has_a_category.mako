<%doc>
Every memory has a category and an importance

The search goes by both, and passed over memories without them. They become 'general' and 0.5 now, which is what new ones
get that say nothing; importance is from 0 to 1. Going back keeps what was filled in: it isn't known any more which were
empty.
</%doc>
<%!
revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
UPDATE semantic_memories SET category = 'general' WHERE category IS NULL;
UPDATE semantic_memories SET importance = 0.5 WHERE importance IS NULL;
## SQLite can change no column and add no CHECK: there the table is rebuilt, once for all of this.
<%
with op.batch_alter_table("semantic_memories") as batch_op:
    batch_op.alter_column("category", nullable=False, server_default="general")
    batch_op.alter_column("importance", nullable=False)
    batch_op.create_check_constraint("ck_semantic_memories_importance", "importance BETWEEN 0.0 AND 1.0")
%>
</%def>

<%def name="downgrade()">
<%
with op.batch_alter_table("semantic_memories") as batch_op:
    batch_op.drop_constraint("ck_semantic_memories_importance", type_="check")
    batch_op.alter_column("importance", nullable=True)
    batch_op.alter_column("category", nullable=True, server_default=None)
%>
</%def>

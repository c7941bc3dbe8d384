<%doc>
Unique context names, scores from 0 to 1, ratings from 1 to 5

What was promised from the beginning, and is now the database's to keep. Rows that break a rule stop the migration, and
nothing has changed then; README.md says how to find them.
</%doc>
<%!
revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None
%>

## The way back is derived from this. SQLite can't add a constraint: there each of the tables is rebuilt.
<%def name="change()">
<%
with op.batch_alter_table("orchestration_contexts") as batch_op:
    batch_op.create_unique_constraint("uq_orchestration_contexts_name", ["name"])
with op.batch_alter_table("model_responses") as batch_op:
    batch_op.create_check_constraint("ck_model_responses_confidence_score", "confidence_score BETWEEN 0.0 AND 1.0")
with op.batch_alter_table("human_feedback") as batch_op:
    batch_op.create_check_constraint("ck_human_feedback_rating", "rating BETWEEN 1 AND 5")
%>
</%def>

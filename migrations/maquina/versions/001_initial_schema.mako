<%doc>
Initial schema migration for Máquina Orquestadora.

Contexts, the decisions that are made in them, what models answered to a decision, and what people said of it. Keys are
UUIDs as text, 36 characters long, which the application makes.
</%doc>
<%!
revision = "001"
down_revision = None
branch_labels = None
depends_on = None

def key():
    return sa.Column("id", sa.String(36), primary_key=True)

def belongs_to(column, table):
    return sa.Column(column, sa.String(36), sa.ForeignKey(f"{table}.id"))
%>

<%def name="upgrade()">
<%
op.create_table(
    "orchestration_contexts",
    key(),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("description", sa.Text()),
    sa.Column("created_at", sa.DateTime(), nullable=False),
    sa.Column("updated_at", sa.DateTime(), nullable=False),
)
op.create_table(
    "decisions",
    key(),
    belongs_to("context_id", "orchestration_contexts"),
    sa.Column("decision_type", sa.String(50), nullable=False),
    sa.Column("metadata", sa.JSON()),
    sa.Column("created_at", sa.DateTime(), nullable=False),
)
op.create_table(
    "model_responses",
    key(),
    belongs_to("decision_id", "decisions"),
    sa.Column("model_name", sa.String(100), nullable=False),
    sa.Column("response_text", sa.Text(), nullable=False),
    sa.Column("confidence_score", sa.Float()),
    sa.Column("created_at", sa.DateTime(), nullable=False),
)
op.create_table(
    "human_feedback",
    key(),
    belongs_to("decision_id", "decisions"),
    sa.Column("feedback_text", sa.Text(), nullable=False),
    sa.Column("rating", sa.Integer()),
    sa.Column("created_at", sa.DateTime(), nullable=False),
)
%>
</%def>

<%def name="downgrade()">
<%
for table in ["human_feedback", "model_responses", "decisions", "orchestration_contexts"]:
    op.drop_table(table)
%>
</%def>

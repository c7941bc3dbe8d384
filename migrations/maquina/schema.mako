<%doc>
What Máquina's database is meant to be: `aludel revision --autogenerate` writes the migration that leads here, and
`maquina_migrate check` says whether a database is as this page has it.
</%doc>
<%!
def key():
    return sa.Column("id", sa.String(36), primary_key=True)

def belongs_to(column, table):
    return sa.Column(column, sa.String(36), sa.ForeignKey(f"{table}.id"))

def created():
    return sa.Column("created_at", sa.DateTime(), nullable=False)
%>

<%
op.create_table(
    "orchestration_contexts",
    key(),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("description", sa.Text()),
    created(),
    sa.Column("updated_at", sa.DateTime(), nullable=False),
    sa.UniqueConstraint("name", name="uq_orchestration_contexts_name"),
)
op.create_table(
    "decisions",
    key(),
    belongs_to("context_id", "orchestration_contexts"),
    sa.Column("decision_type", sa.String(50), nullable=False),
    sa.Column("metadata", sa.JSON()),
    created(),
)
op.create_table(
    "model_responses",
    key(),
    belongs_to("decision_id", "decisions"),
    sa.Column("model_name", sa.String(100), nullable=False),
    sa.Column("response_text", sa.Text(), nullable=False),
    sa.Column("confidence_score", sa.Float()),
    created(),
    sa.CheckConstraint("confidence_score BETWEEN 0.0 AND 1.0", name="ck_model_responses_confidence_score"),
)
op.create_table(
    "human_feedback",
    key(),
    belongs_to("decision_id", "decisions"),
    sa.Column("feedback_text", sa.Text(), nullable=False),
    sa.Column("rating", sa.Integer()),
    created(),
    sa.CheckConstraint("rating BETWEEN 1 AND 5", name="ck_human_feedback_rating"),
)
%>

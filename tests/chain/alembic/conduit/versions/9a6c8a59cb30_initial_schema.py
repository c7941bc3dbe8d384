"""initial schema

Revision ID: 9a6c8a59cb30
Revises:
Create Date: 2025-11-18 14:23:32

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "9a6c8a59cb30"
down_revision = None
branch_labels = None
depends_on = None

json_type = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def when(name):
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)


def parent(name, table):
    return sa.Column(name, sa.Text(), sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def indexes(table, **columns):
    """idx_<table>_<word> for each: word="column", or "column DESC"."""
    for word, column in columns.items():
        op.create_index(f"idx_{table}_{word}", table, [sa.text(column)])


def upgrade():
    create_queries()
    create_routing_decisions()
    create_responses()
    create_feedback()
    create_implicit_feedback()
    create_model_states()
    create_view()


def create_queries():
    op.create_table(
        "queries",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text()),
        sa.Column("context", json_type),
        sa.Column("constraints", json_type),
        when("created_at"),
        sa.CheckConstraint("length(trim(text)) > 0", name="queries_text_check"),
    )
    indexes("queries", user_id="user_id", created_at="created_at DESC")


def create_routing_decisions():
    op.create_table(
        "routing_decisions",
        sa.Column("id", sa.Text(), primary_key=True),
        parent("query_id", "queries"),
        sa.Column("selected_model", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Numeric(3, 2), nullable=False),
        sa.Column("features", json_type, nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.Column("metadata", json_type, server_default="{}", nullable=False),
        when("created_at"),
        sa.CheckConstraint("confidence >= 0.0 AND confidence <= 1.0", name="routing_decisions_confidence_check"),
    )
    indexes("routing_decisions", query_id="query_id", created_at="created_at DESC", confidence="confidence DESC",
            model="selected_model")


def create_responses():
    op.create_table(
        "responses",
        sa.Column("id", sa.Text(), primary_key=True),
        parent("query_id", "queries"),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cost", sa.Numeric(10, 6), nullable=False),
        sa.Column("latency", sa.Numeric(10, 3), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        when("created_at"),
        sa.CheckConstraint("cost >= 0", name="responses_cost_check"),
        sa.CheckConstraint("latency >= 0", name="responses_latency_check"),
        sa.CheckConstraint("tokens >= 0", name="responses_tokens_check"),
    )
    indexes("responses", query_id="query_id", model="model", created_at="created_at DESC",
            cost="cost DESC", latency="latency DESC")


def create_feedback():
    op.create_table(
        "feedback",
        sa.Column("id", sa.Text(), primary_key=True),
        parent("response_id", "responses"),
        sa.Column("quality_score", sa.Numeric(3, 2), nullable=False),
        sa.Column("user_rating", sa.Integer()),
        sa.Column("met_expectations", sa.Boolean(), nullable=False),
        sa.Column("comments", sa.Text()),
        when("created_at"),
        sa.CheckConstraint("quality_score >= 0.0 AND quality_score <= 1.0", name="feedback_quality_check"),
        sa.CheckConstraint("user_rating IS NULL OR (user_rating >= 1 AND user_rating <= 5)",
                           name="feedback_rating_check"),
    )
    indexes("feedback", response_id="response_id", created_at="created_at DESC", quality_score="quality_score DESC",
            met_expectations="met_expectations")


def create_implicit_feedback():
    op.create_table(
        "implicit_feedback",
        sa.Column("id", sa.Text(), primary_key=True),
        parent("response_id", "responses"),
        parent("query_id", "queries"),
        sa.Column("retry_detected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("retry_delay_seconds", sa.Numeric(10, 3)),
        sa.Column("task_abandoned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("latency_accepted", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("error_occurred", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("error_type", sa.Text()),
        sa.Column("response_used", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("followup_queries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        when("created_at"),
        sa.CheckConstraint("retry_delay_seconds IS NULL OR retry_delay_seconds >= 0",
                           name="implicit_feedback_delay_check"),
        sa.CheckConstraint("followup_queries >= 0", name="implicit_feedback_followup_check"),
    )
    indexes("implicit_feedback", response_id="response_id", query_id="query_id", created_at="created_at DESC",
            retry_detected="retry_detected", error_occurred="error_occurred")


def create_model_states():
    op.create_table(
        "model_states",
        sa.Column("model_id", sa.Text(), primary_key=True),
        sa.Column("alpha", sa.Numeric(20, 10), nullable=False),
        sa.Column("beta", sa.Numeric(20, 10), nullable=False),
        sa.Column("total_requests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total_cost", sa.Numeric(10, 6), server_default=sa.text("0.0"), nullable=False),
        sa.Column("avg_quality", sa.Numeric(3, 2), server_default=sa.text("0.0"), nullable=False),
        when("updated_at"),
        sa.CheckConstraint("alpha > 0", name="model_states_alpha_check"),
        sa.CheckConstraint("beta > 0", name="model_states_beta_check"),
        sa.CheckConstraint("total_requests >= 0", name="model_states_requests_check"),
        sa.CheckConstraint("total_cost >= 0", name="model_states_cost_check"),
        sa.CheckConstraint("avg_quality >= 0.0 AND avg_quality <= 1.0", name="model_states_quality_check"),
    )
    indexes("model_states", updated_at="updated_at DESC", avg_quality="avg_quality DESC")


def create_view():
    week_ago = "datetime('now', '-7 days')" if op.get_bind().dialect.name == "sqlite" else "now() - interval '7 days'"
    op.execute(f"""
        CREATE VIEW recent_routing_performance AS
        SELECT
            d.selected_model,
            count(*) AS total_routes,
            avg(d.confidence) AS avg_confidence,
            avg(r.cost) AS avg_cost,
            avg(r.latency) AS avg_latency,
            avg(CASE WHEN f.met_expectations THEN 1.0 ELSE 0.0 END) AS success_rate
        FROM routing_decisions d
        LEFT JOIN responses r ON r.query_id = d.query_id
        LEFT JOIN feedback f ON f.response_id = r.id
        WHERE d.created_at >= {week_ago}
        GROUP BY d.selected_model
        ORDER BY total_routes DESC
    """)


def downgrade():
    op.execute("DROP VIEW IF EXISTS recent_routing_performance")
    for table in ("model_states", "implicit_feedback", "feedback", "responses", "routing_decisions", "queries"):
        op.drop_table(table)

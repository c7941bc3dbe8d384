<%doc>
initial schema

What Conduit routes and what it learns from: queries, the model that was chosen for each, the answers, what users said
and did about them, and how much each model is trusted by now.

Written 2025-11-18 14:23:32.
</%doc>
<%!
revision = "9a6c8a59cb30"
down_revision = None
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
<%
op.create_table(
    "queries",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("user_id", sa.Text()),
    sa.Column("context", postgresql.JSONB()),
    sa.Column("constraints", postgresql.JSONB()),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("length(trim(text)) > 0", name="queries_text_check"),
)
op.create_index("idx_queries_user_id", "queries", ["user_id"])
op.create_index("idx_queries_created_at", "queries", [sa.text("created_at DESC")])

op.create_table(
    "routing_decisions",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("query_id", sa.Text(), sa.ForeignKey("queries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("selected_model", sa.Text(), nullable=False),
    sa.Column("confidence", sa.Numeric(3, 2), nullable=False),
    sa.Column("features", postgresql.JSONB(), nullable=False),
    sa.Column("reasoning", sa.Text(), nullable=False),
    sa.Column("metadata", postgresql.JSONB(), nullable=False, server_default="{}"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("confidence >= 0.0 AND confidence <= 1.0", name="routing_decisions_confidence_check"),
)
op.create_index("idx_routing_decisions_query_id", "routing_decisions", ["query_id"])
op.create_index("idx_routing_decisions_model", "routing_decisions", ["selected_model"])
op.create_index("idx_routing_decisions_created_at", "routing_decisions", [sa.text("created_at DESC")])
op.create_index("idx_routing_decisions_confidence", "routing_decisions", [sa.text("confidence DESC")])

op.create_table(
    "responses",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("query_id", sa.Text(), sa.ForeignKey("queries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("model", sa.Text(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("cost", sa.Numeric(10, 6), nullable=False),
    sa.Column("latency", sa.Numeric(10, 3), nullable=False),
    sa.Column("tokens", sa.Integer(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("cost >= 0", name="responses_cost_check"),
    sa.CheckConstraint("latency >= 0", name="responses_latency_check"),
    sa.CheckConstraint("tokens >= 0", name="responses_tokens_check"),
)
op.create_index("idx_responses_query_id", "responses", ["query_id"])
op.create_index("idx_responses_model", "responses", ["model"])
op.create_index("idx_responses_created_at", "responses", [sa.text("created_at DESC")])
op.create_index("idx_responses_cost", "responses", [sa.text("cost DESC")])
op.create_index("idx_responses_latency", "responses", [sa.text("latency DESC")])

op.create_table(
    "feedback",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("response_id", sa.Text(), sa.ForeignKey("responses.id", ondelete="CASCADE"), nullable=False),
    sa.Column("quality_score", sa.Numeric(3, 2), nullable=False),
    sa.Column("user_rating", sa.Integer()),
    sa.Column("met_expectations", sa.Boolean(), nullable=False),
    sa.Column("comments", sa.Text()),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("quality_score >= 0.0 AND quality_score <= 1.0", name="feedback_quality_check"),
    sa.CheckConstraint("user_rating IS NULL OR (user_rating >= 1 AND user_rating <= 5)", name="feedback_rating_check"),
)
op.create_index("idx_feedback_response_id", "feedback", ["response_id"])
op.create_index("idx_feedback_created_at", "feedback", [sa.text("created_at DESC")])
op.create_index("idx_feedback_quality_score", "feedback", [sa.text("quality_score DESC")])
op.create_index("idx_feedback_met_expectations", "feedback", ["met_expectations"])

# What users do tells more often than what they say.
op.create_table(
    "implicit_feedback",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("response_id", sa.Text(), sa.ForeignKey("responses.id", ondelete="CASCADE"), nullable=False),
    sa.Column("query_id", sa.Text(), sa.ForeignKey("queries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("retry_detected", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("retry_delay_seconds", sa.Numeric(10, 3)),
    sa.Column("task_abandoned", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("latency_accepted", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("error_occurred", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("error_type", sa.Text()),
    sa.Column("response_used", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("followup_queries", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("retry_delay_seconds IS NULL OR retry_delay_seconds >= 0", name="implicit_feedback_delay_check"),
    sa.CheckConstraint("followup_queries >= 0", name="implicit_feedback_followup_check"),
)
op.create_index("idx_implicit_feedback_response_id", "implicit_feedback", ["response_id"])
op.create_index("idx_implicit_feedback_query_id", "implicit_feedback", ["query_id"])
op.create_index("idx_implicit_feedback_created_at", "implicit_feedback", [sa.text("created_at DESC")])
op.create_index("idx_implicit_feedback_retry_detected", "implicit_feedback", ["retry_detected"])
op.create_index("idx_implicit_feedback_error_occurred", "implicit_feedback", ["error_occurred"])

# Thompson sampling: alpha and beta are a model's successes and failures so far, from which its chances are drawn.
op.create_table(
    "model_states",
    sa.Column("model_id", sa.Text(), primary_key=True),
    sa.Column("alpha", sa.Numeric(20, 10), nullable=False),
    sa.Column("beta", sa.Numeric(20, 10), nullable=False),
    sa.Column("total_requests", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("total_cost", sa.Numeric(10, 6), nullable=False, server_default=sa.text("0.0")),
    sa.Column("avg_quality", sa.Numeric(3, 2), nullable=False, server_default=sa.text("0.0")),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("alpha > 0", name="model_states_alpha_check"),
    sa.CheckConstraint("beta > 0", name="model_states_beta_check"),
    sa.CheckConstraint("total_requests >= 0", name="model_states_requests_check"),
    sa.CheckConstraint("total_cost >= 0", name="model_states_cost_check"),
    sa.CheckConstraint("avg_quality >= 0.0 AND avg_quality <= 1.0", name="model_states_quality_check"),
)
op.create_index("idx_model_states_updated_at", "model_states", [sa.text("updated_at DESC")])
op.create_index("idx_model_states_avg_quality", "model_states", [sa.text("avg_quality DESC")])
%>

-- A decision without feedback counts as one that met no expectations.
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
WHERE d.created_at >= ${days_ago(7)}
GROUP BY d.selected_model
ORDER BY total_routes DESC;
</%def>

<%def name="downgrade()">
<%
op.drop_view("recent_routing_performance")
op.drop_table("model_states")
op.drop_table("implicit_feedback")
op.drop_table("feedback")
op.drop_table("responses")
op.drop_table("routing_decisions")
op.drop_table("queries")
%>
</%def>

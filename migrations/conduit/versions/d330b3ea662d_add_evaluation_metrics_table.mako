<%doc>
add_evaluation_metrics_table

How well the routing does, measured against what it might have done.

Written 2025-11-23 03:18:00.
</%doc>
<%!
revision = "d330b3ea662d"
down_revision = "31e5ce1cbeda"
branch_labels = None
depends_on = None

metrics = [
    "regret_vs_oracle",
    "regret_vs_random",
    "regret_vs_always_best",
    "quality_trend",
    "cost_efficiency",
    "convergence_rate",
]
windows = ["last_hour", "last_day", "last_week", "last_month", "all_time"]
%>

<%def name="upgrade()">
<%
op.create_table(
    "evaluation_metrics",
    sa.Column("id", sa.Text(), primary_key=True),
    sa.Column("metric_name", sa.Text(), nullable=False),
    sa.Column("metric_value", sa.Numeric(10, 6), nullable=False),
    sa.Column("baseline_comparison", sa.Text()),
    sa.Column("time_window", sa.Text(), nullable=False),
    sa.Column("metadata", postgresql.JSONB(), nullable=False, server_default="{}"),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint(sa.column("metric_name").in_(metrics), name="evaluation_metrics_name_check"),
    sa.CheckConstraint(sa.column("time_window").in_(windows), name="evaluation_metrics_window_check"),
)
op.create_index("idx_evaluation_metrics_name", "evaluation_metrics", ["metric_name"])
op.create_index("idx_evaluation_metrics_window", "evaluation_metrics", ["time_window"])
op.create_index("idx_evaluation_metrics_created_at", "evaluation_metrics", [sa.text("created_at DESC")])
%>

CREATE VIEW recent_evaluation_summary AS
SELECT
    metric_name,
    time_window,
    avg(metric_value) AS avg_value,
    min(metric_value) AS min_value,
    max(metric_value) AS max_value,
    count(*) AS sample_count,
    max(created_at) AS latest_at
FROM evaluation_metrics
WHERE created_at >= ${days_ago(7)}
GROUP BY metric_name, time_window
ORDER BY metric_name, time_window;
</%def>

<%def name="downgrade()">
<%
op.drop_view("recent_evaluation_summary")
op.drop_table("evaluation_metrics")
%>
</%def>

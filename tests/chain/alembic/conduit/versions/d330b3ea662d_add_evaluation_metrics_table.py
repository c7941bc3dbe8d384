"""add_evaluation_metrics_table

Revision ID: d330b3ea662d
Revises: 31e5ce1cbeda
Create Date: 2025-11-23 03:18:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "d330b3ea662d"
down_revision = "31e5ce1cbeda"
branch_labels = None
depends_on = None

NAMES = ("regret_vs_oracle", "regret_vs_random", "regret_vs_always_best", "quality_trend", "cost_efficiency",
         "convergence_rate")
WINDOWS = ("last_hour", "last_day", "last_week", "last_month", "all_time")


def upgrade():
    op.create_table(
        "evaluation_metrics",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("metric_name", sa.Text(), nullable=False),
        sa.Column("metric_value", sa.Numeric(10, 6), nullable=False),
        sa.Column("baseline_comparison", sa.Text()),
        sa.Column("time_window", sa.Text(), nullable=False),
        sa.Column("metadata", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="{}",
                  nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint(f"metric_name IN {NAMES}", name="evaluation_metrics_name_check"),
        sa.CheckConstraint(f"time_window IN {WINDOWS}", name="evaluation_metrics_window_check"),
    )
    op.create_index("idx_evaluation_metrics_name", "evaluation_metrics", ["metric_name"])
    op.create_index("idx_evaluation_metrics_window", "evaluation_metrics", ["time_window"])
    op.create_index("idx_evaluation_metrics_created_at", "evaluation_metrics", [sa.text("created_at DESC")])
    week_ago = "datetime('now', '-7 days')" if op.get_bind().dialect.name == "sqlite" else "now() - interval '7 days'"
    op.execute(f"""
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
        WHERE created_at >= {week_ago}
        GROUP BY metric_name, time_window
        ORDER BY metric_name, time_window
    """)


def downgrade():
    op.execute("DROP VIEW IF EXISTS recent_evaluation_summary")
    op.drop_table("evaluation_metrics")

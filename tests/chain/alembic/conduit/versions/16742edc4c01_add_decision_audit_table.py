"""add_decision_audit_table

Revision ID: 16742edc4c01
Revises: 34c6749675ef
Create Date: 2026-01-14 12:00:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "16742edc4c01"
down_revision = "34c6749675ef"
branch_labels = None
depends_on = None

json_type = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# SQLite counts only what is INTEGER, and has no lists.
number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
list_type = sa.JSON().with_variant(postgresql.ARRAY(sa.Text()), "postgresql")


def upgrade():
    nothing = "[]" if op.get_bind().dialect.name == "sqlite" else "{}"
    op.create_table(
        "decision_audit",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("query_id", sa.Text(), nullable=False),
        sa.Column("selected_model", sa.Text(), nullable=False),
        sa.Column("fallback_chain", list_type, server_default=nothing, nullable=False),
        sa.Column("confidence", sa.Numeric(4, 3), nullable=False),
        sa.Column("algorithm_phase", sa.Text(), nullable=False),
        sa.Column("query_count", sa.Integer(), nullable=False),
        sa.Column("arm_scores", json_type, nullable=False),
        sa.Column("feature_vector", json_type, nullable=True),
        sa.Column("constraints_applied", json_type, server_default="{}", nullable=False),
        sa.Column("reasoning", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("confidence >= 0.0 AND confidence <= 1.0", name="decision_audit_confidence_check"),
        sa.CheckConstraint("query_count >= 0", name="decision_audit_query_count_check"),
    )
    for column in ("decision_id", "query_id", "selected_model", "algorithm_phase"):
        op.create_index(f"idx_decision_audit_{column}", "decision_audit", [column])
    op.create_index("idx_decision_audit_created_at", "decision_audit", [sa.text("created_at DESC")])
    op.create_index("idx_decision_audit_model_time", "decision_audit", ["selected_model", sa.text("created_at DESC")])


def downgrade():
    for word in ("model_time", "created_at", "algorithm_phase", "selected_model", "query_id", "decision_id"):
        op.drop_index(f"idx_decision_audit_{word}", table_name="decision_audit")
    op.drop_table("decision_audit")

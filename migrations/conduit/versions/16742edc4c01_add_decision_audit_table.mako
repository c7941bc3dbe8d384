<%doc>
add_decision_audit_table

Why a model was chosen: the algorithm's view of all of them at that moment. Rows outlive the query and the decision that
they are about, hence no foreign keys.

Written 2026-01-14 12:00:00.
</%doc>
<%!
revision = "16742edc4c01"
down_revision = "34c6749675ef"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
<%
op.create_table(
    "decision_audit",
    # SQLite counts up by itself only what is INTEGER, which holds 64 bits there.
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("decision_id", sa.Text(), nullable=False),
    sa.Column("query_id", sa.Text(), nullable=False),
    sa.Column("selected_model", sa.Text(), nullable=False),
    # A list is JSON on SQLite, and written as such.
    sa.Column(
        "fallback_chain",
        sa.ARRAY(sa.Text()),
        nullable=False,
        server_default="{}" if dialect == "postgresql" else "[]",
    ),
    sa.Column("confidence", sa.Numeric(4, 3), nullable=False),
    sa.Column("algorithm_phase", sa.Text(), nullable=False),
    sa.Column("query_count", sa.Integer(), nullable=False),
    sa.Column("arm_scores", postgresql.JSONB(), nullable=False),
    sa.Column("feature_vector", postgresql.JSONB()),
    sa.Column("constraints_applied", postgresql.JSONB(), nullable=False, server_default="{}"),
    sa.Column("reasoning", sa.Text()),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("confidence >= 0.0 AND confidence <= 1.0", name="decision_audit_confidence_check"),
    sa.CheckConstraint("query_count >= 0", name="decision_audit_query_count_check"),
)
op.create_index("idx_decision_audit_decision_id", "decision_audit", ["decision_id"])
op.create_index("idx_decision_audit_query_id", "decision_audit", ["query_id"])
op.create_index("idx_decision_audit_selected_model", "decision_audit", ["selected_model"])
op.create_index("idx_decision_audit_algorithm_phase", "decision_audit", ["algorithm_phase"])
op.create_index("idx_decision_audit_created_at", "decision_audit", [sa.text("created_at DESC")])
# What a model was chosen for lately, newest first.
op.create_index("idx_decision_audit_model_time", "decision_audit", ["selected_model", sa.text("created_at DESC")])
%>
</%def>

<%def name="downgrade()">
<% op.drop_table("decision_audit") %>
</%def>

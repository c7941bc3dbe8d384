"""Unique context names, scores from 0 to 1, ratings from 1 to 5

Revision ID: 002
Revises: 001
"""
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("orchestration_contexts") as batch_op:
        batch_op.create_unique_constraint("uq_orchestration_contexts_name", ["name"])
    with op.batch_alter_table("model_responses") as batch_op:
        batch_op.create_check_constraint("ck_model_responses_confidence_score", "confidence_score BETWEEN 0.0 AND 1.0")
    with op.batch_alter_table("human_feedback") as batch_op:
        batch_op.create_check_constraint("ck_human_feedback_rating", "rating BETWEEN 1 AND 5")


def downgrade():
    with op.batch_alter_table("human_feedback") as batch_op:
        batch_op.drop_constraint("ck_human_feedback_rating", type_="check")
    with op.batch_alter_table("model_responses") as batch_op:
        batch_op.drop_constraint("ck_model_responses_confidence_score", type_="check")
    with op.batch_alter_table("orchestration_contexts") as batch_op:
        batch_op.drop_constraint("uq_orchestration_contexts_name", type_="unique")

"""add_model_prices_table

Revision ID: 31e5ce1cbeda
Revises: 02c6d98e3c62
Create Date: 2025-11-18 16:31:50

"""
import sqlalchemy as sa
from alembic import op

revision = "31e5ce1cbeda"
down_revision = "02c6d98e3c62"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "model_prices",
        sa.Column("model_id", sa.Text(), nullable=False),
        sa.Column("input_cost_per_million", sa.Numeric(12, 8), nullable=False),
        sa.Column("output_cost_per_million", sa.Numeric(12, 8), nullable=False),
        sa.Column("cached_input_cost_per_million", sa.Numeric(12, 8), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("snapshot_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name="model_prices_pkey"),
        sa.CheckConstraint("input_cost_per_million >= 0", name="model_prices_input_cost_check"),
        sa.CheckConstraint("output_cost_per_million >= 0", name="model_prices_output_cost_check"),
        sa.CheckConstraint("cached_input_cost_per_million IS NULL OR cached_input_cost_per_million >= 0",
                           name="model_prices_cached_cost_check"),
    )
    op.create_index("idx_model_prices_snapshot_at", "model_prices", [sa.text("snapshot_at DESC")])


def downgrade():
    op.drop_index("idx_model_prices_snapshot_at", table_name="model_prices")
    op.drop_table("model_prices")

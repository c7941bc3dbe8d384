"""add_historical_pricing_support

Revision ID: 34c6749675ef
Revises: 704a5c62805b
Create Date: 2025-11-29 00:14:47

"""
import sqlalchemy as sa
from alembic import op

revision = "34c6749675ef"
down_revision = "704a5c62805b"
branch_labels = None
depends_on = None

COLUMNS = """
    model_id, input_cost_per_million, output_cost_per_million, cached_input_cost_per_million, source, snapshot_at,
    created_at
"""


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        make_anew("id INTEGER NOT NULL,", "PRIMARY KEY (id)",
                  "CONSTRAINT uq_model_prices_model_snapshot UNIQUE (model_id, snapshot_at),")
    else:
        op.add_column("model_prices", sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False))
        op.drop_constraint("model_prices_pkey", "model_prices", type_="primary")
        op.create_primary_key("model_prices_pkey", "model_prices", ["id"])
        op.create_unique_constraint("uq_model_prices_model_snapshot", "model_prices", ["model_id", "snapshot_at"])
    op.create_index("idx_model_prices_model_id", "model_prices", ["model_id"])


def downgrade():
    op.drop_index("idx_model_prices_model_id", table_name="model_prices")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("""
            DELETE FROM model_prices WHERE id NOT IN (
                SELECT first_value(id) OVER (PARTITION BY model_id ORDER BY snapshot_at DESC) FROM model_prices
            )
        """)
        make_anew("", "PRIMARY KEY (model_id)", "")
    else:
        op.execute("""
            DELETE FROM model_prices WHERE id NOT IN (
                SELECT DISTINCT ON (model_id) id FROM model_prices ORDER BY model_id, snapshot_at DESC
            )
        """)
        op.drop_constraint("uq_model_prices_model_snapshot", "model_prices", type_="unique")
        op.drop_constraint("model_prices_pkey", "model_prices", type_="primary")
        op.drop_column("model_prices", "id")
        op.create_primary_key("model_prices_pkey", "model_prices", ["model_id"])


def make_anew(number, key, unique):
    """SQLite can't change a primary key, and Alembic's batches would lose the CHECKs and the order of the index."""
    op.execute(f"""
        CREATE TABLE model_prices_new (
            model_id TEXT NOT NULL,
            input_cost_per_million NUMERIC(12, 8) NOT NULL,
            output_cost_per_million NUMERIC(12, 8) NOT NULL,
            cached_input_cost_per_million NUMERIC(12, 8),
            source TEXT,
            snapshot_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
            created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
            {number}
            CONSTRAINT model_prices_input_cost_check CHECK (input_cost_per_million >= 0),
            CONSTRAINT model_prices_output_cost_check CHECK (output_cost_per_million >= 0),
            CONSTRAINT model_prices_cached_cost_check
                CHECK (cached_input_cost_per_million IS NULL OR cached_input_cost_per_million >= 0),
            {unique}
            CONSTRAINT model_prices_pkey {key}
        )
    """)
    op.execute(f"INSERT INTO model_prices_new ({COLUMNS}) SELECT {COLUMNS} FROM model_prices")
    op.drop_table("model_prices")
    op.rename_table("model_prices_new", "model_prices")
    op.create_index("idx_model_prices_snapshot_at", "model_prices", [sa.text("snapshot_at DESC")])

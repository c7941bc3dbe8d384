"""add_bandit_state_table

Revision ID: 704a5c62805b
Revises: d330b3ea662d
Create Date: 2025-11-25 20:20:09

"""
from alembic import op

revision = "704a5c62805b"
down_revision = "d330b3ea662d"
branch_labels = None
depends_on = None

POSTGRESQL = """
    CREATE TABLE IF NOT EXISTS bandit_state (
        id SERIAL PRIMARY KEY,
        router_id VARCHAR(255) NOT NULL,
        bandit_id VARCHAR(255) NOT NULL,
        state_json JSONB NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        created_at TIMESTAMPTZ DEFAULT NOW(),
        updated_at TIMESTAMPTZ DEFAULT NOW(),
        UNIQUE (router_id, bandit_id)
    );
    CREATE INDEX IF NOT EXISTS idx_bandit_state_router_id ON bandit_state (router_id);
    CREATE INDEX IF NOT EXISTS idx_bandit_state_updated_at ON bandit_state (updated_at DESC);
    COMMENT ON TABLE bandit_state IS 'What each bandit has learned, so that a router goes on where it stopped';
    COMMENT ON COLUMN bandit_state.router_id IS 'The router that the bandit decides for';
    COMMENT ON COLUMN bandit_state.bandit_id IS 'Which of the router''s bandits it is, by its algorithm';
    COMMENT ON COLUMN bandit_state.state_json IS 'All that the algorithm has learned, as it writes it down itself';
    COMMENT ON COLUMN bandit_state.version IS 'Counts up with every write; whoever read an older one has to read again';
"""

SQLITE = (
    """CREATE TABLE IF NOT EXISTS bandit_state (
        id INTEGER NOT NULL PRIMARY KEY,
        router_id VARCHAR(255) NOT NULL,
        bandit_id VARCHAR(255) NOT NULL,
        state_json JSON NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        UNIQUE (router_id, bandit_id)
    )""",
    "CREATE INDEX IF NOT EXISTS idx_bandit_state_router_id ON bandit_state (router_id)",
    "CREATE INDEX IF NOT EXISTS idx_bandit_state_updated_at ON bandit_state (updated_at DESC)",
)


def upgrade():
    # psycopg2 takes several statements at once, sqlite3 one.
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else (POSTGRESQL,):
        op.execute(statement)


def downgrade():
    op.execute("DROP TABLE IF EXISTS bandit_state")

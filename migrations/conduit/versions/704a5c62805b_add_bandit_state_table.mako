<%doc>
add_bandit_state_table

What each bandit has learned so far, one row for each bandit of each router. In plain SQL, and nothing is made that is
there already: routers of some versions made this table themselves.

Written 2025-11-25 20:20:09.
</%doc>
<%!
revision = "704a5c62805b"
down_revision = "d330b3ea662d"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
CREATE TABLE IF NOT EXISTS bandit_state (
% if dialect == "postgresql":
    id SERIAL PRIMARY KEY,
    router_id VARCHAR(255) NOT NULL,
    bandit_id VARCHAR(255) NOT NULL,
    state_json JSONB NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW(),
% else:
    id INTEGER NOT NULL PRIMARY KEY,
    router_id VARCHAR(255) NOT NULL,
    bandit_id VARCHAR(255) NOT NULL,
    state_json JSON NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
% endif
    UNIQUE (router_id, bandit_id)
);

CREATE INDEX IF NOT EXISTS idx_bandit_state_router_id ON bandit_state (router_id);
CREATE INDEX IF NOT EXISTS idx_bandit_state_updated_at ON bandit_state (updated_at DESC);

## SQLite has no comments.
% if dialect == "postgresql":
COMMENT ON TABLE bandit_state IS 'What each bandit has learned, so that a router goes on where it stopped';
COMMENT ON COLUMN bandit_state.router_id IS 'The router that the bandit decides for';
COMMENT ON COLUMN bandit_state.bandit_id IS 'Which of the router''s bandits it is, by its algorithm';
COMMENT ON COLUMN bandit_state.state_json IS 'All that the algorithm has learned, as it writes it down itself';
COMMENT ON COLUMN bandit_state.version IS 'Counts up with every write; whoever read an older one has to read again';
% endif
</%def>

<%def name="downgrade()">
DROP TABLE IF EXISTS bandit_state;
</%def>

<%doc>
Add users table and user_id to conversations

A user is whoever holds an API key; only the key's hash is kept. Conversations from before have no user.
Written 2026-02-22 12:00.
</%doc>
<%!
revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None
%>

<%def name="upgrade()">
CREATE TABLE IF NOT EXISTS kraken_users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    api_key_hash VARCHAR(64) NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL DEFAULT NOW(),
    last_active TIMESTAMP NOT NULL DEFAULT NOW(),
    is_active BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX IF NOT EXISTS ix_kraken_users_api_key_hash ON kraken_users (api_key_hash);

-- Column and key come together: a database that has the one has the other.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'kraken_conversations' AND column_name = 'user_id'
    ) THEN
        ALTER TABLE kraken_conversations
            ADD COLUMN user_id UUID,
            ADD CONSTRAINT fk_kraken_conversations_user FOREIGN KEY (user_id) REFERENCES kraken_users (id);
    END IF;
END
$$;

## There are many conversations, and new ones every second: none of them waits for this index.
% with op.autocommit():
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_kraken_conversations_user_id ON kraken_conversations (user_id);
% endwith
</%def>

<%def name="downgrade()">
## The column takes its index and its foreign key along.
ALTER TABLE kraken_conversations DROP COLUMN IF EXISTS user_id;
DROP TABLE IF EXISTS kraken_users;
</%def>

"""Add users table and user_id to conversations

Revision ID: 002
Revises: 001
Create Date: 2026-02-22 12:00:00.000000

"""
from typing import Sequence, Union

from alembic import op

revision: str = "002"
down_revision: Union[str, None] = "001"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS kraken_users (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            api_key_hash VARCHAR(64) NOT NULL UNIQUE,
            created_at TIMESTAMP NOT NULL DEFAULT NOW(),
            last_active TIMESTAMP NOT NULL DEFAULT NOW(),
            is_active BOOLEAN NOT NULL DEFAULT TRUE
        )
    """)
    op.execute("CREATE INDEX IF NOT EXISTS ix_kraken_users_api_key_hash ON kraken_users (api_key_hash)")
    op.execute("""
        DO $$
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM information_schema.columns
                WHERE table_name = 'kraken_conversations' AND column_name = 'user_id'
            ) THEN
                ALTER TABLE kraken_conversations ADD COLUMN user_id UUID;
                ALTER TABLE kraken_conversations ADD CONSTRAINT fk_kraken_conversations_user
                    FOREIGN KEY (user_id) REFERENCES kraken_users (id);
                CREATE INDEX ix_kraken_conversations_user_id ON kraken_conversations (user_id);
            END IF;
        END
        $$
    """)


def downgrade() -> None:
    op.execute("DROP INDEX IF EXISTS ix_kraken_conversations_user_id")
    op.execute("ALTER TABLE kraken_conversations DROP CONSTRAINT IF EXISTS fk_kraken_conversations_user")
    op.execute("ALTER TABLE kraken_conversations DROP COLUMN IF EXISTS user_id")
    op.execute("DROP TABLE IF EXISTS kraken_users")

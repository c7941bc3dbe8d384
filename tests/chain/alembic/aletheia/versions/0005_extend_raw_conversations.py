"""extend raw_conversations for request/response logging

Revision ID: 0005
Revises: 0004
Create Date: 2025-09-20

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXED = ("created_at", "user_id", "request_id")


def logged():
    return [
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("request_id", sa.Text()),
        sa.Column("provider", sa.Text()),
        sa.Column("model", sa.Text()),
        sa.Column("messages", postgresql.JSONB()),
        sa.Column("response", postgresql.JSONB()),
        sa.Column("status_code", sa.Integer()),
        sa.Column("latency_ms", sa.Integer()),
    ]


def upgrade():
    if not sa.inspect(op.get_bind()).has_table("raw_conversations"):
        op.create_table("raw_conversations", sa.Column("id", postgresql.UUID(), primary_key=True),
                        sa.Column("user_id", postgresql.UUID()))
    there = op.get_bind().execute(sa.text("SELECT column_name FROM information_schema.columns "
                                          "WHERE table_name = 'raw_conversations'")).scalars().all()
    for column in logged():
        if column.name not in there:
            op.add_column("raw_conversations", column)
    for name in INDEXED:
        op.execute(f"CREATE INDEX IF NOT EXISTS ix_raw_conversations_{name} ON raw_conversations ({name})")


def downgrade():
    for name in INDEXED:
        op.execute(f"DROP INDEX IF EXISTS ix_raw_conversations_{name}")
    for column in logged():
        op.drop_column("raw_conversations", column.name)

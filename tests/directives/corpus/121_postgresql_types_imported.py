"""the same types by other imports

Revision ID: 3c00000000b2
Revises: 3c00000000b1

"""
from alembic import op
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY as PG_ARRAY
from sqlalchemy.dialects.postgresql import ENUM, INET, JSONB, TSVECTOR, UUID

revision = "3c00000000b2"
down_revision = "3c00000000b1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        Column("id", UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()")),
        Column("everything_id", UUID(as_uuid=True), ForeignKey("everything.id"), nullable=False),
        Column("address", INET, nullable=True),
        Column("labels", ARRAY(String), nullable=False, server_default=text("'{}'")),
        Column("ports", PG_ARRAY(Integer), nullable=False, server_default=text("ARRAY[]::integer[]")),
        Column("settings", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
        Column("search", TSVECTOR),
        Column("price", Numeric(10, 2)),
        Column("weight", Float),
        Column("active", Boolean, server_default=text("true"), nullable=False),
        Column("notes", Text),
        Column("kind", ENUM("phone", "laptop", name="device_kind"), nullable=False),
        Column("state", Enum("on", "off", name="device_state"), nullable=False, server_default="off"),
        Column("seen_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
    )
    op.add_column("device", Column("serial", String(64), unique=True))
    op.add_column("device", Column("age", ENUM("new", "old", name="age", create_type=False)))


def downgrade() -> None:
    op.drop_column("device", "age")
    op.drop_column("device", "serial")
    op.drop_table("device")
    op.execute("DROP TYPE device_state")
    op.execute("DROP TYPE device_kind")

"""rows with PostgreSQL's types

Revision ID: b00000002001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

revision = "b00000002001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    settings = op.create_table(
        "setting",
        sa.Column("id", UUID(as_uuid=False), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False, unique=True),
        sa.Column("value", JSONB, nullable=False),
        sa.Column("tags", ARRAY(sa.Text)),
        sa.Column("day", sa.Date),
        sa.Column("amount", sa.Numeric(8, 2)),
        sa.Column("kind", sa.Enum("user", "system", name="setting_kind")),
    )
    op.bulk_insert(
        settings,
        [
            {
                "id": "6d1c2c3e-58cc-4b5a-9d8b-07f1f1d9a001",
                "key": "theme",
                "value": {"dark": True, "size": 12, "fonts": ["a", "b"], "none": None},
                "tags": ["ui", "look's"],
                "day": "2020-02-29",
                "amount": 10,
                "kind": "user",
            },
            {
                "id": "6d1c2c3e-58cc-4b5a-9d8b-07f1f1d9a002",
                "key": "limits",
                "value": [1, 2, 3],
                "tags": [],
                "day": None,
                "amount": None,
                "kind": "system",
            },
        ],
    )
    op.execute("UPDATE setting SET value = value || '{\"x\": 1}'::jsonb WHERE key = 'theme'")
    op.execute(
        sa.table("setting", sa.column("key"), sa.column("amount"))
        .update()
        .where(sa.column("key") == "limits")
        .values(amount=sa.func.coalesce(sa.column("amount"), 7))
    )


def downgrade():
    op.drop_table("setting")
    op.execute("DROP TYPE IF EXISTS setting_kind")

"""Modern habits: annotations, docstrings in functions, values that are unpacked.

A longer text follows here, and says `why`:

* one
* two

Revision ID: f00000008201
Revises:
Create Date: 2025-09-03 23:24:06.834735
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "f00000008201"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STAGE_VALUES: tuple[str, ...] = (
    "draft",
    "review",
    "done",
)
ROLE_ENUM = postgresql.ENUM("reader", "writer", name="modern_role", create_type=False)
stage_enum = sa.Enum(*STAGE_VALUES, name="modern_stage")

SEED = [
    ("hold_minutes", "20", "int", "How long a place is held. Must be >= 1."),
    ("days", "7", "int", 'Lifetime of an "invitation".'),
]


def upgrade() -> None:  # noqa: PLR0912
    """Upgrade schema."""
    ROLE_ENUM.create(op.get_bind(), checkfirst=True)
    parameters = op.create_table(
        "parameters",
        sa.Column("key",         sa.String(64), primary_key=True),
        sa.Column("value",       sa.Text(),     nullable=False),
        sa.Column("value_type",  sa.String(10), nullable=False),
        sa.Column("description", sa.Text(),     nullable=False),
        sa.Column("role", ROLE_ENUM, nullable=False, server_default="reader"),
    )
    op.bulk_insert(
        parameters,
        [
            {"key": k, "value": v, "value_type": t, "description": d}
            for k, v, t, d in SEED
        ],
    )

    # ── stages ─────────────────────────────────────────────
    bind = op.get_bind()
    stage_enum.create(bind, checkfirst=True)
    with op.batch_alter_table("parameters") as batch_op:
        batch_op.add_column(
            sa.Column(
                "stage",
                postgresql.ENUM(*STAGE_VALUES, name="modern_stage", create_type=False),
                nullable=True,
            )
        )
        batch_op.alter_column(
            "value",
            type_=sa.Integer(),
            existing_type=sa.Text(),
            existing_nullable=False,
            postgresql_using=(
                "CASE WHEN value ~ '^[0-9]+$'"
                " THEN value::integer ELSE 0 END"
            ),
        )
        batch_op.alter_column(
            "value_type",
            type_=stage_enum,
            existing_type=sa.String(length=10),
            nullable=True,
            postgresql_using="'draft'::modern_stage",
        )

    op.execute(sa.text("UPDATE parameters SET stage = 'draft' WHERE stage IS NULL"))
    op.alter_column("parameters", "stage", nullable=False)
    op.execute("ALTER TYPE modern_role RENAME TO modern_role_old")
    roles = sa.Enum("reader", "writer", "owner", name="modern_role")
    roles.create(op.get_bind(), checkfirst=False)
    op.execute("ALTER TABLE parameters ALTER COLUMN role DROP DEFAULT")
    op.execute(
        "ALTER TABLE parameters ALTER COLUMN role TYPE modern_role "
        "USING role::text::modern_role"
    )
    op.execute("DROP TYPE modern_role_old")


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("parameters")
    stage_enum.drop(op.get_bind(), checkfirst=True)
    op.execute("DROP TYPE IF EXISTS modern_role")

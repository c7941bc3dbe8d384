"""add users, and who they are

The description stands behind
an empty line.

Revision ID: 27c6a30d7c24
Revises: 9a6c8a59cb30
Create Date: 2011-11-08 11:40:27.089406

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql  # a comment


# revision identifiers, used by Alembic.
revision: str = '27c6a30d7c24'
down_revision: Union[str, None] = '9a6c8a59cb30'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: str | None = None

TABLES = ["users", "groups"]


def audited(table: str, *, days: int = 7) -> str:
    """What it gives."""
    return f"ALTER TABLE {table} ADD audited integer DEFAULT {days}"


def upgrade() -> None:
    for table in TABLES:
        op.execute(audited(table))  # %> isn't an end
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE VIEW v AS SELECT 1
            """
        )


def downgrade() -> None:
    pass

"""add the profile's columns

Revision ID: 1a2b3c4d5e02
Revises: 1a2b3c4d5e01
Create Date: 2021-03-09 17:00:01

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "1a2b3c4d5e02"
down_revision: Union[str, None] = "1a2b3c4d5e01"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("account", sa.Column("full_name", sa.String(length=120), nullable=True))
    op.add_column("account", sa.Column("locale", sa.String(8), server_default="en", nullable=False))
    op.add_column(table_name="account", column=sa.Column("logins", sa.Integer(), server_default="0", nullable=False))
    op.add_column("account", sa.Column("score", sa.Float, nullable=True))
    op.add_column("account", sa.Column("verified", sa.Boolean, server_default=sa.sql.expression.false(), nullable=False))
    op.add_column("account", sa.Column("subscribed", sa.Boolean, server_default=sa.true()))
    op.add_column("account", sa.Column("note", sa.Text, server_default=""))
    op.add_column("organization", sa.Column("plan", sa.Unicode(20), server_default=sa.text("'free'")))
    op.create_index("ix_account_full_name", "account", ["full_name"])
    op.create_index(index_name="ix_account_locale_logins", table_name="account", columns=["locale", "logins"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_account_locale_logins")
    op.drop_index("ix_account_full_name", "account")
    op.drop_column("organization", "plan")
    op.drop_column("account", "note")
    op.drop_column("account", "subscribed")
    op.drop_column("account", "verified")
    op.drop_column("account", "score")
    op.drop_column(table_name="account", column_name="logins")
    op.drop_column("account", "locale")
    op.drop_column("account", "full_name")

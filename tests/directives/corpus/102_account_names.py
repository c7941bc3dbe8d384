"""rename what was named badly

Revision ID: 1a2b3c4d5e03
Revises: 1a2b3c4d5e02

"""
from alembic import op

revision = "1a2b3c4d5e03"
down_revision = "1a2b3c4d5e02"


def upgrade():
    op.rename_table("organization", "company")
    op.alter_column("account", "full_name", new_column_name="display_name")
    op.alter_column(table_name="account", column_name="note", new_column_name="remarks")
    op.execute("UPDATE account SET remarks = 'none' WHERE remarks IS NULL")


def downgrade():
    op.alter_column("account", "remarks", new_column_name="note")
    op.alter_column("account", "display_name", new_column_name="full_name")
    op.rename_table(old_table_name="company", new_table_name="organization")

"""master_schema_phase_2

Revision ID: 133f690eb0ca
Revises:
Create Date: 2025-10-11 18:21:56

"""
revision = "133f690eb0ca"
down_revision = None
branch_labels = ("master_phase_2",)
depends_on = None


def upgrade():
    pass


def downgrade():
    pass

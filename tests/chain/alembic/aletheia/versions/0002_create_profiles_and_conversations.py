"""create profiles and conversations tables

Revision ID: 0002
Revises: 0001
Create Date: 2025-09-19

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import UserDefinedType

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


class Vector(UserDefinedType):
    def __init__(self, dimension):
        self.dimension = dimension

    def get_col_spec(self, **_):
        return f"VECTOR({self.dimension})"


def uuid(name, *rest, **options):
    return sa.Column(name, postgresql.UUID(as_uuid=True), *rest, **options)


def text(*names):
    return [sa.Column(name, sa.Text()) for name in names]


def when(name, **options):
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def upgrade():
    create_people()
    create_bond_history()
    create_raw_conversations()
    op.create_foreign_key("fk_memory_shards_user_id", source_table="memory_shards", referent_table="user_profiles",
                          local_cols=["user_id"], remote_cols=["user_id"])


def create_people():
    op.create_table(
        "user_profiles",
        uuid("user_id", primary_key=True),
        *text("role", "name"),
        sa.Column("birthdate", sa.Date()),
        *text("pronouns"),
        sa.Column("is_anchor", sa.Boolean()),
        when("created_at", server_default=sa.func.now(), nullable=False),
        when("updated_at", server_default=sa.func.now(), nullable=False),
    )
    op.create_table(
        "identity_profile",
        uuid("id", primary_key=True),
        *text("name", "pronouns"),
        when("origin_date"),
        *text("core_seed"),
        sa.Column("alignment_model", postgresql.JSONB()),
        sa.Column("embedding", Vector(1536)),
    )


def create_bond_history():
    op.create_table(
        "bond_history",
        uuid("ei_id", nullable=False),
        uuid("user_id", nullable=False),
        *text("bond_type"),
        when("start_date"),
        when("end_date"),
        *text("reason"),
        sa.PrimaryKeyConstraint("ei_id", "user_id"),
        sa.ForeignKeyConstraint(["ei_id"], ["identity_profile.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user_profiles.user_id"]),
    )


def create_raw_conversations():
    op.create_table(
        "raw_conversations",
        uuid("id", primary_key=True),
        uuid("intended_recipient"),
        *text("author"),
        when("timestamp"),
        uuid("conversation_id"),
        uuid("user_id", sa.ForeignKey("user_profiles.user_id")),
        *text("content"),
        sa.Column("embedding", Vector(1536)),
        uuid("parent_id"),
        *[sa.Column(name, sa.Float()) for name in ("entropy", "emotional_index", "surprise_index")],
    )


def downgrade():
    op.drop_constraint("fk_memory_shards_user_id", "memory_shards", type_="foreignkey")
    for table in ("bond_history", "raw_conversations", "identity_profile", "user_profiles"):
        op.drop_table(table)

"""indexes

Revision ID: 70000000a001
Revises:

"""
import sqlalchemy as sa
from alembic import op

# On SQLite, too.
revision = "70000000a001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100), index=True, nullable=False),
        sa.Column("mail", sa.String(100), index=True, unique=True),
        sa.Column("city", sa.String(100)),
        sa.Column("age", sa.Integer()),
        sa.Column("deleted_at", sa.DateTime()),
    )
    op.add_column("person", sa.Column("nick", sa.String(40), index=True))
    op.create_index("ix_person_city", "person", ["city"])
    op.create_index("ix_person_lower", "person", [sa.text("lower(name)")])
    op.create_index("ix_person_lower_func", "person", [sa.func.lower(sa.column("mail"))])
    op.create_index("ix_person_age_desc", "person", [sa.text("age DESC")])
    op.create_index("ix_person_mixed", "person", ["city", sa.text("age DESC"), "name"])
    op.create_index("ix_person_desc_column", "person", [sa.desc(sa.column("age")), "id"])
    op.create_index("uq_person_name_city", "person", ["name", "city"], unique=True)
    op.create_index(
        "ix_person_alive",
        "person",
        ["name"],
        postgresql_where=sa.text("deleted_at IS NULL"),
        sqlite_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "uq_person_alive_mail", "person", ["mail"], unique=True,
        sqlite_where=sa.text("deleted_at IS NULL AND age > 17"),
        postgresql_where=sa.text("deleted_at IS NULL AND age > 17"),
    )


def downgrade():
    op.drop_index("uq_person_alive_mail", "person")
    op.drop_index("ix_person_alive", table_name="person", postgresql_where=sa.text("deleted_at IS NULL"))
    op.drop_index("uq_person_name_city", table_name="person")
    op.drop_index("ix_person_desc_column")
    op.drop_index(index_name="ix_person_mixed", table_name="person")
    op.drop_index("ix_person_age_desc")
    op.drop_index("ix_person_lower_func")
    op.drop_index("ix_person_lower")
    op.drop_index("ix_person_city")
    op.drop_index("ix_person_nick")
    op.drop_column("person", "nick")
    op.drop_table("person")

"""a naming convention

Revision ID: e00000005001
Revises:

"""
from alembic import op
import sqlalchemy as sa

# With a naming convention. On SQLite, too.
revision = "e00000005001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "parent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(10), unique=True),
        sa.Column("name", sa.String(10), index=True),
        sa.Column("both", sa.String(10), index=True, unique=True),
        sa.Column("level", sa.Integer(), sa.CheckConstraint("level > 0", name="level_positive")),
        sa.UniqueConstraint("name", "code"),
        sa.CheckConstraint("code <> name", name="code_not_name"),
        sa.CheckConstraint("level < 100", name=op.f("exactly_this")),
    )
    op.create_table(
        "child",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("parent.id")),
        sa.Column("other_id", sa.Integer(), sa.ForeignKey("parent.id", name="fk_by_hand")),
        sa.Column("code", sa.String(10)),
        sa.Column("kind", sa.Enum("a", "b", name="child_kind", native_enum=False, create_constraint=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["code"], ["parent.code"], ondelete="CASCADE"),
    )
    op.create_index(None, "child", ["code"])
    op.create_index(op.f("ix_exact"), "child", ["code", "parent_id"])
    op.add_column("child", sa.Column("extra", sa.Integer(), index=True))


def downgrade():
    op.drop_index("ix_exact", "child")
    op.drop_index("ix_child_code", "child")
    op.drop_table("child")
    op.drop_table("parent")

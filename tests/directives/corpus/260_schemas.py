"""schema= everywhere

Revision ID: d00000004001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "d00000004001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "warehouse"


def upgrade():
    op.execute("CREATE SCHEMA IF NOT EXISTS warehouse")
    op.execute(f"CREATE SCHEMA {SCHEMA}_archive")
    op.create_table(
        "shelf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(20), index=True, comment="as printed"),
        sa.Column("kind", sa.Enum("high", "low", name="shelf_kind", schema=SCHEMA), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelf")),
        sa.UniqueConstraint("label"),
        schema=SCHEMA,
        comment="Shelves",
    )
    op.create_table(
        "box",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shelf_id", sa.Integer(), sa.ForeignKey("warehouse.shelf.id", ondelete="CASCADE")),
        sa.Column("weight", sa.Integer()),
        sa.Column("old_id", sa.Integer()),
        sa.Column("span", postgresql.INT4RANGE()),
        sa.ForeignKeyConstraint(["old_id"], [SCHEMA + ".box.id"], name="fk_box_old"),
        schema="warehouse",
    )
    op.create_table("local", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("box_id", sa.Integer()))
    op.create_table("bare", sa.Column("a", sa.Integer(), nullable=False), sa.Column("b", sa.Integer()), schema=SCHEMA)
    op.add_column("box", sa.Column("colour", sa.String(10), index=True, unique=True), schema="warehouse")
    op.alter_column("box", "weight", nullable=False, server_default="0", comment="grams", schema="warehouse")
    op.alter_column("box", "weight", existing_type=sa.Integer(), type_=sa.Numeric(), new_column_name="mass", schema="warehouse")
    op.create_index("ix_box_mass", "box", ["mass"], schema="warehouse")
    op.create_index("uq_box_lower", "box", [sa.text("lower(colour)")], unique=True, schema=SCHEMA)
    op.create_primary_key("pk_bare", "bare", ["a"], schema="warehouse")
    op.create_unique_constraint("uq_bare_b", "bare", ["b"], schema="warehouse")
    op.create_check_constraint("ck_bare_b", "bare", "b > 0", schema="warehouse")
    op.create_foreign_key("fk_local_box", "local", "box", ["box_id"], ["id"], referent_schema="warehouse")
    op.create_foreign_key("fk_box_bare", "box", "bare", ["shelf_id"], ["a"], source_schema="warehouse", referent_schema="warehouse")
    op.create_exclude_constraint("ex_box_span", "box", ("span", "&&"), using="gist", schema="warehouse")
    op.create_table_comment("box", "Boxes", schema="warehouse")
    op.drop_table_comment("shelf", schema="warehouse")
    op.rename_table("bare", "naked", schema="warehouse")
    op.bulk_insert(
        sa.table("naked", sa.column("a", sa.Integer), sa.column("b", sa.Integer), schema="warehouse"),
        [{"a": 1, "b": 2}, {"a": 2, "b": 3}],
    )
    op.execute("UPDATE warehouse.naked SET b = 5 WHERE a = 1")
    with op.batch_alter_table("box", schema="warehouse") as batch_op:
        batch_op.add_column(sa.Column("lid", sa.Boolean(), nullable=True))
        batch_op.create_index("ix_box_lid", ["lid"])


def downgrade():
    op.drop_index("ix_box_lid", table_name="box", schema="warehouse")
    op.rename_table("naked", "bare", schema="warehouse")
    op.drop_constraint("ex_box_span", "box", schema="warehouse")
    op.drop_constraint("fk_box_bare", "box", schema="warehouse", type_="foreignkey")
    op.drop_constraint("fk_local_box", "local", type_="foreignkey")
    op.drop_index("uq_box_lower", schema="warehouse")
    op.drop_index("ix_box_mass", "box", schema="warehouse")
    op.drop_column("box", "colour", schema="warehouse")
    op.drop_table("bare", schema="warehouse")
    op.drop_table("local")
    op.drop_table("box", schema=SCHEMA)
    op.drop_table("shelf", schema=SCHEMA)
    sa.Enum(name="shelf_kind", schema=SCHEMA).drop(op.get_bind(), checkfirst=True)
    op.execute("DROP SCHEMA warehouse_archive")
    op.execute("DROP SCHEMA warehouse")

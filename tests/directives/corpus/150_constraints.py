"""constraints of all kinds, inline and of the table

Revision ID: 6f0000000101
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
revision = "6f0000000101"
down_revision = None
branch_labels = ("constraints",)
depends_on = None


def upgrade():
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("slug", sa.String(60), unique=True),
        sa.Column("name", sa.String(60), index=True),
        sa.Column("external", sa.String(60), unique=True, index=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("country", "code"),
        sa.UniqueConstraint("code", "name", name="uq_region_code_name"),
        sa.CheckConstraint("length(code) > 1", name="ck_region_code"),
        sa.CheckConstraint(sa.text("country <> 'XX'")),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("country", sa.String(2)),
        sa.Column("region_code", sa.String(6)),
        sa.Column("region_a", sa.Integer(), sa.ForeignKey("region.id")),
        sa.Column("region_b", sa.Integer(), sa.ForeignKey("region.id", name="fk_city_b", ondelete="CASCADE", onupdate="SET NULL")),
        sa.Column("region_c", sa.Integer(), sa.ForeignKey("region.id", deferrable=True, initially="DEFERRED")),
        sa.Column("region_d", sa.Integer(), sa.ForeignKey(column="region.id", ondelete="SET NULL"), nullable=True, index=True),
        sa.Column("region_e", sa.Integer(), sa.ForeignKey("region.id", ondelete="RESTRICT")),
        sa.Column("region_f", sa.Integer(), sa.ForeignKey("region.id", match="FULL", use_alter=False)),
        sa.Column("twin", sa.Integer(), sa.ForeignKey("city.id")),
        sa.Column("size", sa.Integer(), sa.CheckConstraint("size > 0", name="ck_city_size")),
        sa.Column("height", sa.Integer(), sa.CheckConstraint("height < 9000")),
        sa.ForeignKeyConstraint(["country", "region_code"], ["region.country", "region.code"]),
        sa.ForeignKeyConstraint(("region_a",), ("region.id",), name="fk_city_a", onupdate="CASCADE", ondelete="NO ACTION"),
        sa.ForeignKeyConstraint(["region_b"], ["region.id"], "fk_city_b2", deferrable=False),
        sa.UniqueConstraint("region_a", "region_b", name="uq_city_ab", deferrable=None),
        sa.Index("ix_city_inline", "region_b", "region_c"),
    )
    op.create_index("ix_city_country", "city", ["country"])
    op.create_index("uq_city_region_code", "city", ["region_code", "country"], unique=True)


def downgrade():
    op.drop_index("uq_city_region_code", table_name="city")
    op.drop_index("ix_city_country", table_name="city")
    op.drop_table("city")
    op.drop_table("region")

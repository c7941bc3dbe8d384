"""every argument by its name

Revision ID: 6f0000000401
Revises:

"""
import sqlalchemy as sa
from alembic import op

revision = "6f0000000401"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("shop", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text), sa.Column("city", sa.Text))
    op.create_unique_constraint(constraint_name="uq_shop_name", table_name="shop", columns=["name", "city"], schema=None)
    op.create_check_constraint(constraint_name="ck_shop_name", table_name="shop", condition="name <> ''", schema=None)
    op.create_unique_constraint(columns=["city"], table_name="shop", constraint_name="uq_shop_city")
    op.create_table_comment(table_name="shop", comment="Where it's sold", existing_comment=None)
    op.drop_table_comment(table_name="shop", existing_comment="Where it's sold")
    op.add_column(
        column=sa.Column("region", sa.String(length=10), nullable=False, server_default="north", comment="of the world", unique=True),
        table_name="shop",
        schema=None,
    )
    op.execute(sqltext="UPDATE shop SET region = 'south' WHERE city LIKE '%south%'")
    op.create_index(index_name="ix_shop_region", table_name="shop", columns=["region"], schema=None, unique=True)
    with op.batch_alter_table(table_name="shop") as batch_op:
        batch_op.create_unique_constraint(constraint_name="uq_shop_region_name", columns=["region", "name"])
        batch_op.create_check_constraint(constraint_name="ck_shop_city", condition="city <> ''")
        batch_op.alter_column(column_name="city", nullable=False, existing_type=sa.Text)
        batch_op.add_column(column=sa.Column("parent_id", sa.Integer))
        batch_op.create_foreign_key(
            constraint_name="fk_shop_parent", referent_table="shop", local_cols=["parent_id"], remote_cols=["id"], onupdate="CASCADE", deferrable=True
        )
        batch_op.create_index(index_name="ix_shop_parent", columns=["parent_id"])


def downgrade():
    with op.batch_alter_table(table_name="shop") as batch_op:
        batch_op.drop_index(index_name="ix_shop_parent")
        batch_op.drop_constraint(constraint_name="fk_shop_parent", type_="foreignkey")
        batch_op.drop_column(column_name="parent_id")
    op.drop_index(index_name="ix_shop_region", table_name="shop", schema=None)
    op.drop_column(table_name="shop", column_name="region", schema=None)
    op.drop_constraint(constraint_name="uq_shop_name", table_name="shop", type_="unique", schema=None)
    op.drop_table(table_name="shop")

"""a naming convention for what is made later

Revision ID: e00000006001
Revises:

"""
from alembic import op
import sqlalchemy as sa

# With a naming convention.
revision = "e00000006001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("one", sa.Column("id", sa.Integer(), nullable=False), sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()))
    op.create_table("two", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("one_id", sa.Integer()), sa.Column("n", sa.Integer()))
    op.create_primary_key(None, "one", ["id"])
    op.create_unique_constraint(None, "one", ["a"])
    op.create_unique_constraint(None, "one", ["b", "a"])
    op.create_foreign_key(None, "two", "one", ["one_id"], ["id"], ondelete="CASCADE")
    op.create_check_constraint("n_positive", "two", "n > 0")
    op.create_check_constraint(op.f("ck_two_as_is"), "two", "n < 100")
    op.add_column("two", sa.Column("tag", sa.String(5), unique=True))
    op.add_column("two", sa.Column("back", sa.Integer(), sa.ForeignKey("two.id")))


def downgrade():
    op.drop_constraint(op.f("fk_two_back_two"), "two", type_="foreignkey")
    op.drop_column("two", "tag")
    op.drop_constraint(op.f("ck_two_as_is"), "two", type_="check")
    op.drop_constraint("n_positive", "two", type_="check")
    op.drop_constraint(op.f("fk_two_one_id_one"), "two", type_="foreignkey")
    op.drop_constraint(op.f("uq_one_a"), "one", type_="unique")
    op.drop_constraint(op.f("pk_one"), "one", type_="primary")
    op.drop_table("two")
    op.drop_table("one")

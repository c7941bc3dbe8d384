import sqlalchemy as sa
from alembic import op

revision = '4f2a'
down_revision = None


def upgrade():
    for name in ["t", "u"]:
        op.create_table(name, sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer))
    if dialect == "postgresql":
        for key in sa.inspect(op.get_bind()).get_foreign_keys("t"):
            op.drop_constraint(key["name"], "t")
        op.drop_constraint("unknown_now", "t", type_="foreignkey")
        op.drop_constraint("still_known", "u", type_="foreignkey")
    for name in sa.inspect(op.get_bind()).get_table_names():
        op.drop_table(name)
    op.drop_table("unknown_now")


def downgrade():
    pass

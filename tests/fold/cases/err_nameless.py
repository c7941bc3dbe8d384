## settings: dialects=sqlite
"""names that no constraint has"""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("clusters", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("name", sa.String(250), sa.CheckConstraint("name > ''"), unique=True))
    with op.batch_alter_table("clusters", naming_convention={"uq": "uq_%(table_name)s_%(column_1_name)s"}) as batch_op:
        batch_op.drop_constraint("uq_clusters_name", type_="unique")
    op.drop_constraint("clusters_name_key", "clusters", type_="foreignkey")
    op.drop_constraint("clusters_name_check", "clusters", type_="check")
    with op.batch_alter_table("clusters", naming_convention={"uq": "uq_%(tabel_name)s"}) as batch_op:
        batch_op.drop_constraint("uq_clusters", type_="unique")


def downgrade():
    pass

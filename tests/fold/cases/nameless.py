## settings: dialects=sqlite
"""constraints without a name, dropped by the one that a convention or PostgreSQL gives them"""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None

convention = {
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def upgrade():
    op.create_table("clusters", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("name", sa.String(250), unique=True), sa.Column("code", sa.Integer, unique=True))
    op.create_table("sources", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("cluster", sa.String(250), sa.ForeignKey("clusters.name")),
                    sa.Column("code", sa.Integer, sa.ForeignKey("clusters.code")))
    with op.batch_alter_table("sources", naming_convention=convention) as batch_op:
        batch_op.drop_constraint("fk_sources_cluster_clusters", type_="foreignkey")
    op.drop_constraint("sources_code_fkey", "sources", type_="foreignkey")
    with op.batch_alter_table("clusters", naming_convention=convention) as batch_op:
        batch_op.drop_constraint("uq_clusters_name", type_="unique")
        batch_op.create_unique_constraint("uq_clusters_name", ["name", "code"])
    op.drop_constraint("clusters_code_key", "clusters")
    op.drop_constraint("clusters_pkey", "clusters", type_="primary")


def downgrade():
    pass

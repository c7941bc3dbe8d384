"""batch blocks with all they can do

Revision ID: 80000000d001
Revises:

"""
from alembic import op
import sqlalchemy as sa

revision = "80000000d001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("team", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(40)))
    op.create_table(
        "player",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40)),
        sa.Column("team", sa.Integer()),
        sa.Column("rating", sa.String(10)),
        sa.Column("old", sa.Integer()),
        sa.Column("extra", sa.Integer()),
        sa.CheckConstraint("old > 0", name="ck_old"),
    )

    with op.batch_alter_table("player", schema=None) as batch_op:
        batch_op.create_primary_key("pk_player", ["id"])
        batch_op.add_column(sa.Column("shirt", sa.SmallInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("joined", sa.Date()))
        batch_op.alter_column("name", existing_type=sa.String(40), nullable=False)
        batch_op.alter_column("rating", existing_type=sa.String(10), type_=sa.Text(), existing_nullable=True)
        batch_op.alter_column("extra", new_column_name="bonus", existing_type=sa.Integer())
        batch_op.alter_column("shirt", server_default=None)
        batch_op.drop_constraint("ck_old", type_="check")
        batch_op.drop_column("old")
        batch_op.create_foreign_key("fk_player_team", "team", ["team"], ["id"], ondelete="CASCADE")
        batch_op.create_unique_constraint("uq_player_shirt", ["team", "shirt"])
        batch_op.create_check_constraint("ck_shirt", "shirt >= 0")
        batch_op.create_index("ix_player_name", ["name"], unique=False)
        batch_op.create_table_comment("Who plays")

    with op.batch_alter_table("player", recreate="auto", table_args=(), reflect_args=()) as batch_op:
        batch_op.drop_table_comment()
        batch_op.execute("UPDATE player SET shirt = 1 WHERE shirt = 0")
    with op.batch_alter_table("player", recreate="never", naming_convention={"ix": "ix_%(column_0_label)s"}) as batch_op:
        batch_op.create_exclude_constraint("ex_player", ("name", "="), using="btree", where="bonus > 5")


def downgrade():
    with op.batch_alter_table(table_name="player") as batch_op:
        batch_op.drop_constraint("ex_player")
        batch_op.drop_index("ix_player_name")
        batch_op.drop_constraint("ck_shirt", type_="check")
        batch_op.drop_constraint("uq_player_shirt", type_="unique")
        batch_op.drop_constraint("fk_player_team", type_="foreignkey")
        batch_op.add_column(sa.Column("old", sa.Integer()))
        batch_op.alter_column("bonus", new_column_name="extra")
    op.drop_table("player")
    op.drop_table("team")

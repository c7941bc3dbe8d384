"""What Alembic and SQLAlchemy have since then; Alembic 1.8.1 gets the other words

Revision ID: 0b000000d001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "0b000000d001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS citext")
    op.create_table(
        "newer",
        sa.Column("id", sa.Uuid(), primary_key=True),  # 1.8.1: sa.Column("id", postgresql.UUID(), primary_key=True),
        sa.Column("other", sa.Uuid, nullable=False),  # 1.8.1: sa.Column("other", postgresql.UUID, nullable=False),
        sa.Column("upper", sa.UUID(as_uuid=False)),  # 1.8.1: sa.Column("upper", postgresql.UUID()),
        sa.Column("ratio", sa.Double()),  # 1.8.1: sa.Column("ratio", postgresql.DOUBLE_PRECISION()),
        sa.Column("ratio_bare", sa.Double),  # 1.8.1: sa.Column("ratio_bare", postgresql.DOUBLE_PRECISION()),
        sa.Column("ratio_53", sa.Double(53)),  # 1.8.1: sa.Column("ratio_53", postgresql.DOUBLE_PRECISION()),
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer()),
        sa.Column("email", postgresql.CITEXT(), unique=True),  # 1.8.1:
        sa.Column("ranges", postgresql.INT4MULTIRANGE()),  # 1.8.1:
        if_not_exists=True,  # 1.8.1:
    )
    # 1.8.1: op.execute("ALTER TABLE newer ADD COLUMN email CITEXT, ADD UNIQUE (email), ADD COLUMN ranges INT4MULTIRANGE")
    op.create_table("newer", sa.Column("z", sa.Integer()), if_not_exists=True)  # 1.8.1:
    op.add_column("newer", sa.Column("c", sa.Integer()), if_not_exists=True)  # 1.8.1: op.add_column("newer", sa.Column("c", sa.Integer()))
    op.add_column("newer", sa.Column("c", sa.Integer()), if_not_exists=True)  # 1.8.1:
    op.create_index("ix_newer_a", "newer", ["a"], if_not_exists=True)  # 1.8.1: op.create_index("ix_newer_a", "newer", ["a"])
    op.create_index("ix_newer_a", "newer", ["a"], if_not_exists=True)  # 1.8.1:
    op.create_index("uq_newer_b", "newer", ["b"], unique=True, postgresql_nulls_not_distinct=True)  # 1.8.1: op.execute("CREATE UNIQUE INDEX uq_newer_b ON newer (b) NULLS NOT DISTINCT")
    op.create_unique_constraint("uq_newer_ab", "newer", ["a", "b"], postgresql_nulls_not_distinct=True)  # 1.8.1: op.execute("ALTER TABLE newer ADD CONSTRAINT uq_newer_ab UNIQUE NULLS NOT DISTINCT (a, b)")
    op.create_check_constraint("ck_newer", "newer", "a > 0", postgresql_not_valid=True)
    op.drop_table("never_there", if_exists=True)  # 1.8.1:
    op.drop_index("ix_never_there", if_exists=True)  # 1.8.1:
    op.drop_index("ix_never_there", "newer", if_exists=True)  # 1.8.1:
    op.drop_column("newer", "never_there", if_exists=True)  # 1.8.1:
    op.drop_constraint("ck_never_there", "newer", type_="check", if_exists=True)  # 1.8.1:
    op.create_foreign_key("fk_newer", "newer", "newer", ["other"], ["id"], postgresql_not_valid=True)
    with op.batch_alter_table("newer") as batch_op:
        batch_op.add_column(sa.Column("d", sa.Integer()), if_not_exists=True)  # 1.8.1: batch_op.add_column(sa.Column("d", sa.Integer()))
        batch_op.create_index("ix_newer_d", ["d"], if_not_exists=True)  # 1.8.1: batch_op.create_index("ix_newer_d", ["d"])
        batch_op.drop_column("never_there", if_exists=True)  # 1.8.1:


def downgrade():
    op.drop_constraint("ck_newer", "newer", if_exists=True)  # 1.8.1: op.drop_constraint("ck_newer", "newer")
    op.drop_index("ix_newer_a", table_name="newer", if_exists=True)  # 1.8.1: op.drop_index("ix_newer_a", table_name="newer")
    op.drop_column("newer", "c", if_exists=True)  # 1.8.1: op.drop_column("newer", "c")
    op.drop_table("newer", if_exists=True)  # 1.8.1: op.drop_table("newer")
    op.execute("DROP EXTENSION citext")

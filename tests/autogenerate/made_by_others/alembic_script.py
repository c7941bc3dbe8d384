"""What a team's Alembic has done, one step after another."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def upgrade():
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table("accounts",
                    sa.Column("id", sa.Integer(), nullable=False),
                    sa.Column("name", sa.String(length=40), nullable=False),
                    sa.Column("kind", sa.Enum("open", "closed", name="kind"), nullable=True),
                    sa.Column("made", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"), nullable=True),
                    sa.Column("dropped", sa.Integer(), nullable=True),
                    sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("name"))
    op.create_index(op.f("ix_accounts_kind"), "accounts", ["kind"], unique=False)
    op.create_table("entries",
                    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
                    sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
                    sa.Column("amount", sa.Numeric(12, 2), nullable=False, server_default="0"),
                    sa.Column("note", sa.Text()))
    op.add_column("accounts", sa.Column("email", sa.String(80), nullable=True))
    op.add_column("accounts", sa.Column("level", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("accounts") as batch:
        batch.drop_column("dropped")
        batch.alter_column("email", existing_type=sa.String(80), type_=sa.String(120), nullable=False, server_default="")
        batch.alter_column("made", new_column_name="made_at", existing_type=sa.DateTime())
        batch.create_unique_constraint("uq_accounts_email", ["email"])
        batch.create_check_constraint("ck_level", "level > 0")
        batch.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_parent", "accounts", ["parent_id"], ["id"], ondelete="SET NULL")
    with op.batch_alter_table("entries", recreate="always") as batch:
        batch.alter_column("note", existing_type=sa.Text(), nullable=False, server_default=sa.text("'none'"))
        batch.create_index("ix_entries_amount", ["amount", "account_id"])
    op.rename_table("entries", "postings")
    op.create_index("ix_postings_note", "postings", [sa.text("lower(note)")])
    op.execute("CREATE VIEW balances AS SELECT account_id, sum(amount) AS total FROM postings GROUP BY account_id")
    if is_postgresql:
        op.alter_column("accounts", "level", type_=sa.BigInteger(), comment="how high", existing_nullable=False)
        op.create_table_comment("accounts", "who pays")
        op.create_table("rooms", sa.Column("id", postgresql.UUID(), nullable=False), sa.Column("tags", postgresql.ARRAY(sa.String(10))),
                        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}"), sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")))
        op.create_index("ix_rooms_data", "rooms", ["data"], postgresql_using="gin")

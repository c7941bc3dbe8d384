"""DDL as text beside directives

Revision ID: f2000000a001
Revises:

"""
from alembic import op
import sqlalchemy as sa

revision = "f2000000a001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
        CREATE TABLE ledger (
            id serial PRIMARY KEY,
            amount numeric(10, 2) NOT NULL CHECK (amount <> 0),
            "Reason" text,
            booked_at timestamptz DEFAULT now()
        )
    """)
    op.create_index("ix_ledger_booked_at", "ledger", ["booked_at"])
    op.create_index("ix_ledger_reason", "ledger", ["Reason"])
    op.add_column("ledger", sa.Column("order", sa.Integer(), nullable=True))
    op.add_column("ledger", sa.Column("Mixed Case", sa.Integer(), nullable=True))
    op.create_unique_constraint("uq Order", "ledger", ["order", "Mixed Case"])
    op.create_table("group", sa.Column("select", sa.Integer(), primary_key=True), sa.Column("userId", sa.Integer(), sa.ForeignKey("ledger.id")))
    op.execute("CREATE VIEW ledger_view AS SELECT id, amount FROM ledger WHERE amount > 0")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$
        BEGIN
            NEW.booked_at = now();
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql;
        """
    )
    op.execute("CREATE TRIGGER ledger_touch BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION touch()")
    op.execute("ALTER TABLE ledger ADD CONSTRAINT ck_ledger CHECK (id > 0) NOT VALID")
    op.execute("ALTER TABLE ledger VALIDATE CONSTRAINT ck_ledger")
    op.create_check_constraint("ck_not_valid", "ledger", "amount < 1000000", postgresql_not_valid=True)
    op.execute("ALTER TABLE ledger VALIDATE CONSTRAINT ck_not_valid")


def downgrade():
    op.execute("DROP TRIGGER ledger_touch ON ledger")
    op.execute("DROP FUNCTION touch()")
    op.execute("DROP VIEW ledger_view")
    op.drop_table("group")
    op.drop_constraint("uq Order", "ledger", type_="unique")
    op.drop_column("ledger", "Mixed Case")
    op.drop_column("ledger", "order")
    op.drop_index("ix_ledger_reason", table_name="ledger")
    op.drop_table("ledger")

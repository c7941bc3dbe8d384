<%
op.create_table(
    "accounts",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.String(40), nullable=False, unique=True),
    sa.Column("kind", sa.Enum("open", "closed", name="kind"), index=True),
    sa.Column("made_at", sa.DateTime(), server_default=sa.func.now()),
    sa.Column("email", sa.String(120), nullable=False, server_default=""),
    sa.Column("level", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("parent_id", sa.Integer()),
    sa.UniqueConstraint("email", name="uq_accounts_email"),
    sa.CheckConstraint("level > 0", name="ck_level"),
    sa.ForeignKeyConstraint(["parent_id"], ["accounts.id"], name="fk_parent", ondelete="SET NULL"),
)
op.create_table(
    "postings",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("account_id", sa.Integer(), sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("amount", sa.Numeric(12, 2), nullable=False, server_default="0"),
    sa.Column("note", sa.Text(), nullable=False, server_default="none"),
)
op.create_index("ix_entries_amount", "postings", ["amount", "account_id"])
op.create_index("ix_postings_note", "postings", [sa.text("lower(note)")])
op.create_view("balances", "SELECT account_id, sum(amount) AS total FROM postings GROUP BY account_id")
%>

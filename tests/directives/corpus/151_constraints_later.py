"""constraints made later

Revision ID: 6f0000000201
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "6f0000000201"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("author", sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.String(80)), sa.Column("mail", sa.String(80)))
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("author_id", sa.Integer()),
        sa.Column("editor_id", sa.Integer()),
        sa.Column("isbn", sa.String(13)),
        sa.Column("series", sa.Integer()),
        sa.Column("number", sa.Integer()),
        sa.Column("price", sa.Numeric(8, 2)),
        sa.Column("sequel_id", sa.Integer()),
    )
    op.create_table(
        "loan",
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer()),
    )
    op.create_primary_key("pk_author", "author", ["id"])
    op.create_primary_key(constraint_name="loan_pk", table_name="loan", columns=["series", "number"])
    op.create_unique_constraint("uq_book_isbn", "book", ["isbn"])
    op.create_unique_constraint("uq_book_series", "book", ["series", "number"], deferrable=True, initially="DEFERRED")
    op.create_unique_constraint(op.f("uq_author_mail"), "author", ["mail"])
    op.create_unique_constraint(None, "author", ["name", "mail"])
    op.create_check_constraint("ck_book_price", "book", "price >= 0")
    op.create_check_constraint("ck_book_number", "book", sa.text("number IS NULL OR series IS NOT NULL"))
    op.create_check_constraint(constraint_name="ck_author_name", table_name="author", condition=sa.column("name") != "")
    op.create_check_constraint("ck_book_isbn", "book", sa.func.length(sa.column("isbn")) > 9)
    op.create_foreign_key("fk_book_author", "book", "author", ["author_id"], ["id"])
    op.create_foreign_key("fk_book_editor", "book", "author", ["editor_id"], ["id"], ondelete="SET NULL", onupdate="CASCADE")
    op.create_foreign_key(None, "book", "book", ["sequel_id"], ["id"])
    op.create_foreign_key(
        constraint_name="fk_book_loan",
        source_table="book",
        referent_table="loan",
        local_cols=["series", "number"],
        remote_cols=["series", "number"],
        deferrable=True,
        initially="IMMEDIATE",
        match="FULL",
    )
    op.create_foreign_key(op.f("fk_loan_book_id"), "loan", "book", ["book_id"], ["id"], postgresql_not_valid=True)
    op.create_foreign_key("fk_loan_book_ref", source_table="loan", referent_table="book", local_cols=["book_id"], remote_cols=["id"], ondelete="cascade")


def downgrade():
    op.drop_constraint("fk_loan_book_ref", "loan", type_="foreignkey")
    op.drop_constraint(op.f("fk_loan_book_id"), "loan", type_="foreignkey")
    op.drop_constraint(constraint_name="fk_book_loan", table_name="book", type_="foreignkey")
    op.drop_constraint("book_sequel_id_fkey", "book")
    op.drop_constraint("fk_book_editor", "book", "foreignkey")
    op.drop_constraint("fk_book_author", "book", type_="foreignkey")
    op.drop_constraint("ck_book_isbn", "book", type_="check")
    op.drop_constraint("ck_author_name", "author", type_="check")
    op.drop_constraint("ck_book_number", "book", type_="check")
    op.drop_constraint("ck_book_price", "book", type_="check")
    op.drop_constraint("author_name_mail_key", "author", type_="unique")
    op.drop_constraint("uq_author_mail", "author", type_="unique")
    op.drop_constraint("uq_book_series", "book", type_="unique")
    op.drop_constraint("uq_book_isbn", "book", type_=None)
    op.drop_constraint("loan_pk", "loan", type_="primary")
    op.drop_constraint("pk_author", "author", type_="primary")
    op.drop_table("loan")
    op.drop_table("book")
    op.drop_table("author")

"""loops over rows that are written down

Revision ID: f00000008101
Revises:

"""
from alembic import op
import sqlalchemy as sa

# On SQLite, too.
# revision identifiers, used by Alembic.
revision = "f00000008101"
down_revision = None
branch_labels = None
depends_on = None

PERMISSIONS = [
    ("read", "May read", 1),
    ("write", "May write", 2),
    ("own", "May do everything; even 'this'", 3),
]
RENAMES = {"read": "view", "write": "edit"}
LANGUAGES = """
de German
fr French
""".split("\n")


def upgrade():
    op.create_table(
        "permission",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("description", sa.Text()),
    )
    permission = sa.sql.table("permission", sa.sql.column("id", sa.Integer), sa.sql.column("name", sa.String), sa.sql.column("description", sa.String))
    op.bulk_insert(permission, [{"id": rank, "name": name, "description": text} for name, text, rank in PERMISSIONS])
    for old, new in sorted(RENAMES.items()):
        op.execute(permission.update().where(permission.c.name == op.inline_literal(old)).values({"name": op.inline_literal(new)}))
    for number, line in enumerate(LANGUAGES):
        if not line.strip():
            continue
        code, name = line.split(" ", 1)
        op.execute(f"INSERT INTO permission (id, name, description) VALUES ({number + 20}, '{code}', '{name}')")
    rows = []
    for i in range(40, 43):
        rows.append({"id": i, "name": "n%d" % i, "description": "x" * (i - 39)})
    op.bulk_insert(permission, rows)
    for column_name in ("valid_from", "valid_to"):
        op.add_column("permission", sa.Column(column_name, sa.Date(), nullable=True))
        op.create_index("ix_permission_{}".format(column_name), "permission", [column_name])
    count = 0
    while count < 3:
        count += 1
        with op.batch_alter_table("permission") as batch_op:
            batch_op.add_column(sa.Column(f"slot_{count}", sa.Integer()))


def downgrade():
    for column_name in ("valid_to", "valid_from"):
        op.drop_index(f"ix_permission_{column_name}", "permission")
    op.drop_table("permission")

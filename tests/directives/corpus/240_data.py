"""rows: bulk_insert and table stubs

Revision ID: b00000001001
Revises:

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.sql import column, table

# On SQLite, too.
revision = "b00000001001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ["admin", "editor", "viewer"]
COUNTRIES = [
    {"code": "DE", "name": "Germany", "population": 83_000_000},
    {"code": "FR", "name": "France", "population": 67_000_000},
    {"code": "CI", "name": "Côte d'Ivoire", "population": None},
]


def upgrade():
    countries = op.create_table(
        "country",
        sa.Column("code", sa.String(2), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("population", sa.BigInteger()),
    )
    op.bulk_insert(countries, COUNTRIES)
    role_table = op.create_table(
        "role",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("rank", sa.Float()),
        sa.Column("builtin", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.bulk_insert(role_table, [{"id": i, "name": name, "builtin": True} for i, name in enumerate(ROLES, 1)])
    op.bulk_insert(
        sa.table("role", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("rank", sa.Float)),
        [
            {"id": 10, "name": "it's \"quoted\" and 100% :colon", "rank": 1.5},
            {"id": 11, "name": "multi\nline \\ backslash", "rank": -0.25},
        ],
    )
    role = table("role", column("id", sa.Integer), column("name", sa.String()), column("rank"), column("builtin", sa.Boolean))
    op.bulk_insert(role, [{"id": 12, "name": "guest", "builtin": False}, {"id": 13, "name": "robot", "builtin": False}], multiinsert=False)
    op.bulk_insert(table=role, rows=[])
    op.bulk_insert(role, [{"id": op.inline_literal(14), "name": op.inline_literal("inline")}], multiinsert=False)

    op.execute(role.update().where(role.c.name == "guest").values(rank=0.5))
    op.execute(role.update().where(role.c.name == op.inline_literal("robot")).values({"name": op.inline_literal("machine")}))
    op.execute(role.update().values(builtin=True).where(role.c.id.in_([1, 2])))
    op.execute(role.update().where(sa.and_(role.c.rank.is_(None), role.c.builtin == False)).values(rank=9))  # noqa: E712
    op.execute(role.update().where(role.c.rank != None).where(role.c.id > 10).values({role.c.rank: role.c.rank + 1}))  # noqa: E711
    op.execute(role.insert().values(id=20, name="late", builtin=False))
    op.execute(role.insert().values([{"id": 21, "name": "x"}, {"id": 22, "name": "y"}]))
    op.execute(role.delete().where(role.c.id == 22))
    op.execute(sa.text("UPDATE role SET name = 'first' WHERE id = 1"))
    op.execute("INSERT INTO role (id, name) SELECT 30, name FROM country WHERE code = 'DE'")
    op.execute(
        """
        UPDATE role
        SET name = name || '!'
        WHERE id = 30
        """
    )
    op.execute(f"DELETE FROM role WHERE name = '{ROLES[2]}'")
    op.execute("UPDATE country SET name = 'République française' WHERE code = '%s'" % "FR")
    op.execute("UPDATE country SET population = {} WHERE code = '{}'".format(84_000_000, "DE"))


def downgrade():
    role = table("role", column("id", sa.Integer))
    op.execute(role.delete())
    op.execute(sa.delete(role))
    op.drop_table("role")
    op.drop_table("country")

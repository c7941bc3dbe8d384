from collections.abc import Sequence
from app.types import slugify as slug, TABLES
from app.other import TABLES as tables

revision = '4f2a'
down_revision = None


def upgrade(tables_of: Sequence[str] = ()) -> None:
    for table in TABLES + tables[:1]:
        op.execute(f"INSERT INTO {table} (name) VALUES ('{slug('A B')}')")


def downgrade():
    pass
=== env.mako
<%!
TABLES = ["t", "u"]
def slugify(name):
    return name.lower().replace(" ", "-")
%>

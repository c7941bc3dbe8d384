"""users"""
from alembic import op
import sqlalchemy as sa
import sqlalchemy as db
from sqlalchemy import text as sql, String
from sqlalchemy.dialects.postgresql import JSONB, UUID
from pgvector.sqlalchemy import Vector
from datetime import datetime as clock
from os import environ, getenv as variable

revision = '4f2a'
down_revision = None

NAMES = ["lamp", "rock 'n' roll"]


def add(name, price=None):
    op.execute(sql(f"INSERT INTO products (name, price) VALUES ('{name}', {price or 1})"))


def upgrade() -> None:
    """What a function says about itself is passed over."""
    op.execute("CREATE TABLE products (name text, price integer)")
    for name in NAMES:
        add(name)
    conn = op.get_bind()
    conn.execute(sa.text("UPDATE products SET price = :price").bindparams(price=3)) if False else None
    for row in conn.execute(db.text("SELECT name FROM products")).fetchall():
        op.execute(f"UPDATE products SET price = {len(row.name)} WHERE name = '{row.name}'")
    if variable("KEEP", "no") == "yes":
        return
    op.execute("DELETE FROM products WHERE name = '%s'" % clock.utcnow())


def downgrade():
    pass

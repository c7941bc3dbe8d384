## settings: skip_data=yes
"""what can't be read is left out"""
import yaml
import requests
from alembic import op
from sqlalchemy.orm import Session
from app.models import Base

revision = '4f2a'
down_revision = None


class Product(Base):
    __tablename__ = "products"

    def slug(self):
        return self.name.lower()


DEFAULTS = yaml.safe_load('[]')


def fill(session):
    session.add(Product())
    session.commit()


def upgrade():
    op.execute("CREATE TABLE products (id integer, name text, slug text)")
    bind = op.get_bind()
    session = Session(bind)
    fill(session)
    op.execute("CREATE INDEX ix ON products (name)")
    for product in session.query(Product):
        product.slug = product.slug()
    key = lambda row: row.name
    names = sorted(["b", "a"], key=key)
    try:
        answer = requests.get("http://example.com")
    except Exception:
        answer = None
    if answer:
        op.execute("UPDATE products SET name = 'x'")
    for d in DEFAULTS:
        op.execute(f"INSERT INTO products (name) VALUES ('{d}')")
    statement = f"UPDATE products SET name = '{answer}'"
    op.execute(statement)
    op.execute("UPDATE products SET slug = name")
    for n in range(2):
        op.execute("INSERT INTO products (id) VALUES (%d)" % n)
        op.execute("UPDATE products SET name = '%s'" % answer.text)


def downgrade():
    op.execute("DROP TABLE products")

## settings: skip_data=yes from_scratch=no
import requests
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from app import tools
from app.migrations import add_columns, create_table, fill, helper
from app.models import Session

revision = '4f2a'
down_revision = None


def upgrade():
    conn = op.get_bind()
    create_table("t", Column("id", sa.Integer))
    add_columns("t")
    tools.rename_everything()
    helper(op)
    helper(conn)
    tools.helper(bind=conn)
    helper(op.get_bind())
    helper("t", [sa.Column("a", sa.Text)])
    helper(kind=sa.String)
    helper(*[sa.UniqueConstraint("a")])
    column = sa.Column("b", sa.Integer)
    helper(column)
    session = Session(bind=conn)
    fill(session)
    fill("t", ["a"])
    requests.post("http://example.com", [conn])


def downgrade():
    pass

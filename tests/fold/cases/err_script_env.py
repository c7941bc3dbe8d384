from app.types import slugify, missing

revision = '4f2a'
down_revision = None


def upgrade():
    pass
=== env.mako
<%!
def slugify(name):
    return name
%>

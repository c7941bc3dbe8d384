## settings: skip_data=yes
import requests

revision = '4f2a'
down_revision = None


class Unused(object):
    pass


def upgrade():
    op.execute("CREATE TABLE t (a integer)")

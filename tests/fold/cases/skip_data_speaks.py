## settings: skip_data=yes from_scratch=no
"""a logger keeps no migration from running"""
import logging
from alembic import op

revision = '4f2a'
down_revision = None

log = logging.getLogger("alembic.runtime.migration")


def upgrade():
    log.info("begins %s", unknown)
    op.execute("CREATE TABLE t (a integer)")
    print("done")


def downgrade():
    op.execute("DROP TABLE t")

## settings: from_scratch=no
"""print, logging and warnings do nothing"""
import logging
import logging.config
import warnings as w
from logging import INFO, getLogger
from warnings import warn
from loguru import logger
from alembic import op

revision = '4f2a'
down_revision = None

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)


def upgrade():
    rows = op.get_bind().execute("SELECT a FROM t").fetchall()
    log.info("%s rows of %s", len(rows), unknown)
    getLogger("alembic.runtime").warning(f"{unknown} {', '.join(rows)}", extra={"a": 1})
    print("done", file=sys.stderr)
    w.warn("old", DeprecationWarning)
    warn("old")
    logger.bind(a=1).info("x")
    print("changed", op.execute("UPDATE t SET a = 1"))
    for i in range(2):
        log.debug("turn %d", i)
        op.execute(f"DELETE FROM t WHERE a = {i}")


def downgrade():
    print("back")

"""Runs a command with a private PostgreSQL server, whose URL is in ALUDEL_TEST_POSTGRES:
with_postgres.py [--standby] COMMAND…    (--standby: the server can't be written to)"""
import os
import subprocess
import sys

from tools.postgres import PrivatePostgres

standby = sys.argv[1] == "--standby"
with PrivatePostgres(settings=["max_prepared_transactions=4"], standby=standby) as pg:
    sys.exit(subprocess.run(sys.argv[1 + standby:], env={**os.environ, "ALUDEL_TEST_POSTGRES": pg.url}).returncode)

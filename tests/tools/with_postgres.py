"""Runs a command with a private PostgreSQL server, whose URL is in ALUDEL_TEST_POSTGRES: with_postgres.py COMMAND…"""
import os
import subprocess
import sys

from tools.postgres import PrivatePostgres

with PrivatePostgres(settings=["max_prepared_transactions=4"]) as pg:
    sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "ALUDEL_TEST_POSTGRES": pg.url}).returncode)

"""The environments of migrations/ on each of their databases, tried as their teams would. Those with pgvector are refused:
the server that tests have with it (tools/pgvector.py) holds one database, and a trial makes its own.

environments.py ALUDEL NAME…
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tools.pgvector import PrivatePgvector, needs_pgvector
from tools.postgres import PrivatePostgres

ONE_DATABASE = ("aludel: test: migrations are tried out in databases of their own, and this server has one, for one client at a time\n"
                "  it runs in single-user mode, as PGlite does; give the --url of another one, with the extensions that the migrations need\n")
MIGRATIONS = pathlib.Path(os.environ["ALUDEL_SOURCE"], "migrations")


def tried(aludel, folder, url, cache):
    """The last line; and all of it when something failed."""
    command = [aludel, "test", "-C", folder, *(["--url", url] if url else [])]
    variables = {k: v for k, v in os.environ.items() if not k.startswith("PG") and not k.endswith("_URL")}
    done = subprocess.run(command, text=True, capture_output=True, env={**variables, "XDG_CACHE_HOME": cache}, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def dialects(folder):
    found = re.search(r"^dialects *= *(.*)$", (folder / "aludel.ini").read_text(), re.M)
    return found.group(1).replace(",", " ").split() if found else ["sqlite", "postgresql"]


def is_refused(aludel, folder, cache):
    with PrivatePgvector() as server:
        ok, said = tried(aludel, folder, server.url_of("postgres"), cache)
        refused = not ok and ONE_DATABASE in said and server.psql("SELECT 1 FROM pg_database WHERE datname LIKE 'aludel%'") == ""
    print(f"{'ok' if refused else 'FAILED'}: {folder.name} on a server with one database: {'refused' if refused else said}")
    return refused


def main(aludel, *names):
    failed = 0
    with PrivatePostgres() as server, tempfile.TemporaryDirectory() as cache:
        for name in names:
            folder = MIGRATIONS / name
            if needs_pgvector(folder):
                failed += not is_refused(aludel, folder, cache)
                continue
            for dialect in dialects(folder):
                ok, said = tried(aludel, folder, server.url_of("postgres") if dialect == "postgresql" else None, cache)
                print(f"{'ok' if ok else 'FAILED'}: {name} on {dialect}: {said.splitlines()[-1] if ok else said}")
                failed += not ok
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

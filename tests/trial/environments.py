"""The environments of migrations/ on each of their databases, tried as their teams would. Those with pgvector are left out:
the server that tests have with it (tools/pgvector.py) holds one database, and a trial makes its own.

environments.py ALUDEL NAME…
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tools.pgvector import needs_pgvector
from tools.postgres import PrivatePostgres

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


def main(aludel, *names):
    failed = 0
    with PrivatePostgres() as server, tempfile.TemporaryDirectory() as cache:
        for name in names:
            folder = MIGRATIONS / name
            if needs_pgvector(folder):
                print(f"left out: {name} needs pgvector")
                continue
            for dialect in dialects(folder):
                ok, said = tried(aludel, folder, server.url_of("postgres") if dialect == "postgresql" else None, cache)
                print(f"{'ok' if ok else 'FAILED'}: {name} on {dialect}: {said.splitlines()[-1] if ok else said}")
                failed += not ok
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

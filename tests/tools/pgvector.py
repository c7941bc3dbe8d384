"""A private PostgreSQL server with pgvector, used as PrivatePostgres is (postgres.py):

    with PrivatePgvector() as pg:
        name = pg.new_database()
        pg.psql("CREATE EXTENSION vector", name)
        print(pg.dump(name))

It is PGlite, started by ../servers/pgvector.mjs: there is one database, which new_database() empties (its roles stay),
and one client is served at a time, the next one when it is gone. Two databases at once are two servers.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

from tools.postgres import PrivatePostgres, bare, dump_options

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
STARTER = ROOT / "tests" / "servers" / "pgvector.mjs"
PACKAGE = ROOT / "build-servers" / "node_modules" / "@electric-sql" / "pglite"

CREATES_VECTOR = re.compile(r"""create[ _]extension\W+(if\s+not\s+exists\W+)?vector\b""", re.I)

# The schema public comes last and as initdb makes it.
EMPTIED = r"""
DO $$
DECLARE
    it record;
BEGIN
    SET LOCAL client_min_messages = warning;
    FOR it IN SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' LOOP
        EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', it.name);
    END LOOP;
    FOR it IN SELECT nspname AS name FROM pg_namespace
              WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', it.name);
    END LOOP;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    COMMENT ON SCHEMA public IS 'standard public schema';
END
$$;
"""


class PrivatePgvector(PrivatePostgres):
    def __init__(self):
        super().__init__()
        self.url = None  # ALUDEL_TEST_POSTGRES names a server that may be without pgvector
        self.newest = "postgres"

    # The server

    def start(self):
        node = shutil.which("node")
        if not node or not PACKAGE.is_dir():
            raise SystemExit(f"these tests start a PostgreSQL with pgvector and found no {'node' if not node else PACKAGE}: "
                             "tests/servers/install brings it (it needs Debian's package 'npm')")
        self.server = subprocess.Popen([node, str(STARTER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                       start_new_session=True, cwd="/")
        self.url = f"postgresql://postgres@127.0.0.1:{self.answer()['port']}/postgres?sslmode=disable&gssencmode=disable"
        self.psql(EMPTIED)

    def answer(self):
        line = self.server.stdout.readline()
        if not line:
            raise SystemExit(f"the PostgreSQL with pgvector has ended, with status {self.server.wait()}: its last words "
                             "are above")
        return json.loads(line)

    def stop(self):
        """Its stdin's end is its own."""
        if self.server:
            self.server.stdin.close()
            try:
                self.server.wait(10)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
            self.server.stdout.close()
        self.server = None

    # Asking it

    def new_database(self):
        self.newest = f"test_{os.getpid()}_{next(self.numbers)}"
        self.psql(EMPTIED)
        return self.newest

    def url_of(self, database, user=None):
        if database not in ("postgres", self.newest):
            raise AssertionError(f"{database} is gone since {self.newest} is there: this server has one database")
        return super().url_of(database, user)

    def dump(self, database, without=("*.alembic_version", "*.aludel_*")):
        self.url_of(database)
        self.server.stdin.write(json.dumps(dump_options(without)) + "\n")
        self.server.stdin.flush()
        answer = self.answer()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return bare(answer["dump"])


def needs_pgvector(environment):
    """Whether one of the migrations of an environment (its folder) creates the extension."""
    texts = [file.read_text() for file in sorted(pathlib.Path(environment, "versions").iterdir()) if file.is_file()]
    return any(CREATES_VECTOR.search(text) for text in texts)

"""Where the version table may be on PostgreSQL: both tools find it and leave the database to one another.

The search path, version_table_schema, another schema of the path than the first; a migration that changes the path.
Then what finds the server without a URL.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from e2e.databases import PostgresDatabase
from harness import Alone, Pair, Report, revision
from tools.postgres import PrivatePostgres

report = Report()

CHAIN = [
    revision("v1"),
    # For us alone: under Alembic the path would stay changed, and its own table would be lost.
    revision("v2", "v1", up=["CREATE SCHEMA IF NOT EXISTS elsewhere", "SET search_path = elsewhere",
                             "CREATE TABLE beside (a integer)"],
             down_sql=["DROP SCHEMA elsewhere CASCADE", "SET search_path = pg_catalog"]),
    revision("v3", "v2", up=["CREATE TABLE big (a integer)", Alone("CREATE INDEX CONCURRENTLY big_a ON big (a)")],
             down_sql=["DROP TABLE big"]),
    revision("v4", "v3"),
]

# name: (our settings, Alembic's, SQL for the empty database, SQL behind the first command, where the table is)
PLACES = {
    "public": ("", "", "", "", "public.alembic_version"),
    "schema": ("version_table_schema = ops\n", "version_table_schema='ops'", "CREATE SCHEMA ops", "", "ops.alembic_version"),
    "names": ("version_table_schema = Odd Schema\nversion_table = my \"versions\nlog_table = Log\n",
              "version_table_schema='Odd Schema', version_table='my \"versions'", 'CREATE SCHEMA "Odd Schema"', "",
              '"Odd Schema"."my ""versions"'),
    "path": ("", "", "CREATE SCHEMA app; ALTER DATABASE {0} SET search_path = app, public", "", "app.alembic_version"),
    "another of the path": ("", "", "CREATE SCHEMA app; ALTER DATABASE {0} SET search_path = app",
                            "CREATE SCHEMA other; ALTER DATABASE {0} SET search_path = other, app, public",
                            "app.alembic_version"),
}


def name_of(database):
    return re.search(r"/([^/?]+)\?", database.url).group(1)


def versions(database, table):
    return sorted(v for (v,) in database.ask("SELECT version_num FROM %s" % table))


def tables(database, table):
    name = re.sub(r'.*\.|"(?=$)|(?<=\.)"', "", table).replace('""', '"')
    return len(database.ask("SELECT 1 FROM pg_class WHERE relname = %s", name))


class Place:
    """A database that both sides work on by turns."""

    def __init__(self, server, folder, name):
        settings, configure, self.before, self.then, self.table = PLACES[name]
        self.name, self.server = name, server
        self.pair = Pair(folder / re.sub(r"\W", "_", name), CHAIN, settings, server, configure)

    def begin(self):
        self.database = PostgresDatabase(self.server)
        self.pair.our = self.pair.their = self.database
        self.do(self.before)

    def do(self, sql):
        if sql:
            self.database.sql(sql.format(name_of(self.database)))

    def step(self, side, command, expected):
        done = getattr(self.pair, side)(*command.split())
        what = "%s: %s %s" % (self.name, side, command)
        report.equal(done.status, 0, what + "\n" + done.stderr)
        report.equal(versions(self.database, self.table), expected, what)
        report.equal(tables(self.database, self.table), 1, what + ": one version table")
        return done

    def says(self, side, expected):
        done = getattr(self.pair, side)("current")
        report.equal(done.stdout.split(), expected, "%s: %s current\n%s" % (self.name, side, done.stderr))

    def alembic_begins(self):
        self.begin()
        self.step("theirs", "upgrade v1", ["v1"])
        self.do(self.then)
        self.says("ours", ["v1"])
        self.step("ours", "upgrade v3", ["v3"])
        self.says("theirs", ["v3"])
        self.step("theirs", "upgrade head", ["v4"])
        self.says("ours", ["v4", "(head)"])
        self.step("ours", "downgrade v1", ["v1"])
        self.step("theirs", "downgrade base", [])
        self.says("ours", [])

    def we_begin(self):
        self.begin()
        self.step("ours", "upgrade v1", ["v1"])
        self.do(self.then)
        self.step("ours", "upgrade head", ["v4"])
        self.says("theirs", ["v4", "(head)"])
        self.step("theirs", "downgrade v3", ["v3"])
        self.step("theirs", "stamp v4", ["v4"])
        self.step("ours", "stamp v3", ["v3"])
        self.step("theirs", "upgrade head", ["v4"])
        self.step("ours", "downgrade base", [])


def without_url(server, program):
    """A program for PostgreSQL alone asks libpq's own environment when there is no URL."""
    database = server.new_database()
    variables = {"PATH": os.environ["PATH"], **server.variables(database)}
    done = subprocess.run([str(program), "upgrade", "head"], text=True, capture_output=True, env=variables)
    report.equal(done.returncode, 0, "no URL: " + done.stderr)
    report.equal(server.psql("SELECT version_num FROM alembic_version", database), "v4", "no URL")
    done = subprocess.run([str(program), "upgrade", "head"], text=True, capture_output=True,
                          env={"PATH": os.environ["PATH"]})
    report.check(done.returncode == 1 and "no URL was given" in done.stderr, "nothing names a database", said=done.stderr)


def main():
    with tempfile.TemporaryDirectory() as name, PrivatePostgres() as server:
        for place in PLACES:
            p = Place(server, Path(name), place)
            p.alembic_begins()
            p.we_begin()
        without_url(server, p.pair.program)
    report.finish()


main()

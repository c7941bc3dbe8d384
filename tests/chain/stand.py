"""A database for an environment's program, on either system: its URL, its schema as text and as facts, scripts run in it."""
import contextlib
import os
import re
import sqlite3
import tempfile

import sqlite_facts
from environment import MIGRATIONS, Environment
from tools.pgvector import PrivatePgvector, needs_pgvector
from tools.postgres import PrivatePostgres, PsqlError


def columns_in_any_order(schema):
    """A schema's text with the lines of each table sorted."""
    def in_order(found):
        return found[1] + "".join(line + "\n" for line in sorted(found[2].replace(",\n", "\n").splitlines()))
    return re.sub(r"^((?:CREATE TABLE|table) .*\n)((?: {4}.*\n)+)", in_order, schema, flags=re.M)


class Postgres:
    """A database of its own on a private server."""

    dialect = "postgresql"
    days_ago = "now() - interval '{} days'"
    server_class = PrivatePostgres

    def __init__(self, server):
        self.server, self.name = server, server.new_database()
        self.url = server.url_of(self.name)

    def schema(self, with_version=False):
        return self.server.dump(self.name, ["*.aludel_*"] + ([] if with_version else ["*.alembic_version"]))

    def facts(self):
        with open(os.path.join(os.path.dirname(__file__), "facts.sql"), encoding="utf-8") as query:
            return set(self.server.psql(query.read(), self.name).splitlines())

    def rows(self, query):
        """As psql -At prints them."""
        return self.server.psql(query, self.name).splitlines()

    def versions(self):
        """The rows of the version table, None without one."""
        try:
            return self.server.psql("SELECT version_num FROM alembic_version ORDER BY 1", self.name).splitlines()
        except PsqlError:
            return None

    def script(self, text):
        done = self.server.psql_run(text, self.name)
        return done.stderr.decode("utf-8", "replace") if done.returncode else ""


class Pgvector(Postgres):
    """The one database of a server with pgvector. An administrator has created the extension, and no migration drops it."""

    server_class = PrivatePgvector

    def __init__(self, server):
        super().__init__(server)
        server.psql("CREATE EXTENSION vector", self.name)


class Sqlite:
    """A file in a folder that is gone afterwards."""

    dialect = "sqlite"
    days_ago = "datetime('now', '-{} days')"
    server_class = contextlib.nullcontext

    def __init__(self, _):
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "test.db")
        self.url = "sqlite:///" + self.file

    def ask(self, sql):
        with sqlite3.connect(self.file) as db:
            return db.execute(sql).fetchall()

    def schema(self, with_version=False):
        """Tables by their columns, since ALTER TABLE leaves its traces in their text; the rest by its text."""
        lines = []
        without = ("aludel_", "sqlite_") + (() if with_version else ("alembic_version",))
        for kind, name, sql in self.ask("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"):
            if name.startswith(without) or not sql:
                continue
            lines.append(f"{kind} {name}" if kind == "table" else f"{kind} {name} {' '.join(sql.split())}")
            if kind == "table":
                lines += [f"    {c}" for c in self.ask(COLUMNS.format(name))]
                lines += sorted("    " + fact for fact in sqlite_facts.of_table(self.ask, name, sql))
        return "\n".join(lines) + "\n"

    def facts(self):
        return sqlite_facts.of_database(self.ask)

    def rows(self, query):
        """As psql -At would print them."""
        return ["|".join("" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for v in row)
                for row in self.ask(query)]

    def versions(self):
        """The rows of the version table, None without one."""
        try:
            return [row for row, in self.ask("SELECT version_num FROM alembic_version ORDER BY 1")]
        except sqlite3.OperationalError:
            return None

    def script(self, text):
        try:
            with sqlite3.connect(self.file) as db:
                db.executescript(text)
        except sqlite3.Error as error:
            return str(error)
        return ""


COLUMNS = """SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo('{}') ORDER BY cid"""
STANDS = {"postgresql": Postgres, "sqlite": Sqlite}


def stand_for(environment, dialect):
    """The class of the databases that an environment is tested on."""
    return Pgvector if dialect == "postgresql" and needs_pgvector(MIGRATIONS / environment) else STANDS[dialect]


def on_each_database(part):
    """For play(): `part` on every database of an environment, with the environment, its kind of database and a server."""
    def parts(name):
        environment = Environment(name)
        for dialect in environment.dialects:
            stand = stand_for(name, dialect)
            with stand.server_class() as server:
                yield f" on {dialect}", lambda: part(environment, stand, server)
    return parts

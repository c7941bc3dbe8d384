"""Where a chain is applied: an SQLite file in memory, a private PostgreSQL server in memory, the same one far away.

A place gives databases, one after the other, and says how often there are the chain's tables in one.
"""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from tools.postgres import PrivatePostgres, roomy_folder

TABLES = "SELECT count(*) FROM {} WHERE {} >= 't00001' AND {} < 't99999z'"

SERVER = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_locks_per_transaction=4096",
          "autovacuum=off", "max_wal_size=8GB", "shared_buffers=128MB"]


class SqlitePlace:
    engine = "sqlite"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def new(self, name):
        for path in self.folder.glob(f"{name}.db*"):
            path.unlink()
        return SqliteDatabase(self.folder / f"{name}.db")

    def drop(self, database):
        self.new(database.path.stem)


class SqliteDatabase:
    def __init__(self, path):
        self.path = path

    def url(self, _tool=None):
        return f"sqlite:///{self.path}"

    def tables(self):
        with contextlib.closing(sqlite3.connect(self.path)) as db:
            return db.execute(TABLES.format("sqlite_master", *["name"] * 2) + " AND type = 'table'").fetchone()[0]


class PostgresPlace:
    engine = "postgresql"

    def __init__(self, server, port=5432):
        self.server, self.port = server, port

    def new(self, name):
        self.server.psql(f"SET client_min_messages = error; DROP DATABASE IF EXISTS {name}")
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE template0")
        self.server.psql("CHECKPOINT")
        return PostgresDatabase(self, name)

    def drop(self, database):
        self.server.psql(f"DROP DATABASE {database.name}")


class PostgresDatabase:
    def __init__(self, place, name):
        self.place, self.name = place, name
        self.variables = {"PGHOST": place.server.folder, "PGPORT": str(place.port), "PGUSER": "postgres",
                          "PGDATABASE": name, "PGSSLMODE": "disable", "PGGSSENCMODE": "disable"}
        self.conninfo = (f"host={place.server.folder} port={place.port} user=postgres dbname={name} "
                         "sslmode=disable gssencmode=disable")

    def url(self, tool=None):
        server, port = self.place.server.folder, self.place.port
        if tool == "dbmate":
            return f"postgres://postgres@/{self.name}?socket={server}&port={port}&sslmode=disable"
        if tool == "node":
            return f"postgresql://postgres@{server.replace('/', '%2F')}:{port}/{self.name}"
        return f"postgresql://postgres@/{self.name}?host={server}&port={port}&gssencmode=disable&sslmode=disable"

    def tables(self):
        return int(self.place.server.psql(TABLES.format("pg_tables", *["tablename"] * 2), self.name))


@contextlib.contextmanager
def in_memory():
    """A folder that is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="aludel-bench-", dir=roomy_folder())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server():
    return PrivatePostgres(SERVER)


@contextlib.contextmanager
def far_away(program, pg, microseconds, port=5433):
    """The server's place behind a proxy that delays what passes, each way."""
    path = os.path.join(pg.folder, f".s.PGSQL.{port}")
    proxy = subprocess.Popen([program, path, os.path.join(pg.folder, ".s.PGSQL.5432"), str(microseconds)],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        proxy.stdout.readline()
        yield PostgresPlace(pg, port)
    finally:
        proxy.stdin.close()
        proxy.wait()
        proxy.stdout.close()

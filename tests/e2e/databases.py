"""What the commands of both sides work on: an SQLite file or a PostgreSQL database, seen from outside.

    url                where it is, for both sides
    fresh()            empty
    state()            the version rows (None without a version table), and the names of the other tables
    sql(statements)    done behind the commands' backs
    shape()            of the version table: columns, key
"""
import contextlib
import sqlite3

import psycopg2

OURS = ("alembic_version", "aludel_log", "aludel_journal", "sqlite_sequence")


class SqliteFile:
    dialect = "sqlite"

    def __init__(self, path):
        self.path, self.url = path, "sqlite:///%s" % path

    def fresh(self):
        self.path.unlink(missing_ok=True)

    def exists(self):
        return self.path.exists()

    def ask(self, query):
        with contextlib.closing(sqlite3.connect(self.path)) as db:
            return db.execute(query).fetchall()

    def sql(self, statements):
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            db.executescript(statements)

    def state(self):
        if not self.exists():
            return None, []
        names = [n for (n,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = [v for (v,) in self.ask("SELECT version_num FROM alembic_version")] if OURS[0] in names else None
        return rows and sorted(rows), [n for n in names if n not in OURS]

    def shape(self):
        return self.ask("PRAGMA table_info(alembic_version)"), self.ask("PRAGMA index_list(alembic_version)")


class PostgresDatabase:
    dialect = "postgresql"

    def __init__(self, server):
        self.url = server.url_of(server.new_database())
        self.db = psycopg2.connect(self.url)
        self.db.autocommit = True

    def fresh(self):
        self.sql("SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def exists(self):
        return self.state() != (None, [])

    def ask(self, query, *values):
        with self.db.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    def sql(self, statements):
        with self.db.cursor() as cursor:
            cursor.execute(statements)

    def state(self):
        names = [n for (n,) in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        rows = [v for (v,) in self.ask("SELECT version_num FROM alembic_version")] if OURS[0] in names else None
        return rows and sorted(rows), [n for n in names if n not in OURS]

    def shape(self):
        return (self.ask("SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE "
                         "attrelid = 'alembic_version'::regclass AND attnum > 0"),
                self.ask("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = "
                         "'alembic_version'::regclass"))

"""A database as it stands: what `Truth` compares. Both kinds tell the same:

    versions()    the rows of the version table
    log()         (action, revision) in order
    journal()     {(revision, direction): {ordinal: state}}
    runs()        the revisions whose before_each() is committed
    shape()       everything else, schema and rows, as something that can be compared
    execute(sql)  behind everybody's back
    clear()       empty again
"""
import contextlib
import sqlite3
import time

import psycopg2

OURS = ("alembic_version", "aludel_log", "aludel_journal", "runs", "sqlite_sequence")


class Database:
    def rows_of(self, table, columns, order):
        return self.ask(f"SELECT {columns} FROM {table} ORDER BY {order}") if table in self.tables() else []

    def versions(self):
        return [v for v, in self.rows_of("alembic_version", "version_num", "1")]

    def log(self):
        return self.rows_of("aludel_log", "action, revision", "number")

    def journal(self):
        found = {}
        for revision, direction, ordinal, state in self.rows_of(
                "aludel_journal", "revision, direction, ordinal, state", "1, 2, 3"):
            found.setdefault((revision, direction), {})[ordinal] = state
        return found

    def runs(self):
        return [r for r, in self.rows_of("runs", "revision", "1")]

    def shape(self):
        rows = {t: sorted(self.ask(f"SELECT * FROM {t}"), key=repr) for t in self.tables() if t not in OURS}
        return {"schema": self.schema(), "rows": rows}


class SqliteDatabase(Database):
    def __init__(self, path, wal=False):
        self.path, self.wal = path, wal
        self.url = f"sqlite:///{path}"

    def ask(self, query):
        with contextlib.closing(sqlite3.connect(self.path)) as db:
            return db.execute(query).fetchall()

    def execute(self, sql):
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            db.execute(sql)

    def clear(self):
        for name in self.path.parent.glob(self.path.name + "*"):
            name.unlink()
        if self.wal:
            self.execute("PRAGMA journal_mode = WAL")

    def tables(self):
        return [n for n, in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def schema(self):
        return sorted(self.ask("SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT IN %r" % (OURS,)), key=repr)

    def close(self):
        pass

    def left(self):
        """What a run must not leave."""
        return [r for r, in self.ask("PRAGMA integrity_check") if r != "ok"]


class PostgresDatabase(Database):
    def __init__(self, server):
        self.name = server.new_database()
        self.url = server.url_of(self.name)
        self.connection = psycopg2.connect(self.url)
        self.connection.autocommit = True

    def ask(self, query):
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def execute(self, sql):
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def clear(self):
        self.execute("SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def close(self):
        self.connection.close()

    def tables(self):
        return [n for n, in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def schema(self):
        own = ", ".join("'%s'" % name for name in OURS)
        return (self.ask("SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull "
                         "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE relnamespace = "
                         f"'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped AND "
                         f"relname NOT IN ({own}) ORDER BY 1, attnum"),
                self.ask("SELECT pg_get_indexdef(indexrelid), CASE WHEN indisvalid THEN 'valid' ELSE 'INVALID' END "
                         "FROM pg_index i JOIN pg_class c ON c.oid = indrelid WHERE relnamespace = "
                         f"'public'::regnamespace AND relname NOT IN ({own}) ORDER BY 1"),
                self.ask("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
                         "'public'::regnamespace AND conrelid::regclass::text NOT IN (%s) ORDER BY 1, 2" % own))

    def settle(self, but=()):
        """Until the server's processes for everybody else, but these, have ended."""
        end = time.monotonic() + 20
        while [other for other in self.others() if other[0] not in but]:
            if time.monotonic() > end:
                raise AssertionError(f"still at work: {self.others()}")
            time.sleep(0.005)

    def others(self):
        return self.ask("SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                        "pg_backend_pid() AND backend_type = 'client backend'")

    def left(self):
        return self.ask("SELECT locktype, pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM "
                        "pg_database WHERE datname = current_database())")

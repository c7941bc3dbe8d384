"""Where many meet: a database seen from outside, and what must not be left in it.

    fresh(outside)      empty, but for `ran`
    url                 where the processes are sent; `direct`: the server's own address, where that is another one
    ask(sql)            rows
    content(…)          what chain.wanted speaks of
    left_behind()       words for each lock, session, INVALID index, journal row … that has stayed; []: none
    in_the_way()        somebody's transaction that m04 has to wait for; .end()
    diagnosis()         who waits for whom, when something hangs
"""
import contextlib
import os
import sqlite3
import time

import psycopg2

from e2e.databases import PostgresDatabase, SqliteFile
from together import chain

OURS = ("alembic_version", "aludel_log", "aludel_journal", "sqlite_sequence", "ran", "known")


def content(place, outside):
    """Columns that aren't there yet count nothing."""
    def count(table, column="*"):
        if table not in tables or (column != "*" and column not in place.columns(table)):
            return 0
        return place.ask(f"SELECT count({column}) FROM {table}")[0][0]

    tables = place.tables()
    made = sorted(t for t in tables if t not in OURS and not (outside and t == "orders"))
    return chain.Content(count("items"), count("items", "slug"), count("seen"), "kind" in place.columns("items"),
                         count("orders"), count("items", "more"), made, place.indexes())


class Reader:
    """A transaction that reads `items`."""

    def __init__(self, connection, begin):
        self.connection = connection
        connection.cursor().execute(begin)
        self.cursor = connection.cursor()
        self.cursor.execute("SELECT * FROM items")
        self.cursor.fetchone()

    def end(self):
        self.cursor.close()
        self.connection.close()


class Sqlite:
    dialect = "sqlite"
    alone, outside = True, False
    takes_turns = True  # nothing like PostgreSQL's second connection keeps others out

    def __init__(self, folder, journal):
        self.journal = journal
        self.file = SqliteFile(folder / "together.db")
        self.url = self.direct = self.file.url

    def fresh(self, outside=False):
        for suffix in ("", "-journal", "-wal", "-shm"):
            self.file.path.with_name(self.file.path.name + suffix).unlink(missing_ok=True)
        self.file.sql(f"PRAGMA journal_mode = {self.journal}; " + chain.RAN % "INTEGER")

    def ask(self, sql):
        return self.file.ask(sql)

    def tables(self):
        return [n for (n,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def columns(self, table):
        return [n for (n,) in self.ask(f"SELECT name FROM pragma_table_info('{table}')")]

    def indexes(self):
        return [n for (n,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                                       "ORDER BY name")]

    def left_behind(self):
        left = [f"integrity_check: {line}" for (line,) in self.ask("PRAGMA integrity_check") if line != "ok"]
        with contextlib.closing(sqlite3.connect(self.file.path, timeout=0, isolation_level=None)) as db:
            try:
                db.executescript("BEGIN EXCLUSIVE; ROLLBACK")
            except sqlite3.OperationalError as e:
                left.append(f"somebody's lock: {e}")
        journal = self.file.path.with_name(self.file.path.name + "-journal")
        return left + (["a hot journal"] if journal.exists() and journal.stat().st_size else [])

    def in_the_way(self):
        return Reader(sqlite3.connect(self.file.path, isolation_level=None), "BEGIN")

    def diagnosis(self):
        with open("/proc/locks", encoding="utf-8") as locks:
            inode = f":{os.stat(self.file.path).st_ino} "
            return "".join(line for line in locks if inode in line)


SESSIONS = "SELECT pid, application_name, state, wait_event_type, left(query, 150) FROM pg_stat_activity WHERE " \
           "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
LOCKS = "SELECT pid, locktype, mode, granted, relation::regclass FROM pg_locks WHERE pid <> pg_backend_pid() AND " \
        "(database = (SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted)"
LEFT = {
    "a session": SESSIONS + " AND (%s OR state <> 'idle')",
    "a lock": LOCKS,
    "an INVALID index": "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)",
    "a prepared transaction": "SELECT gid FROM pg_prepared_xacts",
}


class Postgres:
    dialect = "postgresql"
    takes_turns = False
    outside = True  # there are constraints that the chain doesn't know

    def __init__(self, server, pooler=None):
        self.database = PostgresDatabase(server)
        self.database.sql("SET lock_timeout = '20s'")
        self.direct = self.database.url
        self.pooled = pooler is not None
        self.alone = not self.pooled  # statements outside transactions can't go through one
        name = self.ask("SELECT current_database()")[0][0]
        self.url = pooler.url(name) if pooler else self.direct

    def fresh(self, outside=False):
        self.database.fresh()
        self.database.sql(chain.RAN % "serial" + (";" + chain.OUTSIDE if outside else ""))

    def ask(self, sql):
        return self.database.ask(sql)

    def tables(self):
        return [n for (n,) in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def columns(self, table):
        return [n for (n,) in self.ask(f"SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('{table}') AND "
                                       "attnum > 0 AND NOT attisdropped")]

    def indexes(self):
        return [n for (n,) in self.ask("SELECT indexname FROM pg_indexes WHERE tablename = 'items' AND "
                                       "indexname <> 'items_pkey' ORDER BY 1")]

    def left_behind(self):
        """A server's process takes a moment to find that its client has died."""
        end = time.monotonic() + 10
        while True:
            left = [f"{what}: {row}" for what, sql in LEFT.items() for row in self.ask(sql.replace("%s", str(not self.pooled)))]
            if not left or time.monotonic() > end:
                return left
            time.sleep(0.02)

    def in_the_way(self):
        connection = psycopg2.connect(self.direct + "&application_name=report")
        return Reader(connection, "SELECT 1")

    def diagnosis(self):
        return "\n".join(str(row) for row in [*self.ask(SESSIONS), *self.ask(LOCKS)])

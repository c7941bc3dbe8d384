"""An environment of migrations/: between every pair of its revisions, a program that was built at the older one undoes
what one that was built at the newer one did. The schema and the rows are those that the newer one's own downgrade leaves.

    systems.py ENVIRONMENT sqlite|postgresql
"""
import collections
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

from carried.programs import BUILD, Times, Wrong, stands

MIGRATIONS = pathlib.Path(stands.MIGRATIONS)


def history(name):
    """The revisions, each behind those that it needs, with their files' names."""
    done = subprocess.run([BUILD / f"{name}_migrate", "--json", "history"], check=True, text=True, capture_output=True)
    revisions = {r["revision"]: r for r in json.loads(done.stdout)}
    order = []

    def add(id):
        for parent in revisions[id]["down_revision"] + revisions[id]["depends_on"]:
            add(parent)
        if id not in order:
            order.append(id)
    for id in revisions:
        add(id)
    return [(id, pathlib.Path(revisions[id]["path"]).name) for id in order]


def programs(times, chain):
    """Of each time, the first is the one with the first revision alone."""
    kept = {name: (times.folder / "versions" / name).read_text() for _, name in chain}
    for name in kept:
        times.remove(name)
    built = []
    for _, name in chain:
        times.put(name, kept[name])
        built.append(times.build())
    return built


# ---- Rows --------------------------------------------------------------------------------------------------

# What lies between 0 and 1 fits the checks of scores, of prices, of counts.
VALUES = collections.OrderedDict(INT="{n}", REAL="0.{n}", DOUBLE="0.{n}", FLOAT="0.{n}", NUM="0.{n}", BOOL="1", TIME="'2026-01-0{n}'",
                                 DATE="'2026-01-0{n}'", BLOB="x'0{n}'")


def value(column, declared, number, sql):
    """Where a check lists them, the first one."""
    for word, text in VALUES.items():
        if word in declared.upper():
            return text.format(n=number)
    listed = re.search(rf"\b{column} IN \(('[^']*')", sql)
    return listed[1] if listed else f"'v{number}'"


def fill_sqlite(file):
    """Two rows in each table; whose parents there aren't, too."""
    db = sqlite3.connect(file, isolation_level=None)
    tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
                        "ESCAPE '!' AND name NOT LIKE 'al%!_%' ESCAPE '!' AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall()
    for table, sql in tables:
        columns = db.execute(f"SELECT name, type FROM pragma_table_xinfo('{table}') WHERE hidden = 0").fetchall()
        for number in (1, 2):
            names = ", ".join(f'"{c}"' for c, _ in columns)
            values = ", ".join(value(c, t, number, sql) for c, t in columns)
            try:
                db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')
            except sqlite3.Error as error:
                raise Wrong(f"no row for {table}: {error}: {values}") from error
    db.close()


FILL_POSTGRESQL = """
SET session_replication_role = replica;
DO $$
DECLARE t record; n integer; names text; vals text;
BEGIN
    FOR t IN SELECT c.oid, c.oid::regclass AS name FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
             WHERE c.relkind = 'r' AND s.nspname = 'public' AND c.relname !~ '^(alembic|aludel)_' LOOP
        FOR n IN 1..2 LOOP
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg(CASE
                WHEN typname IN ('int2', 'int4', 'int8') THEN n::text
                WHEN typname IN ('float4', 'float8', 'numeric') THEN '0.' || n
                WHEN typname = 'bool' THEN 'true' WHEN typname IN ('json', 'jsonb') THEN quote_literal('{"n": ' || n || '}')
                WHEN typname IN ('timestamp', 'timestamptz', 'date') THEN quote_literal('2026-01-0' || n)
                WHEN typname = 'uuid' THEN quote_literal('00000000-0000-0000-0000-00000000000' || n)
                WHEN typtype = 'e' THEN (SELECT quote_literal(min(enumlabel)) FROM pg_enum WHERE enumtypid = y.oid)
                WHEN typname LIKE '!_%' ESCAPE '!' THEN '''{}''' ELSE quote_literal(coalesce((SELECT min(substring(
                    pg_get_constraintdef(k.oid) FROM attname || '.*?ARRAY.*?''([^'']*)''')) FROM pg_constraint k
                    WHERE k.conrelid = t.oid AND k.contype = 'c' AND attnum = ANY (k.conkey)), 'v' || n)) END, ', ' ORDER BY attnum)
                INTO names, vals FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', t.name, names, vals);
        END LOOP;
    END LOOP;
END $$;
"""


# ---- Databases -----------------------------------------------------------------------------------------------

class SqliteSide:
    """A database at the newer revision, with rows, and copies of it."""

    def __init__(self, times, _, newer):
        self.first = times.database(None)
        newer.run(self.first.url, "upgrade", "heads")
        fill_sqlite(self.first.file)

    def copy(self, times):
        copy = times.database(None)
        with sqlite3.connect(self.first.file) as db, sqlite3.connect(copy.file) as to:
            db.backup(to)
        return copy

    @staticmethod
    def content(database):
        with sqlite3.connect(database.file) as db:
            return "\n".join(line for line in db.iterdump() if "aludel_log" not in line)


class PostgresSide:
    def __init__(self, times, server, newer):
        self.server, self.first = server, times.database(server)
        newer.run(self.first.url, "upgrade", "heads")
        trouble = self.first.script(FILL_POSTGRESQL)
        if trouble:
            raise Wrong(trouble)

    def copy(self, times):
        copy = times.database(self.server)
        self.server.psql(f'DROP DATABASE "{copy.name}"')
        self.server.psql(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.first.name}"')
        return copy

    def content(self, database):
        rows = database.rows("SELECT c.oid::regclass, query_to_xml(format('SELECT * FROM %s AS t ORDER BY t::text', c.oid::regclass), "
                             "true, false, '') FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND "
                             "relname <> 'aludel_log' ORDER BY 1")
        return database.schema() + "\n".join(rows)


# ---- The pairs -------------------------------------------------------------------------------------------------

def reasons(side, chain):
    """What the log says that can't be undone: why, by revision."""
    forms = side.first.rows("SELECT revision || ':' || replace(carried, chr(10), ' ') FROM aludel_log WHERE action = 'upgrade'"
                            if side.first.dialect == "postgresql" else
                            "SELECT revision || ':' || replace(carried, char(10), ' ') FROM aludel_log WHERE action = 'upgrade'")
    carried = dict(form.split(":", 1) for form in forms)
    assert set(carried) == {id for id, _ in chain}, carried
    return {id: form.split("!", 1)[1].split(":", 1)[1] for id, form in carried.items() if ";!" in form}


def pair(times, side, older, newer, ids):
    """`ids`: the older one's last revision, and the newer ones'."""
    one, other = side.copy(times), side.copy(times)
    older.run(one.url, "downgrade", "--carried")
    newer.run(other.url, "downgrade", ids[0])
    if side.content(one) != side.content(other):
        raise Wrong(f"{ids}:\n{side.content(one)}\n---\n{side.content(other)}")
    if one.versions() != [ids[0]]:
        raise Wrong(f"{ids}: {one.versions()}")
    older.run(one.url, "upgrade", "heads")
    newer.run(one.url, "upgrade", "heads")


def refused(times, side, older, why):
    one = side.copy(times)
    before = side.content(one)
    older.refuses(one.url, "can't be undone from the log: " + why)
    if side.content(one) != before:
        raise Wrong("a refusal has changed something")


def main(name, dialect):
    stand = stands.stand_for(name, dialect)
    chain, done, not_done = history(name), 0, set()
    with stand.server_class() as server, Times(dialect, of=MIGRATIONS / name) as times:
        times.database = stand
        built = programs(times, chain)
        for j in range(1, len(chain)):
            side = (PostgresSide if dialect == "postgresql" else SqliteSide)(times, server, built[j])
            why = reasons(side, chain[:j + 1])
            for i in range(j):
                ids = [id for id, _ in chain[i:j + 1]]
                stop = [id for id in reversed(ids[1:]) if id in why]
                not_done |= set(stop)
                if stop:
                    refused(times, side, built[i], why[stop[0]])
                else:
                    pair(times, side, built[i], built[j], ids)
                    done += 1
    print(f"{name} on {dialect}: {done} pairs undone; not from the log: {', '.join(sorted(not_done)) or 'none'}")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

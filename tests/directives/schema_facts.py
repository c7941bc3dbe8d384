"""A schema in words that both sides have: a live database's, and those of `aludel schema --json`.

    of_database(database)    lines, sorted
    of_json(said, dialect)   the same lines

Types, defaults and conditions are words of the server's own; the schema as SQL, run in an empty database, compares them.
"""
import contextlib
import sqlite3

from read_back import TOOLS

KINDS = {"p": "primary", "u": "unique", "f": "foreignkey", "c": "check", "x": "exclude"}

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
COLUMNS = """
SELECT relname, attname, attnotnull, CASE WHEN attidentity <> '' THEN 'identity' WHEN attgenerated <> '' THEN 'generated'
    WHEN pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL AND
        pg_get_expr(adbin, adrelid) LIKE 'nextval(%' THEN 'serial'
    WHEN atthasdef THEN 'default' ELSE '' END
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
"""
CONSTRAINTS = """
SELECT relname, conname, contype,
    (SELECT string_agg(attname, ',' ORDER BY n) FROM unnest(conkey) WITH ORDINALITY k(key, n)
     JOIN pg_attribute ON attrelid = conrelid AND attnum = key),
    confrelid::regclass,
    (SELECT string_agg(attname, ',' ORDER BY n) FROM unnest(confkey) WITH ORDINALITY k(key, n)
     JOIN pg_attribute ON attrelid = confrelid AND attnum = key),
    confdeltype
FROM pg_constraint JOIN pg_class c ON c.oid = conrelid WHERE connamespace = 'public'::regnamespace
"""
INDEXES = """
SELECT t.relname, i.relname, indisunique, indnkeyatts, indpred IS NOT NULL
FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
WHERE i.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""


def column_line(table, name, not_null, what):
    return f"column {table}.{name}{' not null' if not_null else ''} {what}".rstrip()


def constraint_line(table, name, kind, columns, to=None, to_columns=(), on_delete=None):
    line = f"constraint {table} {name} {kind} ({', '.join(columns)})"
    return line + (f" -> {to} ({', '.join(to_columns)}) {on_delete}" if to else "")


def index_line(table, name, unique, count, partial):
    return f"index {name} of {table}, {count} parts{', unique' if unique else ''}{', partial' if partial else ''}"


def of_database(database):
    lines = of_postgresql(database) if database.dialect == "postgresql" else of_sqlite(database)
    return sorted(l for l in lines if not TOOLS.search(l))


# ---- PostgreSQL ----------------------------------------------------------------------------------

ON_DELETE = {"a": "NO ACTION", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT", " ": ""}


def of_postgresql(database):
    def rows(query):
        said = database.server.psql(query, database.name, ("-At", "-F", "\t"))
        return [line.split("\t") for line in said.splitlines()]
    yield from (f"table {name}" for name, in rows(TABLES))
    yield from (column_line(t, name, null == "t", what) for t, name, null, what in rows(COLUMNS))
    for t, name, kind, columns, to, to_columns, on_delete in rows(CONSTRAINTS):
        # a CHECK's columns are only found by reading it
        key = columns.split(",") if columns and kind not in "cx" else []
        to = to.strip('"') if kind == "f" else None
        yield constraint_line(t, name, KINDS[kind], key, to, to_columns.split(","), ON_DELETE[on_delete])
    yield from (index_line(t, name, unique == "t", int(count), partial == "t")
                for t, name, unique, count, partial in rows(INDEXES))


# ---- SQLite: it keeps no constraint's name, and its pragmas don't tell of a CHECK -------------------

def of_sqlite(database):
    with contextlib.closing(sqlite3.connect(database.file)) as db:
        for table, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            yield f"table {table}"
            yield from sqlite_table(db, table)


def sqlite_table(db, table):
    columns = db.execute(f'PRAGMA table_xinfo("{table}")').fetchall()
    for _, name, _, not_null, default, _, hidden in columns:
        yield column_line(table, name, not_null, "generated" if hidden else "default" if default is not None else "")
    key = [c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]]
    if key:
        yield constraint_line(table, "", "primary", key)
    keys = {}
    for number, _, to, column, to_column, _, on_delete, _ in db.execute(f'PRAGMA foreign_key_list("{table}")'):
        keys.setdefault((number, to, on_delete), []).append((column, to_column))
    for (_, to, on_delete), pairs in keys.items():
        yield constraint_line(table, "", "foreignkey", [a for a, _ in pairs], to, [b for _, b in pairs], on_delete)
    for _, name, unique, origin, partial in db.execute(f'PRAGMA index_list("{table}")').fetchall():
        parts = [row[2] for row in db.execute(f'PRAGMA index_xinfo("{name}")') if row[5]]
        if origin == "c":
            yield index_line(table, name, unique, len(parts), partial)
        elif origin == "u":
            yield constraint_line(table, "", "unique", parts)


# ---- `aludel schema --json` ----------------------------------------------------------------------

KIND_WORDS = {"primary key": "primary", "foreign key": "foreignkey"}
COLUMN_WORDS = ("identity", "generated", "serial", "default")


def of_json(said, dialect):
    keys = {t["name"]: k["columns"] for t in said["tables"] for k in t["constraints"] if k["kind"] == "primary key"}
    return sorted(line for table in said["tables"] for line in json_table(table, dialect == "sqlite", keys))


def json_table(table, sqlite, keys):
    name = table["name"]
    yield f"table {name}"
    for c in table["columns"]:
        what = next((w for w in COLUMN_WORDS if c.get(w)), "")
        yield column_line(name, c["name"], c.get("not_null"), "" if sqlite and what == "serial" else what)
    for k in one_of_a_kind(table["constraints"]) if sqlite else table["constraints"]:
        yield from json_constraint(name, k, sqlite, keys)
    for i in table["indexes"]:
        yield index_line(name, i["name"], i.get("unique"), len(i["elements"]), "where" in i)


def one_of_a_kind(constraints):
    """SQLite has one index for all keys of the same columns, and tells of one."""
    keys = [k["columns"] for k in constraints if k["kind"] == "primary key"]
    for k in constraints:
        if k["kind"] != "unique" or k["columns"] not in keys:
            yield k
        if k["kind"] == "unique":
            keys.append(k["columns"])


def json_constraint(table, k, sqlite, keys):
    kind = KIND_WORDS.get(k["kind"], k["kind"])
    if sqlite and kind == "check":
        return
    columns = k["columns"] if kind in ("primary", "unique", "foreignkey") else []
    to = k.get("to")
    yield constraint_line(table, "" if sqlite else k["name"], kind, columns, to, k.get("to_columns", keys.get(to)),
                          k.get("on_delete", "NO ACTION"))

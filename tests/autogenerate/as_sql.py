"""The statements that make a schema of parts.py. In a part's texts @0 is the name of the first part that it needs, @1 that of
the second.

What `what` says: of a column (kind, default, not null, rest), `rest` being its collation, or what it is generated from; of a
table nothing; of everything else the text that stands where it differs from others of its kind.
"""
import re
import zlib

import kinds


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def of_home(schema, name):
    return quoted(name) if schema in ("public", "main") else f"{quoted(schema)}.{quoted(name)}"


def name_of(key):
    """As a statement names it."""
    return quoted(key[2]) if isinstance(key[1], tuple) else quoted(key[1]) if key[0] == "schema" else of_home(key[1], key[2])


def filled(text, needs):
    """In a string the name's own quotes are no end of it."""
    def name(match):
        found = name_of(needs[int(match[2])])
        return match[1] + (found.replace("'", "''") if match[1] else found)
    return re.sub(r"('?)@(\d)", name, text)


def names(keys):
    return ", ".join(map(name_of, keys))


# ---- Tables ------------------------------------------------------------------------------------------------------------

def options(table, dialect):
    """They can't be altered: so the name tells them."""
    if dialect != "sqlite":
        return set()
    of = zlib.crc32(table[2].encode()) % 12
    return {0: {"STRICT"}, 1: {"WITHOUT ROWID"}, 2: {"STRICT", "WITHOUT ROWID"}, 3: {"AUTOINCREMENT"}}.get(of, set())


def kinds_of(table, dialect):
    return kinds.ALL["strict" if "STRICT" in options(table, dialect) else dialect]


def declared(column, dialect):
    kind = column.what[0]
    if kind in ("enum", "domain"):
        return name_of(column.needs[0])
    return {"serial": "serial", "bigserial": "bigserial"}.get(kind) or kinds_of(column.key[1], dialect)[kind].declared


def column_sql(column, dialect):
    _, default, not_null, rest = column.what
    words = [quoted(column.key[2]), declared(column, dialect)]
    words += [filled(rest, column.needs)] if rest else []
    words += [f"DEFAULT {filled(default, column.needs)}"] if default else []
    return " ".join(w for w in [*words, "NOT NULL" if not_null else ""] if w)


def named(part, text):
    """Those that begin so have no name of their own."""
    return text if part.key[2].startswith("~") else f"CONSTRAINT {quoted(part.key[2])} {text}"


def own_columns(part):
    return [n for n in part.needs if n[0] == "column" and n[1] == part.key[1]]


def constraint_sql(part):
    kind, columns = part.kind, names(own_columns(part))
    if kind == "check":
        return named(part, f"CHECK ({filled(part.what[0], part.needs)})")
    if kind == "exclude":
        return named(part, f"EXCLUDE {filled(part.what[0], part.needs)}")
    if kind == "foreign":
        here, there = part.needs[2:2 + part.what[0]], part.needs[2 + part.what[0]:]
        return named(part, f"FOREIGN KEY ({names(here)}) REFERENCES {name_of(part.needs[0])} ({names(there)}){part.what[1]}")
    words = {"primary": "PRIMARY KEY", "unique": "UNIQUE"}[kind]
    before, behind = part.what
    return named(part, f"{words}{before} ({columns}){behind}")


def is_alias(schema, table):
    """SQLite's rowid under a name."""
    key = schema.within(table, "primary")
    columns = own_columns(key[0]) if key else []
    return len(columns) == 1 and schema.parts[columns[0]].what[0] == "int" and key[0].key[2].startswith("~")


def table_sql(schema, table, dialect):
    kinds_within = ["primary", "check", "unique", "exclude", *(["foreign"] if dialect == "sqlite" else [])]
    columns = [column_sql(c, dialect) for c in schema.within(table.key, "column")]
    rest = schema.within(table.key, *kinds_within)
    if "AUTOINCREMENT" in options(table.key, dialect) and is_alias(schema, table.key):
        key = next(p for p in rest if p.kind == "primary")
        at = [c.key for c in schema.within(table.key, "column")].index(own_columns(key)[0])
        columns[at] = columns[at].replace(" NOT NULL", "") + " PRIMARY KEY AUTOINCREMENT"
        rest.remove(key)
    tail = ", ".join(sorted(options(table.key, dialect) - {"AUTOINCREMENT"}))
    return f"CREATE TABLE {name_of(table.key)} ({', '.join([*columns, *map(constraint_sql, rest)])}){' ' + tail if tail else ''}"


def index_sql(part):
    unique, method, elements, rest = part.what
    schema, name = part.key[1][1], part.key[2]
    name = of_home(schema, name) if schema == "main" else quoted(name)
    return (f"CREATE {unique}INDEX {name} ON {name_of(part.key[1])}{method} "
            f"({filled(elements, part.needs)}){filled(rest, part.needs)}")


# ---- All else ----------------------------------------------------------------------------------------------------------

def comment_sql(part):
    on = part.key[1]
    words = {"table": "TABLE", "column": "COLUMN", "view": "VIEW", "index": "INDEX", "enum": "TYPE", "sequence": "SEQUENCE"}[on[0]]
    name = f"{name_of(on[1])}.{quoted(on[2])}" if on[0] == "column" else of_home(on[1][1], on[2]) if on[0] == "index" else name_of(on)
    return f"COMMENT ON {words} {name} IS {part.what[0]}"


def thing_sql(part, dialect):
    name, text = name_of(part.key), filled(part.what[0], part.needs) if part.what else ""
    if part.kind == "enum":
        return f"CREATE TYPE {name} AS ENUM ({', '.join(part.what)})"
    if part.kind == "trigger":
        return f"CREATE TRIGGER {name} {text}"
    return {"schema": f"CREATE SCHEMA {name}", "domain": f"CREATE DOMAIN {name} AS {text}", "sequence": f"CREATE SEQUENCE {name}{text}",
            "function": f"CREATE FUNCTION {name}{text}", "react": f"CREATE FUNCTION {name}() RETURNS trigger {text}",
            "view": f"CREATE VIEW {name} AS {text}", "matview": f"CREATE MATERIALIZED VIEW {name} AS {text}"}[part.kind]


def statements(schema, dialect):
    made = [thing_sql(p, dialect) for kind in ("schema", "enum", "domain", "sequence", "function", "react") for p in schema.of(kind)]
    made += [table_sql(schema, t, dialect) for t in schema.of("table")]
    made += [index_sql(p) for p in schema.of("index")]
    if dialect == "postgresql":
        made += [f"ALTER TABLE {name_of(p.key[1])} ADD {constraint_sql(p)}" for p in schema.of("foreign")]
    made += [thing_sql(p, dialect) for p in schema.of("view", "matview")]
    made += [thing_sql(p, dialect) for p in schema.of("trigger")]
    return made + [comment_sql(p) for p in schema.of("comment")]

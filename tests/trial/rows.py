"""The rows that `aludel test` puts into tables: every type with its limits, what is unique, what refers to others, what
conditions are met.

rows.py ALUDEL
"""
import sqlite3
import sys

from chain import Chain
from tools.postgres import PrivatePostgres

ALUDEL = sys.argv[1]

# Forgotten by its downgrade, so that --keep keeps the database with the rows.
FORGETS = ("CREATE TABLE last (id INTEGER PRIMARY KEY);\nCREATE INDEX IF NOT EXISTS parents_name ON parents (name);", "DROP TABLE last;")

# Every one of them gets rows. `e` is an enum, `d` a domain: PostgreSQL has them.
TABLES = """
CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR(3) NOT NULL UNIQUE);
CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents (id), number SMALLINT NOT NULL, PRIMARY KEY (parent, number));
CREATE TABLE grandchildren (id BIGINT PRIMARY KEY, parent INTEGER, number SMALLINT,
    FOREIGN KEY (parent, number) REFERENCES children (parent, number));
CREATE TABLE one_to_one (parent INTEGER PRIMARY KEY REFERENCES parents (id), note TEXT DEFAULT 'none');
CREATE TABLE a_tree (id INTEGER PRIMARY KEY, above INTEGER REFERENCES a_tree (id));
CREATE TABLE demanding (
    id INTEGER PRIMARY KEY,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 10),
    language VARCHAR(2) NOT NULL CONSTRAINT known_language CHECK (language IN ('de', 'fr')),
    code VARCHAR(20) NOT NULL CHECK (length(code) = 7),
    share REAL CHECK (share > 0.0 AND share <= 1.0),
    since INTEGER NOT NULL, until INTEGER NOT NULL, CHECK (since < until)
);
"""
ON_POSTGRESQL = """
CREATE TYPE e AS ENUM ('one', 'two', 'it''s three');
CREATE DOMAIN d AS TEXT CHECK (VALUE ~ '@');
CREATE TABLE peculiar (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, e e NOT NULL, es e[], d d NOT NULL,
    twice INTEGER GENERATED ALWAYS AS (2 * n) STORED, n INTEGER, "select" TEXT, during tsrange,
    EXCLUDE USING gist (during WITH &&));
CREATE TABLE parts (id INTEGER NOT NULL, n INTEGER NOT NULL) PARTITION BY RANGE (n);
CREATE TABLE parts_small PARTITION OF parts FOR VALUES FROM (MINVALUE) TO (100);
CREATE TABLE parts_large PARTITION OF parts FOR VALUES FROM (100) TO (MAXVALUE);
CREATE SCHEMA other;
CREATE TABLE other.things (id SERIAL PRIMARY KEY, parent INTEGER NOT NULL REFERENCES public.parents (id));
"""
ON_SQLITE = """
CREATE TABLE strict (i INTEGER NOT NULL, r REAL, t TEXT, b BLOB, a ANY, PRIMARY KEY (i)) STRICT;
CREATE TABLE keyed (name TEXT PRIMARY KEY, n INTEGER GENERATED ALWAYS AS (length(name)) VIRTUAL) WITHOUT ROWID;
"""

POSTGRESQL_TYPES = """smallint|integer|bigint|numeric|numeric(5,2)|real|double precision|money|boolean|text|varchar(5)|char(3)|bytea
    |date|timestamp|timestamptz|timestamp(3)|time|timetz|interval|uuid|json|jsonb|xml|inet|cidr|macaddr|macaddr8|bit(3)|varbit
    |int4range|int8range|numrange|daterange|tsrange|tstzrange|tsvector|tsquery|point|line|lseg|box|path|polygon|circle|oid|pg_lsn
    |integer[]|text[]|varchar(3)[]|uuid[]|jsonb[]|timestamptz[]|name""".split("|")
SQLITE_TYPES = "INTEGER|BIGINT|BOOLEAN|REAL|DOUBLE PRECISION|NUMERIC(5,2)|TEXT|VARCHAR(5)|BLOB|DATE|DATETIME|TIMESTAMP|TIME|JSON|UUID|".split("|")

# What must be among a type's values, as a text.
AMONG = {
    "smallint": ["-32768", "32767", "0", "-1"], "integer": ["-2147483648", "2147483647"],
    "bigint": ["-9223372036854775808", "9223372036854775807"], "numeric(5,2)": ["999.99", "-999.99", "NaN"],
    "double precision": ["Infinity", "-Infinity", "NaN"], "boolean": ["true", "false"], "text": ["", "  blanks  ", "two\nlines"],
    "bytea": ["\\x", "\\x00ff27225c"], "date": ["infinity", "5874897-12-31"], "jsonb": ["null", "{}", "[]"],
    "integer[]": ["{}", "{NULL}"], "bit(3)": ["000", "111"], "uuid": ["ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "INTEGER": ["-9223372036854775808", "9223372036854775807", "0", "-1"], "BOOLEAN": ["0", "1"], "REAL": ["Inf", "-Inf"],
    "TEXT": ["", "  blanks  ", "two\nlines"], "VARCHAR(5)": ["", "a", "it's "], "BLOB": ["", "00", "00FF27225C"],
    "DATE": ["0001-01-01", "9999-12-31"], "JSON": ["null", "{}"], "NUMERIC(5,2)": ["999.99", "-999.99"],
}


def one_of_each(types):
    columns = ",\n".join(f"    c{i} {name.strip()}" for i, name in enumerate(types))
    return f"CREATE TABLE types (id INTEGER PRIMARY KEY,\n{columns}\n);"


def expect(types, values_of, count_of, tables):
    for i, name in enumerate(types):
        found = values_of(i)
        missing = [v for v in AMONG.get(name.strip(), []) if v not in found]
        assert not missing, f"{name.strip()}: {missing} not among {sorted(map(str, found))}"
        assert None in found and len(found) >= 3, f"{name.strip()}: {found}"
    for name, least in tables.items():
        count = count_of(name)
        assert count >= least, f"{name} has {count} rows"


def kept(chain, url=None):
    """The last of the names, which is that of the database of the migration that failed."""
    output = chain.test("--keep", "m3", url=url, status=1)
    assert "left over: index" in output and "no row can be made" not in output, output
    return output.split("kept: ")[1].split("\n")[0].split()


LEAST = {"parents": 3, "children": 3, "grandchildren": 3, "one_to_one": 3, "a_tree": 3, "demanding": 3}


def on_sqlite():
    c = Chain(ALUDEL, (TABLES + ON_SQLITE, "SELECT 1;"), (one_of_each(SQLITE_TYPES), "DROP TABLE types;"), FORGETS, dialects="sqlite")
    with sqlite3.connect(max(kept(c), key=lambda path: count_in(path, "parents"))) as db:
        def values(i):
            sql = f"SELECT DISTINCT CASE typeof(c{i}) WHEN 'blob' THEN hex(c{i}) ELSE CAST(c{i} AS TEXT) END FROM types"
            return {row[0] for row in db.execute(sql)}
        expect(SQLITE_TYPES, values, lambda name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0],
               {**LEAST, "strict": 3, "keyed": 3})
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        assert not broken, broken


def count_in(path, table):
    with sqlite3.connect(path) as db:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def on_postgresql(server):
    c = Chain(ALUDEL, (TABLES + ON_POSTGRESQL, "SELECT 1;"), (one_of_each(POSTGRESQL_TYPES), "DROP TABLE types;"), FORGETS,
              dialects="postgresql")
    names = kept(c, server.url_of("postgres"))
    database = max(names, key=lambda name: int(server.psql("SELECT count(*) FROM parents", name)))

    def values(i):
        rows = server.psql(f"SELECT coalesce(quote_literal(c{i}::text), 'NULL') || E'\\x01' FROM types", database).split("\x01")
        rows = {row.lstrip("\n") for row in rows if row.strip()}
        return {None if row == "NULL" else row.removeprefix("E")[1:-1].replace("''", "'").replace("\\\\", "\\") for row in rows}

    expect(POSTGRESQL_TYPES, values, lambda name: int(server.psql(f"SELECT count(*) FROM {name}", database)),
           {**LEAST, "peculiar": 3, "parts": 3, "parts_small": 1, "parts_large": 1, "other.things": 3})


def main():
    on_sqlite()
    with PrivatePostgres() as server:
        on_postgresql(server)
    print(f"{len(SQLITE_TYPES)} and {len(POSTGRESQL_TYPES)} types")


if __name__ == "__main__":
    main()

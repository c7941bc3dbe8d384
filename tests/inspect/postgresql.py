"""A PostgreSQL database with one of everything, read back: its statements make it again in an empty one.

    postgresql.py MIGRATE READ_TOOL
"""
import json
import os
import re
import subprocess
import sys

from tools.postgres import PrivatePostgres

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA_READ = os.path.join(HERE, "..", "schema_read")
sys.path.insert(0, SCHEMA_READ)
from on_postgresql import BEFORE  # noqa: E402

MIGRATE, READ_TOOL = sys.argv[1], sys.argv[2]


def inspect(pg, database, *options):
    done = subprocess.run([MIGRATE, "--url", pg.url_of(database), "--json", "inspect", *options], text=True,
                          capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def script(parts):
    return "".join(part["sql"] + ";\n\n" for part in parts)


def sorted_dump(pg, database):
    """What pg_dump has written as a set of statements: it has an order of its own, and the columns of what is inherited."""
    dump = pg.dump(database)
    dump = re.sub(r"^(SET|SELECT pg_catalog\.set_config).*\n", "", dump, flags=re.M)
    return sorted(re.split(r";\n", dump))


def dumps(pg):
    """A newer server than the system's has no pg_dump here."""
    program = subprocess.run([os.path.join(os.path.dirname(pg.program), "pg_dump"), "-V"], capture_output=True, text=True)
    return int(re.search(r"\) (\d+)", program.stdout).group(1)) >= int(pg.psql("SHOW server_version_num")) // 10000


def same(what, one, other):
    assert one == other, "\n".join([what, *(f"  {side} {x}" for side, a, b in (("-", one, other), ("+", other, one))
                                            for x in a if x not in b)])


def again(pg, database, before="", options=()):
    """The statements of a database, executed in an empty one."""
    parts = inspect(pg, database, *options)
    copy = pg.new_database()
    pg.psql(before + script(parts), copy)
    same("read back of the copy", parts, inspect(pg, copy, *options))
    return parts, copy


def unread(parts):
    data = "\x1e".join(part["sql"] + ";\n" for part in parts) + "\x1e"
    done = subprocess.run([READ_TOOL, "postgresql"], input=data, text=True, capture_output=True, check=True)
    return [line for report in done.stdout.split("\x1e") for line in report.split("\n")
            if line.startswith("    unread") or (line.endswith(" uncertain") and not re.search("INHERITS|PARTITION OF", line))]


def everything(pg):
    database = pg.new_database()
    with open(os.path.join(HERE, "one.sql"), encoding="utf-8") as file:
        pg.psql(file.read(), database)
    return database


def one_of_everything(pg):
    database = everything(pg)
    parts, copy = again(pg, database)
    kinds = {part["kind"] for part in parts}
    assert kinds == {"type", "sequence", "table", "sequence_owner", "constraint", "index", "function", "view", "trigger",
                     "comment", "storage", "switch", "replica_identity", "cluster"}, kinds
    assert not [part for part in parts if "alembic_version" in part["sql"] or "tmp" in part["sql"]]
    assert not unread(parts), unread(parts)
    pg.psql("CREATE SCHEMA aux", copy)
    pg.psql("DROP SCHEMA aux CASCADE; CREATE SCHEMA aux", database)
    # What a sequence is called that a table brings along, and what nobody can say of an inherited column, is pg_dump's alone.
    pg.psql("ALTER SEQUENCE old_name_id_seq RENAME TO new_name_id_seq", database)
    if dumps(pg):
        same("pg_dump", sorted_dump(pg, database), sorted_dump(pg, copy))


def other_schemas(pg):
    database = everything(pg)
    parts, _ = again(pg, database, options=("--schema", "public", "--schema", "aux"))
    assert parts[0]["sql"] == "CREATE SCHEMA aux", parts[0]
    [table] = [part for part in parts if part["name"] == "elsewhere"]
    assert table["schema"] == "aux" and table["sql"].startswith("CREATE TABLE aux.elsewhere (\n    id serial,"), table
    alone = inspect(pg, database, "--schema", "aux")
    assert {part["schema"] for part in alone if part["kind"] != "schema"} == {"aux"}, alone


def tables_of_others(pg):
    """Those of tests/schema_read, each in a schema of its own."""
    with open(os.path.join(SCHEMA_READ, "live.sql"), encoding="utf-8") as file:
        statements = file.read().rstrip("\n").split(";\n")
    database = pg.new_database()
    pg.psql(BEFORE, database)
    options = ["--schema", "public", "--schema", "s"]
    for number, statement in enumerate(statements):
        pg.psql(f"CREATE SCHEMA l{number}; SET search_path = l{number}, public; {statement}", database)
        options += ["--schema", f"l{number}"]
    parts, _ = again(pg, database, options=options)
    assert not unread(parts), unread(parts)


def canonical(pg):
    """The same schema, typed otherwise and in another order."""
    one, other = pg.new_database(), pg.new_database()
    pg.psql("""CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE b (id SERIAL PRIMARY KEY, t varchar(3) DEFAULT 'x', m mood);
        CREATE TABLE a (b_id int REFERENCES b, n decimal(4,2) CHECK (n in (1, 2)));
        CREATE VIEW v2 AS SELECT * FROM a; CREATE VIEW v1 AS SELECT b_id, (SELECT 1) AS x FROM v2; CREATE INDEX i ON a (b_id, n);""", one)
    pg.psql("""CREATE TABLE a (gone int, B_ID integer, n numeric(4, 2)); ALTER TABLE a DROP COLUMN gone;
        CREATE TABLE c (id serial not null constraint c_pkey primary key, "t" character varying (3) default 'x'::text);
        ALTER TABLE c RENAME TO b; ALTER TABLE b RENAME CONSTRAINT c_pkey TO b_pkey;
        CREATE TYPE mood AS ENUM ('b'); ALTER TYPE mood ADD VALUE 'a' BEFORE 'b'; ALTER TABLE b ADD m public.mood;
        ALTER TABLE b ALTER t SET DEFAULT cast('x' AS varchar);
        CREATE INDEX i ON a USING btree (b_id ASC NULLS LAST, n); CREATE VIEW v2 (b_id, n) AS SELECT a.b_id, n FROM public.a;
        CREATE VIEW v1 AS SELECT v2.b_id, (SELECT 1) AS x FROM v2; ALTER TABLE a ADD CHECK (n = ANY (ARRAY[1, 2]::numeric[]));
        ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE NO ACTION; CREATE TABLE aludel_log (x int);""", other)
    same("two databases", inspect(pg, one), inspect(pg, other))
    pg.psql("ALTER TABLE a ALTER n SET NOT NULL", other)
    assert inspect(pg, one) != inspect(pg, other)


def of_extensions(pg):
    """What belongs to an extension is left out; on servers that have one."""
    database = pg.new_database()
    if not pg.psql("SELECT 1 FROM pg_available_extensions WHERE name = 'hstore'", database):
        return
    pg.psql("CREATE EXTENSION hstore; CREATE TABLE t (h hstore DEFAULT ''::hstore); CREATE SCHEMA ext;"
            "CREATE EXTENSION pg_trgm SCHEMA ext; CREATE INDEX i ON t USING gin (CAST(h -> 'a' AS text) ext.gin_trgm_ops)", database)
    parts, _ = again(pg, database, before="CREATE SCHEMA ext; CREATE EXTENSION pg_trgm SCHEMA ext;")
    assert [part["kind"] for part in parts] == ["extension", "extension", "table", "index"], parts


def main():
    failed = 0
    with PrivatePostgres() as pg:
        for check in (one_of_everything, other_schemas, tables_of_others, canonical, of_extensions):
            try:
                check(pg)
                print(f"ok: {check.__name__}")
            except Exception as error:  # the others are to be tried as well
                failed += 1
                print(f"FAILED: {check.__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""What pg_dump and sqlite3 write of a database, as the schema that is meant and as a side of diff: nothing is different.

dumps.py sqlite|postgresql
"""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from five import NOTHING, Database, environments, run, upgraded  # noqa: E402
from tools.postgres import PrivatePostgres  # noqa: E402

LITE = """CREATE TABLE kinds (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT 'it''s; x');
CREATE TABLE books (id INTEGER PRIMARY KEY, kind INTEGER REFERENCES kinds(id), price NUMERIC);
INSERT INTO kinds (name) VALUES ('a;b
INSERT'), ('c');
INSERT INTO books VALUES (1, 1, 2), (2, 2, 3);
CREATE INDEX books_kind ON books (kind);
CREATE VIEW dear AS SELECT id FROM books WHERE price > 10;
CREATE TRIGGER filled AFTER INSERT ON books BEGIN
INSERT INTO kinds (name) VALUES ('t');
DELETE FROM kinds WHERE name = 'zz';
END;
CREATE VIRTUAL TABLE pages USING fts5(body, tokenize='porter ascii');
CREATE VIRTUAL TABLE quoted USING fts5(body,
tokenize='unicode61 separators ''_''');
INSERT INTO pages VALUES ('some words');
ANALYZE;
"""
BIG = """CREATE TYPE mood AS ENUM ('good', 'it''s; bad');
CREATE DOMAIN age AS integer CHECK (VALUE > 0);
CREATE SEQUENCE loose START 5;
CREATE TABLE kinds (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'public.x', m mood DEFAULT 'good', n integer DEFAULT nextval('loose'));
CREATE TABLE "Public" (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind INTEGER REFERENCES kinds ON DELETE CASCADE, a age,
  during tsrange, EXCLUDE USING gist (during WITH &&));
CREATE TABLE parts (id integer NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE fast (public integer); CREATE TABLE sub (extra text) INHERITS (fast);
CREATE INDEX parts_at ON parts (at);
CREATE VIEW good AS SELECT k.id, public.public FROM kinds k, fast public WHERE k.m = 'good';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM kinds;
CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a * 2; SELECT a';
CREATE FUNCTION on_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
INSERT INTO public.kinds (name) VALUES ('x');
SET search_path = x;
RETURN NEW;
END $$;
CREATE TRIGGER t BEFORE INSERT ON "Public" FOR EACH ROW EXECUTE FUNCTION on_kind();
ALTER TABLE kinds ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON kinds USING (name <> 'public.y');
COMMENT ON TABLE kinds IS 'see public.books'; COMMENT ON COLUMN kinds.name IS 'COPY x FROM stdin;
\\. is no end';
CREATE EXTENSION pgcrypto;
CREATE ROLE reader; GRANT SELECT ON kinds TO reader; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
INSERT INTO kinds (name) VALUES ('a'), (E'b\\n\\\\.'), ('DROP TABLE x;'); REFRESH MATERIALIZED VIEW counted;
"""
# Databases of their own, from which and in which a dump is built: (name, statements, a line that is made in an empty one)
APART = (
    ("functions", "CREATE TABLE kinds (id integer); CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM kinds';",
     "AS $function$SELECT count(*) FROM kinds$function$;"),
    ("extensions", "CREATE EXTENSION pg_trgm; CREATE TABLE kinds (name text); CREATE INDEX kinds_name ON kinds USING gin (name gin_trgm_ops);",
     'op.create_extension("pg_trgm")'),
    ("beside", """CREATE TABLE kinds (name text); CREATE PUBLICATION p FOR TABLE kinds; COMMENT ON PUBLICATION p IS 'x';
CREATE SUBSCRIPTION s CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);
CREATE FUNCTION heard() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION heard();
ALTER EVENT TRIGGER e DISABLE; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER far;
COMMENT ON SERVER far IS 'x'; COMMENT ON EVENT TRIGGER e IS 'x';""", 'op.create_table('),
)
WAYS = (["-s"], [], ["--inserts"], ["-O", "-x", "-s"], ["--disable-triggers"])


def same(top, dialect, url, dump, name, stamped=False, settings=""):
    """As the target, as a side of diff, and there are no remarks."""
    folder = top / name
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n{settings}")
    (folder / "schema.sql").write_text(dump)
    for words in (["schema.sql", url], [url, "schema.sql"], ["./schema.sql", url]):
        found = run(folder, "diff", *words)
        assert found == "", f"{name} {words}\n{found}\n{dump}"
    if not stamped:
        assert run(folder, "--url", url, "check") == NOTHING
    assert run(folder, "lint") == ""


def lite_dumps(url):
    file = url.removeprefix("sqlite:///")
    for command in (".dump", ".schema", ".schema --nosys", ".schema --indent"):
        yield command, subprocess.run(["sqlite3", file, command], stdout=subprocess.PIPE, text=True, check=True).stdout


def big_dumps(url):
    for way in WAYS:
        done = subprocess.run(["pg_dump", *way, url], stdout=subprocess.PIPE, text=True, check=True)
        yield " ".join(["pg_dump", *way]), done.stdout


def apart(top, server, name, statements, made):
    """Its dump is what it is, and makes the same of an empty one."""
    database, empty = server.new_database(), server.new_database()
    server.psql(statements, database)
    dump = next(big_dumps(server.url_of(database)))[1]
    same(top, "postgresql", server.url_of(database), dump, name)
    found = run(top / name, "diff", server.url_of(empty), "schema.sql")
    assert made in found.splitlines(), f"{name}\n{found}"
    (top / name / "made.mako").write_text(found)
    assert run(top / name, "diff", server.url_of(database), "./made.mako") == "", found


def newer(dump):
    """As later versions of pg_dump begin and end."""
    head, mark, rest = dump.partition("--\n\n")
    return f"{head}{mark}\\restrict aB3x\n\n{rest}\n\\unrestrict aB3x\n"


def refused(top, server, url):
    """What isn't taken says where it stands."""
    folder = top / "refused"
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {'postgresql' if server else 'sqlite'}\n")
    begin = "--\n-- PostgreSQL database dump\n--\n\n" if server else "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"
    statement = "DO $$ BEGIN END $$;" if server else "UPDATE sqlite_schema SET sql = '';"
    (folder / "schema.sql").write_text(f"{begin}CREATE TABLE t (id integer);\n{statement}\n")
    done = subprocess.run([os.environ["ALUDEL_BUILD"] + "/aludel", "--url", url, "check"], cwd=folder, stderr=subprocess.PIPE, text=True)
    line = 6 if server else 4
    assert done.returncode == 1 and f"schema.sql:{line}:1: error: a schema says what there is" in done.stderr, done.stderr
    if server:
        (folder / "schema.sql").write_text(begin + "\\connect shop\n")
        done = subprocess.run([os.environ["ALUDEL_BUILD"] + "/aludel", "lint"], cwd=folder, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1 and "schema.sql:5:1: error: a backslash outside quotes is not SQL" in done.stderr, done.stderr


def main(dialect):
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(PrivatePostgres()) if dialect == "postgresql" else None
        database = Database(dialect, top, server)
        urls = {"rich": database.url()}
        if server:
            server.psql(BIG, re.search(r"//[^/]*/(\w+)", urls["rich"])[1])
        else:
            subprocess.run(["sqlite3", urls["rich"].removeprefix("sqlite:///")], input=LITE, text=True, check=True)
        for chain in environments(dialect):
            urls[chain.name] = upgraded(top, chain, database, "heads")[1]
        count = 0
        for name, url in urls.items():
            for how, dump in big_dumps(url) if server else lite_dumps(url):
                same(top, dialect, url, dump, f"{name} {how}", name != "rich")
                count += 1
        if server:
            same(top, dialect, urls["rich"], newer(dump_of := next(big_dumps(urls["rich"]))[1]), "newer")
            assert dump_of.count("public.") > 20
            for of in APART:
                apart(top, server, *of)
            name = server.new_database()
            server.psql("CREATE SCHEMA aux; CREATE TABLE aux.t (id serial); CREATE TABLE public (id integer, t integer); "
                        "CREATE VIEW aux.v AS SELECT p.id FROM public p JOIN aux.t ON t.id = p.t;", name)
            url = server.url_of(name)
            same(top, dialect, url, next(big_dumps(url))[1], "two schemas", settings="include_schemas = aux\n")
        refused(top, server, urls["rich"])
    print(f"{dialect}: {count} dumps of {', '.join(urls)}")
    assert count >= {"sqlite": 12, "postgresql": 25}[dialect]


if __name__ == "__main__":
    main(sys.argv[1])

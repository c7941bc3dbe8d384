"""The target in its scratch place: it is read back as the database itself would be, and nothing of it stays.

    scratch.py
"""
import json
import pathlib
import signal
import subprocess
import sys
import time

from tools.postgres import PrivatePostgres, PsqlError

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "cli_generator"))
from place import ALUDEL, Place  # noqa: E402

EMPTY = "-- first\n-- revision: a1\n-- down_revision: None\n\n-- aludel:upgrade\nSELECT 1;\n"


class Target(Place):
    """A program whose target is that text."""

    def __init__(self, text, name="schema.sql", settings="", dialect="postgresql"):
        super().__init__()
        self.settings(f"[aludel]\ndialects = {dialect}\nurl_env = TEST_URL\n{settings}")
        for path in (self.environment / "versions").iterdir():
            path.unlink()
        (self.environment / "versions" / "a1.sql").write_text(EMPTY)
        (self.environment / name).write_text(text)
        self.program = str(self.top / "migrate")
        self.run("build", "-o", self.program, program=ALUDEL)

    def migrate(self, *arguments, url, status=0):
        """What it prints, without the line that says of which database it is."""
        return self.run("--url", url, *arguments, program=self.program, status=status).removeprefix("-- postgresql\n").lstrip("\n")


def pieces(text):
    """What doesn't name a schema, so that it can be a target."""
    return "".join(line for line in text.splitlines(True) if "aux" not in line and "alembic_version" not in line).replace(
        "public.money", "money").replace("pg_catalog.money", "money")


ONE = pieces((HERE / "one.sql").read_text())


def nothing_left(pg, database):
    left = pg.psql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'aludel%' UNION ALL SELECT relname FROM pg_class c"
                   " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public'", database)
    assert not left, left


def as_the_database(pg):
    """The same statements from the target as from a database in which they were executed; on both sides of a change."""
    target, database, empty = Target(ONE), pg.new_database(), pg.new_database()
    pg.psql(ONE, database)
    live = target.migrate("--json", "inspect", url=pg.url_of(database))
    assert len(json.loads(live)) > 50
    assert target.migrate("--json", "inspect", "--target", url=pg.url_of(database)) == live
    assert target.migrate("--json", "inspect", "--target", url=pg.url_of(empty)) == live
    assert "aludel_scratch" not in live
    nothing_left(pg, empty)
    assert "Target database is not up to date." in target.migrate("check", url=pg.url_of(database), status=1)
    target.migrate("upgrade", "head", url=pg.url_of(database))
    assert target.migrate("check", url=pg.url_of(database)) == "No new upgrade operations detected.\n"
    differences(pg, target, database)


def differences(pg, target, database):
    pg.psql("""ALTER TABLE base ALTER "Odd name" DROP NOT NULL, DROP COLUMN c; ALTER TABLE fast ADD more text, SET LOGGED;
        DROP INDEX low; DROP TABLE nothing; CREATE TABLE left_over (id integer PRIMARY KEY); ALTER TYPE mood ADD VALUE 'new';
        CREATE OR REPLACE VIEW z_first AS SELECT id, note FROM a_child WHERE id > 0; COMMENT ON TABLE base IS NULL;
        ALTER TABLE base DROP CONSTRAINT pos""", database)
    said = target.migrate("check", url=pg.url_of(database), status=1)
    lines = said.splitlines()
    assert lines[0] == ("differs: type mood: target: CREATE TYPE mood AS ENUM ('sad', 'it''s \"ok\"', 'happy'); database: "
                        "CREATE TYPE mood AS ENUM ('sad', 'it''s \"ok\"', 'happy', 'new')"), said
    for line in ("missing: table nothing: CREATE TABLE nothing ()", "missing: column base.c: c money",
                 "differs: table fast: target: CREATE UNLOGGED TABLE fast; database: CREATE TABLE fast",
                 "left over: table left_over: CREATE TABLE left_over ( id integer NOT NULL )",
                 "left over: column fast.more: more text",
                 "missing: constraint base.pos: ALTER TABLE base ADD CONSTRAINT pos CHECK ((n > 0)) NO INHERIT",
                 "differs: column base.Odd name: target: \"Odd name\" character varying(40) COLLATE \"C\" DEFAULT 'it''s'::character "
                 "varying NOT NULL; database: \"Odd name\" character varying(40) COLLATE \"C\" DEFAULT 'it''s'::character varying"):
        assert line in lines, f"{line}\nisn't in\n{said}"
    starts = sorted(line.split(":")[0] + line.split(":")[1] for line in lines[:-1])
    assert len(starts) == 13, said
    assert lines[-1] == "FAILED: New upgrade operations detected: 13 differences", said
    told = json.loads(target.run("--url", pg.url_of(database), "--json", "-q", "check", program=target.program, status=1).split("FAILED")[0])
    assert len(told["differences"]) == 13 and told["error"]["code"] == "changed", told


def of_directives(pg):
    """schema.mako, with what can't run in a transaction and what asks the database."""
    target = Target("""<%
op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20), nullable=False))
if not op.has_table("others"):
    op.create_table("others", sa.Column("id", sa.Integer))
with op.get_context().autocommit_block():
    op.create_index("users_name", "users", ["name"], postgresql_concurrently=True)
    op.execute("VACUUM users")
%>
""", "schema.mako")
    database = pg.new_database()
    pg.psql("CREATE TABLE others (x int)", database)
    made = target.migrate("inspect", "--target", url=pg.url_of(database))
    assert "CREATE TABLE others (\n    id integer\n);\n\nCREATE TABLE users (\n    id serial,\n    name character varying(20) NOT NULL\n);" in made, made
    assert made.endswith("CREATE INDEX users_name ON users USING btree (name);\n"), made
    assert pg.psql("SELECT relname FROM pg_class WHERE relname LIKE 'users%'", database) == ""


def failures(pg):
    """Nothing stays of one that fails; the error has its place."""
    database = pg.new_database()
    url = pg.url_of(database)
    broken = Target("CREATE TABLE t (id integer);\nCREATE VIEW v AS SELECT nothing FROM t;\n")
    said = broken.migrate("inspect", "--target", url=url, status=1)
    assert 'column "nothing" does not exist' in said and "schema.sql:2" in said, said
    named = Target("CREATE TABLE public.t (id integer);\n")
    said = named.migrate("inspect", "--target", url=url, status=1)
    assert "the target names 't' with its schema 'public'" in said, said
    assert "leave that schema's name away: the target is built in another one, in its place" in said, said
    for kind, text in (("f", "FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"), ("mood", "TYPE public.mood AS ENUM ('a')"),
                       ("d", "DOMAIN public.d AS int")):
        said = Target(f"CREATE {text};\n").migrate("inspect", "--target", url=url, status=1)
        assert f"the target names '{kind}' with its schema 'public'" in said, said
    alone = Target("""<%
with op.get_context().autocommit_block():
    op.execute("CREATE DATABASE other")
%>
""", "schema.mako")
    said = alone.migrate("inspect", "--target", url=url, status=1)
    assert "this can't be part of the target: it can't run in a transaction" in said and "schema.mako:3" in said, said
    nothing_left(pg, database)
    good = Target("CREATE TABLE t (id integer);\n")
    pg.psql(f"DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; REVOKE CREATE ON DATABASE {database} FROM PUBLIC")
    said = good.migrate("inspect", "--target", url=pg.url_of(database, "reader"), status=1)
    assert ("the target is built in a schema of its own (which is rolled back), and 'reader' may not create one" in said
            and f"GRANT CREATE ON DATABASE {database} TO reader" in said), said
    pg.psql(f"GRANT CREATE ON DATABASE {database} TO reader")
    assert "CREATE TABLE t" in good.migrate("inspect", "--target", url=pg.url_of(database, "reader"))
    pg.psql(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert good.migrate("inspect", url=url) == ""
    assert "read-only" in good.migrate("inspect", "--target", url=url, status=1)


def killed(pg):
    """kill -9 in the middle: nothing was committed."""
    database = pg.new_database()
    slow = Target("CREATE TABLE t (id integer);\nCREATE MATERIALIZED VIEW v AS SELECT pg_sleep(60);\n")
    process = subprocess.Popen([slow.program, "--url", pg.url_of(database), "inspect", "--target"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    asleep = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND query LIKE '%pg_sleep(60)%'"
    for _ in range(200):
        if pg.psql(asleep) == "1":
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    pg.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    nothing_left(pg, database)


def elsewhere(pg):
    """The schema that names mean needn't be public; one that is asked for has its name."""
    target = Target("CREATE TYPE mood AS ENUM ('a');\nCREATE TABLE t (m mood);\n", settings="search_path = app\n")
    database = pg.new_database()
    pg.psql("CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a'); CREATE TABLE app.t (m app.mood); CREATE TABLE public.p (a int)", database)
    url = pg.url_of(database)
    live = target.migrate("inspect", url=url)
    assert live == "CREATE TYPE mood AS ENUM ('a');\n\nCREATE TABLE t (\n    m mood\n);\n", live
    made = target.migrate("inspect", "--target", url=url)
    assert made == live, made
    other = target.migrate("inspect", "--schema", "public", url=url)
    assert other == "CREATE SCHEMA public;\n\nCREATE TABLE public.p (\n    a integer\n);\n\nCOMMENT ON SCHEMA public IS 'standard public schema';\n", other


def no_schema(pg):
    target, url = Target("CREATE TABLE t (id integer);\n", settings="search_path = nowhere\n"), pg.url_of(pg.new_database())
    for options in ([], ["--target"]):
        said = target.migrate("inspect", *options, url=url, status=1)
        assert "there is no schema to read: the search path leads to none" in said, said
        assert "set `search_path`, or create the schema" in said, said


def has_hstore(pg):
    return pg.psql("SELECT 1 FROM pg_available_extensions WHERE name = 'hstore'")


def extensions(pg):
    """In the database already, in whatever schema, or made by the target alone; on servers that have one."""
    bare, own, other = pg.new_database(), pg.new_database(), pg.new_database()
    if not has_hstore(pg):
        return
    pg.psql("CREATE EXTENSION hstore", own)
    pg.psql("CREATE SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext", other)
    target = Target("CREATE EXTENSION IF NOT EXISTS hstore;\nCREATE TABLE t (h hstore DEFAULT ''::hstore);\n")
    made = [target.migrate("-q", "inspect", "--target", url=pg.url_of(database)) for database in (bare, own, other)]
    assert made[0] == made[1] == ("CREATE EXTENSION IF NOT EXISTS hstore;\n\nCREATE TABLE t (\n    h hstore DEFAULT ''::hstore\n);\n"), made[:2]
    assert made[2] == made[0].replace("h hstore DEFAULT ''::hstore", "h ext.hstore DEFAULT ''::ext.hstore").replace(
        "hstore;", "hstore SCHEMA ext;", 1), made[2]
    assert pg.psql("SELECT count(*) FROM pg_extension WHERE extname = 'hstore'", bare) == "0"
    pg.psql("CREATE TABLE only_live (x integer)", own)
    arrays = Target("CREATE EXTENSION IF NOT EXISTS hstore;\nCREATE TABLE t (h hstore[]);\nCREATE VIEW v AS SELECT hstore('a', 'b') AS h;\n")
    assert "h hstore[]" in arrays.migrate("-q", "inspect", "--target", url=pg.url_of(own))
    said = Target("CREATE VIEW v AS SELECT x FROM only_live;\n").migrate("inspect", "--target", url=pg.url_of(own), status=1)
    assert "the target's 'v' needs 'only_live' of the database, not of the target" in said, said


def extended(pg):
    """An extension in a schema that isn't compared: made there, found there."""
    target = Target("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA ext;\nCREATE TABLE t (h ext.hstore);\n", settings="from_scratch = no\n")
    database = pg.new_database()
    url = pg.url_of(database)
    if not has_hstore(pg):
        return
    pg.psql("CREATE SCHEMA ext", database)
    target.migrate("upgrade", "head", url=url)
    said = target.migrate("check", url=url, status=1)
    assert "missing: extension hstore: CREATE EXTENSION IF NOT EXISTS hstore SCHEMA ext\n" in said, said
    target.run("revision", "--autogenerate", "-m", "extension", TEST_URL=url)
    target.run("upgrade", "head", TEST_URL=url)
    assert pg.psql("SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'hstore'", database) == "ext"
    assert "No new upgrade operations detected." in target.run("check", TEST_URL=url)


def compared(pg):
    """An extension in a schema that is compared: where it has that to itself it is what the target makes."""
    text = "CREATE SCHEMA ext;\nCREATE EXTENSION IF NOT EXISTS hstore SCHEMA ext;\nCREATE TABLE t (h ext.hstore);\n"
    target = Target(text, settings="from_scratch = no\ninclude_schemas = ext\n")
    database = pg.new_database()
    url = pg.url_of(database)
    if not has_hstore(pg):
        return
    target.migrate("upgrade", "head", url=url)
    target.run("revision", "--autogenerate", "-m", "extension", TEST_URL=url)
    target.run("upgrade", "head", TEST_URL=url)
    assert "No new upgrade operations detected." in target.run("check", TEST_URL=url)
    live = target.migrate("-q", "inspect", url=url)
    assert live == target.migrate("-q", "inspect", "--target", url=url), live
    assert "CREATE SCHEMA ext;" in live and "hstore SCHEMA ext;" in live and "h ext.hstore" in live, live
    (target.environment / "schema.sql").write_text("create schema ext;\n" + text.partition("\n")[2] + "CREATE TABLE ext.u (x integer);\n")
    said = target.run("check", TEST_URL=url, status=1)
    assert "missing: table ext.u" in said and "1 difference" in said and not pg.psql("SELECT 1 FROM pg_class WHERE relname = 'u'", database), said
    pg.psql("CREATE TABLE ext.u (x integer)", database)
    said = target.run("check", TEST_URL=url, status=1)
    assert ('type "ext.hstore" does not exist' in said and "hint: what the database has in the schema 'ext' makes room for the target's, and "
            "the extensions in it with it: give those a schema of their own (ALTER EXTENSION … SET SCHEMA …)\n" in said), said
    (target.environment / "schema.sql").write_text("CREATE SCHEMA ext;\nCREATE EXTENSION IF NOT EXISTS hstore SCHEMA ext;\n"
                                                   "CREATE TABLE t (h hstore);\nCREATE TABLE ext.u (x integer);\n")
    pg.psql("ALTER EXTENSION hstore SET SCHEMA public; CREATE EXTENSION citext SCHEMA ext", database)
    assert "citext SCHEMA ext;" in target.migrate("-q", "inspect", url=url)
    assert "No new upgrade operations detected." in target.run("check", TEST_URL=url)


def lists(pg):
    """The server tells of a list in another way once it has been told in its own: still it is the same one."""
    target, first, second = Target("CREATE TABLE t (a integer);\n"), pg.new_database(), pg.new_database()
    pg.psql("""CREATE TABLE t (kind varchar(20) CHECK (kind IN ('a', 'it''s (ARRAY[(')), code char(3) CHECK (code IN ('x', 'y')),
        n text CHECK (n NOT IN ('a', E'\\\\b'))); CREATE VIEW v AS SELECT kind FROM t WHERE kind NOT IN ('b', 'c');
        CREATE FUNCTION f(k text) RETURNS boolean LANGUAGE sql AS $$ SELECT k = ANY (ARRAY[('a'::character varying)::text]) $$""", first)
    once = target.migrate("inspect", url=pg.url_of(first))
    pg.psql(once, second)
    assert target.migrate("inspect", url=pg.url_of(second)) == once, once
    assert "ANY (ARRAY[('a'::character varying)::text, ('it''s (ARRAY[('::character varying)::text])" in once, once
    assert "$function$ SELECT k = ANY (ARRAY[('a'::character varying)::text]) $function$" in once, once


def several(pg):
    """Other schemas that are asked for, which the database has as well."""
    text = "CREATE SCHEMA aux; CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE aux.u (id integer REFERENCES t);"
    target, database = Target(text.replace("; ", ";\n")), pg.new_database()
    url, both = pg.url_of(database), ("--schema", "public", "--schema", "aux")
    pg.psql(text, database)
    live = target.migrate("inspect", *both, url=url)
    assert "CREATE TABLE aux.u (\n    id integer\n);" in live and "CREATE TABLE t (" in live, live
    made = target.migrate("inspect", "--target", *both, url=url)
    assert made == live, made
    target.migrate("upgrade", "head", url=url)
    assert target.migrate("check", *both, url=url) == "No new upgrade operations detected.\n"
    assert pg.psql("SELECT count(*) FROM aux.u", database) == "0"
    assert "there is no schema 'nowhere'" in target.migrate("inspect", "--schema", "nowhere", url=url, status=1)


STRAYS = (  # what the target needs of the database
    ("v", "b", "CREATE VIEW v AS SELECT t FROM public.b"), ("c", "mood", "CREATE TABLE c (m public.mood[])"),
    ("c", "s", "CREATE TABLE c (i integer DEFAULT nextval('public.s'))"), ("c", "b", "CREATE TABLE c (whole public.b)"),
    ("t_check", "is_good", "ALTER TABLE t ADD CONSTRAINT t_check CHECK (public.is_good(id))"))
WITHIN = (  # what it does in the schema that it stands for
    ("by_t", "CREATE INDEX by_t ON public.b (t)"), ("b", "COMMENT ON TABLE public.b IS 'x'"),
    ("b", "CREATE TRIGGER r BEFORE INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"))


def strays(pg):
    """What leads out of the scratch: into the schema that it stands for, and into others that aren't compared."""
    database = pg.new_database()
    url, away = pg.url_of(database), "hint: leave that schema's name away: the target is built in another one, in its place"
    pg.psql("CREATE TYPE mood AS ENUM ('a'); CREATE SEQUENCE s; CREATE TABLE over (x integer); CREATE TABLE b (id integer, t text); CREATE SCHEMA auth; CREATE TABLE auth.users (id integer PRIMARY KEY); CREATE INDEX by_id ON auth.users (id); CREATE TABLE auth.other (id integer);"
            " CREATE FUNCTION is_good(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE SCHEMA old", database)

    def refused(text, *parts, settings=""):
        said = Target(f"CREATE TABLE t (id integer);\nCREATE TABLE b (id integer, t text);\n{text};\n", settings=settings).migrate("inspect", "--target", url=url, status=1)
        assert all(part in said for part in parts), said

    for mine, theirs, text in STRAYS:
        refused(text, f"the target's '{mine}' needs '{theirs}' of the database, not of the target",
                "hint: let the target make that as well, in front of it, and name it without its schema")
    for name, text in WITHIN:
        refused(text, f"the target names '{name}' with its schema 'public'", away)
    for text in ("CREATE TABLE public.over (x integer)", "CREATE VIEW v AS SELECT * FROM public.nothing"):
        refused(text, "schema.sql:3", away)
    for text in ("ALTER TABLE auth.users ADD more integer", "CREATE INDEX more ON auth.users (id)", "COMMENT ON TABLE auth.users IS 'x'",
                 "ALTER TABLE auth.users ADD CHECK (id > 0)", "ALTER TABLE auth.users SET (fillfactor = 50)", "DROP INDEX auth.by_id",
                 "CREATE TRIGGER r BEFORE INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                 "CREATE TABLE u (id integer REFERENCES auth.users);\nCREATE TRIGGER r BEFORE INSERT ON auth.users FOR EACH ROW"
                 " EXECUTE FUNCTION suppress_redundant_updates_trigger()", "CREATE RULE r AS ON DELETE TO auth.users DO INSTEAD NOTHING"):
        refused(text, "the target changes auth.users, and the schema 'auth' isn't compared", "hint: leave that away, or let the target make "
                "all of that schema, and name it in the setting include_schemas")
    for text in ("CREATE TABLE over (x integer);\nDROP TABLE public.over", "DROP TABLE IF EXISTS auth.other",
                 "CREATE TYPE mood AS ENUM ('a');\nDROP TYPE public.mood",
                 "CREATE FUNCTION is_good(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';\nDROP FUNCTION public.is_good(integer)"):
        refused(text, "the target drops what the database had before", "hint: a target says what there is: leave each DROP of what it hasn't made away")
    refused("CREATE SCHEMA own", "the target makes the schema 'own', which isn't compared", "include_schemas = own\n")
    refused("CREATE TABLE old.u (id integer)", "the target makes old.u, and the schema 'old' isn't compared",
            "hint: write into aludel.ini: include_schemas = auth old\n", settings="include_schemas = auth\n")
    for text in ("CREATE SCHEMA auth", "CREATE TABLE auth.users (id integer)"):
        refused(text, "already exists", "schema.sql:3",
                "hint: what a schema holds that isn't compared stays while the target is built: name the schema in the setting include_schemas")
    target = Target("CREATE TABLE t (id integer REFERENCES auth.users);\nCREATE TABLE heir () INHERITS (auth.users);\nCREATE TABLE gone (a integer);\n"
                    "DROP TABLE gone;\nCREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\nDROP FUNCTION f();\n")
    assert "REFERENCES auth.users(id);\n" in target.migrate("inspect", "--target", url=url)
    target = Target("CREATE SCHEMA auth;\nCREATE TABLE auth.users (id integer);\n", settings="include_schemas = auth\n")
    assert "CREATE TABLE auth.users" in target.migrate("inspect", "--target", url=url)


def further(pg):
    """The search path goes on behind the schema that names mean: what is there is used, and isn't compared."""
    target = Target("CREATE TABLE t (m mood);\nCREATE VIEW v AS SELECT x FROM shared;\nCREATE TABLE same (a integer);\n",
                    settings="search_path = app, public\n")
    database = pg.new_database()
    pg.psql("CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('a'); CREATE TABLE shared (x integer); CREATE TABLE same (b integer); SET search_path = app, public;"
            "CREATE TABLE t (m mood); CREATE VIEW v AS SELECT x FROM shared; CREATE TABLE same (a integer)", database)
    url = pg.url_of(database)
    target.migrate("upgrade", "head", url=url)
    assert target.migrate("check", url=url) == "No new upgrade operations detected.\n"
    made = target.migrate("inspect", "--target", url=url)
    assert "m public.mood" in made and "FROM public.shared" in made and made == target.migrate("inspect", url=url), made
    pg.psql("DROP TABLE app.same", database)
    assert "missing: table same" in target.migrate("check", url=url, status=1)


OLDER = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int, a int, CONSTRAINT c_p FOREIGN KEY (id) REFERENCES p, CONSTRAINT c_a CHECK (a > 0));
CREATE TABLE n (a int CONSTRAINT mine NOT NULL, b int, c int NOT NULL, v int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE room (id int4range, during tsrange, CONSTRAINT room_key PRIMARY KEY (id, during));
CREATE TABLE stay (id int4range, during tsrange);
"""
NEWER = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int, a int, CONSTRAINT c_p FOREIGN KEY (id) REFERENCES p NOT ENFORCED, CONSTRAINT c_a CHECK (a > 0) NOT ENFORCED);
CREATE TABLE n (a int NOT NULL, b int, c int CONSTRAINT other NOT NULL, v int GENERATED ALWAYS AS (a * 2));
ALTER TABLE n ADD CONSTRAINT n_b NOT NULL b NOT VALID;
CREATE TABLE room (id int4range, during tsrange, CONSTRAINT room_key PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE stay (id int4range, during tsrange, CONSTRAINT stay_room FOREIGN KEY (id, PERIOD during) REFERENCES room (id, PERIOD during));
"""


def storage(pg):
    """What a table is stored with is altered; an index that couldn't be made isn't there."""
    database, first = pg.new_database(), pg.new_database()
    url = pg.url_of(database)
    older = ("CREATE TABLE t (id integer, a text) WITH (fillfactor = 80, autovacuum_enabled = false);\nCREATE TABLE u (a text);\n"
             "CREATE TABLE w (a text) WITH (toast.autovacuum_enabled = false);\n")
    newer = ("CREATE TABLE t (id integer, a text) WITH (fillfactor = 70);\n"
             "CREATE TABLE u (a text) WITH (fillfactor = 50, toast.autovacuum_vacuum_threshold = 9);\nCREATE TABLE w (a text);\n")
    for name in (database, first):
        pg.psql(older, name)
    target = Target(newer, settings="from_scratch = no\n")
    target.migrate("upgrade", "head", url=url)
    said = target.migrate("check", url=url, status=1)
    assert "differs: storage t.WITH: " in said, said
    assert "missing: storage u.WITH: ALTER TABLE u SET (fillfactor=50, toast.autovacuum_vacuum_threshold=9)" in said, said
    assert "left over: storage w.WITH: ALTER TABLE w SET (toast.autovacuum_enabled=false)" in said and "3 differences" in said, said
    target.run("revision", "--autogenerate", "-m", "newer", TEST_URL=url)
    target.run("upgrade", "head", TEST_URL=url)
    assert "No new upgrade operations detected." in target.run("check", TEST_URL=url)
    target.run("downgrade", "-1", TEST_URL=url)
    assert target.run("diff", url, pg.url_of(first)) == ""
    bad = Target("CREATE TABLE t (id integer);\nCREATE UNIQUE INDEX bad ON t (id);\n")
    pg.psql("DROP TABLE t, u, w; CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (1); DELETE FROM alembic_version", database)
    bad.migrate("upgrade", "head", url=url)
    try:
        pg.psql("CREATE UNIQUE INDEX CONCURRENTLY bad ON t (id)", database)
    except PsqlError:
        pass
    assert "missing: index t.bad: " in bad.migrate("check", url=url, status=1)
    said = bad.run("inspect", TEST_URL=url)
    assert "bad" not in said.partition("remark: ")[0] and "remark: the database has what isn't compared: the invalid index bad\n" in said, said


def newest(pg):
    """What PostgreSQL 18 has of constraints: read, compared, and written back as statements."""
    if int(pg.psql("SHOW server_version_num")) < 180000:
        return
    database, first, last = pg.new_database(), pg.new_database(), pg.new_database()
    for name, text in ((database, OLDER), (first, OLDER), (last, NEWER)):
        pg.psql(text, name)
    target, url = Target(NEWER, settings="from_scratch = no\n"), pg.url_of(database)
    target.migrate("upgrade", "head", url=url)
    assert "stay_room FOREIGN KEY (id, PERIOD during)" in target.migrate("inspect", "--target", url=url)
    assert "6 differences" in target.migrate("check", url=url, status=1)
    target.run("revision", "--autogenerate", "-m", "newer", TEST_URL=url)
    target.run("upgrade", "head", TEST_URL=url)
    assert "No new upgrade operations detected." in target.run("check", TEST_URL=url)
    assert target.run("diff", url, pg.url_of(last)) == ""
    target.run("downgrade", "-1", TEST_URL=url)
    assert target.run("diff", url, pg.url_of(first)) == ""


def many():
    """More than the server's table of locks has room for."""
    with PrivatePostgres(["max_locks_per_transaction=10", "max_connections=10"]) as pg:
        target = Target("".join(f"CREATE TABLE t{i} (id serial PRIMARY KEY, t text UNIQUE);\n" for i in range(300)))
        database = pg.new_database()
        said = target.migrate("inspect", "--target", url=pg.url_of(database), status=1)
        assert "the target is built in one transaction, and has more in it than the server can lock: there is room for 3" in said, said
        assert " locks (max_locks_per_transaction is 10)\n" in said and "the server: out of shared memory\n" in said, said
        assert "hint: raise max_locks_per_transaction and restart the server; or execute the target in an empty" in said, said
        assert "schema.sql:" in said, said
        nothing_left(pg, database)


def silent(pg):
    """What the server notices of what is rolled back isn't said."""
    target = Target("CREATE TABLE IF NOT EXISTS t (a integer);\nCREATE TABLE IF NOT EXISTS t (a integer);\n")
    said = target.migrate("inspect", "--target", url=pg.url_of(pg.new_database()))
    assert said == "CREATE TABLE t (\n    a integer\n);\n", said


def standby():
    with PrivatePostgres(standby=True) as pg:
        target = Target("CREATE TABLE t (id integer);\n")
        assert target.migrate("inspect", url=pg.url) == ""
        said = target.migrate("inspect", "--target", url=pg.url, status=1)
        assert "this server is a standby, where the target can't be built" in said and "hint: ask the primary" in said, said


def main():
    failed = 0
    with PrivatePostgres() as pg:
        checks = [(check, (pg,)) for check in (as_the_database, of_directives, failures, killed, elsewhere, extensions, extended, compared, lists, no_schema, several,
                                               strays, further, silent, storage, newest)]
        for check, on in [*checks, (standby, ()), (many, ())]:
            try:
                check(*on)
                print(f"ok: {check.__name__}")
            except Exception as error:  # the others are to be tried as well
                failed += 1
                print(f"FAILED: {check.__name__}: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

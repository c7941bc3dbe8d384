"""--sql for PostgreSQL: what is printed, run by psql, does what it says, and what Alembic's script does.

A private server; a database for each story. Version rows and names, and pg_dump at the end, must be those that
Alembic's own scripts leave behind (our log table apart), and the log table must tell the steps.
"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from graph import REVISIONS
from harness import Alone, Report, build, log_lines, revision, run_alembic, write, write_alembic, write_ours
from tools.postgres import PrivatePostgres

report = Report()


class Scripts:
    """One environment written for both, and the scripts that both print."""

    def __init__(self, folder, revisions, settings="", configure="", dialects="postgresql"):
        self.folder = Path(folder)
        write_ours(self.folder / "ours", revisions, settings, dialects)
        write_alembic(self.folder / "theirs", revisions, configure)
        self.program = build(self.folder / "ours")
        self.options = [] if dialects == "postgresql" else ["--dialect", "postgresql"]

    def ours(self, *arguments, env=None):
        return subprocess.run([str(self.program), *arguments, "--sql", *self.options], text=True, timeout=20,
                              capture_output=True, env={"PATH": os.environ["PATH"], **(env or {})})

    def theirs(self, *arguments):
        return run_alembic(self.folder / "theirs", "postgresql://", [*arguments, "--sql"])


class Database:
    """What stands in one, seen from outside."""

    def __init__(self, server, before=""):
        self.server, self.name = server, server.new_database()
        if before:
            self.ask(before)

    def run(self, script, what):
        done = self.server.psql_run(script, self.name)
        return report.check(done.returncode == 0, what + ": psql runs it", said=done.stderr.decode(), script=script)

    def ask(self, sql):
        return self.server.psql(sql, self.name)

    def rows(self, table="alembic_version"):
        return sorted(self.ask("SELECT version_num FROM %s" % table).split())

    def log(self, table="aludel_log"):
        if self.ask("SELECT to_regclass($name$%s$name$)" % table) == "":
            return []
        return [tuple(line.split("|")) for line in
                self.ask("SELECT action, revision FROM %s WHERE action <> 'shared' ORDER BY number" % table).split()]

    def names(self, left_out):
        """Everything that has a name, quickly."""
        names = self.ask("SELECT relkind::text || ' ' || oid::regclass FROM pg_class WHERE relnamespace >= 16384 OR "
                         "relnamespace = 'public'::regnamespace ORDER BY 1").replace('"', "").split("\n")
        ours = tuple(n.replace('"', "") for n in ("aludel_log", *left_out))
        return [n for n in names if not n[2:].startswith(ours) and not n[2:].startswith("public.aludel_log")]

    def dump(self, *left_out):
        program = os.path.join(os.path.dirname(self.server.program), "pg_dump")
        options = [o for t in ("*aludel_log*", *left_out) for o in ("-T", t)]
        text = subprocess.run([program, "-s", *options, "-d", self.server.url_of(self.name)], check=True, text=True,
                              capture_output=True).stdout
        return re.sub(r"^(--.*|\\.*|)\n", "", text, flags=re.M)


def steps(script):
    """What the script says that it does, as rows of the log table."""
    found = []
    for line in re.findall(r"^-- Running (.*)$", script, re.M):
        kind, start, end = re.fullmatch(r"(\w+) (.*) -> (.*)", line).groups()
        revision = {"upgrade": end, "downgrade": start, "stamp_revision": end}[kind] or "base"
        found.append((kind.replace("_revision", ""), revision))
    return found


class Story:
    """Scripts of both, run one after another on two databases."""

    def __init__(self, server, scripts, before=""):
        self.scripts = scripts
        self.our_database, self.their_database = Database(server, before), Database(server, before)
        self.log, self.told, self.failed, self.left_out = [], [], False, ()

    def run(self, *arguments, version_table="alembic_version", left_out=(), log_table="aludel_log"):
        """One command; nothing more once one has failed."""
        self.told.append(" ".join(arguments))
        what = "; ".join(self.told)
        if self.failed:
            return
        self.failed = True
        ours = self.scripts.ours(*arguments)
        status, script, said, _ = self.scripts.theirs(*arguments)
        dropped = "DROP TABLE %s;" % version_table.replace('"', "")
        script = "\n".join(l for l in script.split("\n") if l.replace('"', "") != dropped)  # ours is never dropped
        if not report.equal((ours.returncode, status), (0, 0), what + ": both print" + ours.stderr + said):
            return
        report.equal(len(log_lines(ours.stderr)), len(steps(ours.stdout)), what + ": a line each is logged")
        if not (self.our_database.run(ours.stdout, what) and self.their_database.run(script, what + " (Alembic)")):
            return
        self.failed = False
        report.equal(self.our_database.rows(version_table), self.their_database.rows(version_table), what + ": rows")
        report.equal(self.our_database.names(left_out), self.their_database.names(left_out), what + ": names")
        self.left_out = left_out
        self.log += steps(ours.stdout)
        if log_table:
            report.equal(self.our_database.log(log_table), self.log, what + ": log")

    def end(self):
        """Everything about what is there, slowly."""
        report.equal(self.our_database.dump(*self.left_out), self.their_database.dump(*self.left_out),
                     "; ".join(self.told) + ": schema")


STORIES = [
    ["upgrade heads", "downgrade kkkkb0:ffff60", "stamp ffff60:kkkkb0"],
    ["upgrade aaaa10", "upgrade aaaa10:cccc30", "upgrade cccc30:eeee50", "downgrade eeee50:aaaa10",
     "downgrade aaaa10:base"],
    ["upgrade cccc30", "downgrade cccc30:-1", "upgrade bbbb20:+1"],
    ["upgrade bbbb20", "upgrade bbbb20:cccc30", "upgrade cccc30:eeee50"],
    ["upgrade iiii90", "downgrade iiii90:hhhh80", "downgrade hhhh80:gggg70"],
    ["upgrade kkkkb0", "stamp kkkkb0:ffff60", "stamp ffff60:aaaa10"],
    ["upgrade base:eeee50", "upgrade eeee50:llllc0", "downgrade llllc0:eeee50", "downgrade eeee50:cccc30"],
    ["stamp aaaa10", "stamp aaaa10:cccc30", "stamp cccc30:base"],
    ["stamp eeee50", "stamp eeee50:bbbb20", "stamp bbbb20:iiii90"],
    ["upgrade billing@head", "upgrade jjjja0:net@head", "downgrade jjjja0:base"],
    ["ensure_version"],
]


def graph(server, folder):
    for dialects in ("postgresql", "sqlite postgresql"):
        scripts = Scripts(folder / dialects.replace(" ", "_"), REVISIONS, dialects=dialects)
        for commands in STORIES if dialects == "postgresql" else STORIES[:1]:
            story = Story(server, scripts)
            for command in commands:
                story.run(*command.split())
            story.end()


# ---- What PostgreSQL alone has -----------------------------------------------------------------------------

FUNCTION = """CREATE FUNCTION %s() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
    -- it's a ; in a "comment"
    RETURN 'a;b' || $$c;d$$;
END
$body$"""

FEATURES = [
    revision("f1", message="bodies", up=[
        FUNCTION % "dollars",
        "CREATE FUNCTION atomic(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 "
        "ELSE 0 END; SELECT a + 1; END",
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'made') THEN CREATE TABLE made (a text "
        "DEFAULT 'it''s; -- ' || E'\\\\n'); END IF; END $$",
        "CREATE PROCEDURE fill() LANGUAGE plpgsql AS 'BEGIN INSERT INTO made VALUES (''x;y''); END'",
        "CALL fill()", "COMMENT ON TABLE made IS 'semi;colon'",
        "/* ; */ INSERT INTO made VALUES ('last' -- a comment;\n)"],
        down_sql=["DROP TABLE made", "DROP FUNCTION dollars", "DROP FUNCTION atomic", "DROP PROCEDURE fill"]),
    revision("f2", "f1", message="outside", up=[
        "CREATE TABLE big (a integer)", Alone("CREATE INDEX CONCURRENTLY big_a ON big (a)"),
        Alone("ALTER TABLE big ADD COLUMN b integer"), "INSERT INTO big VALUES (1, 2)"],
        down_sql=[Alone("DROP INDEX CONCURRENTLY big_a"), "DROP TABLE big"]),
    revision("f3", "f2", message="types", up=[
        "CREATE TYPE mood AS ENUM ('so;so', 'it''s')", "CREATE TABLE feelings (m mood DEFAULT 'it''s', t text[] "
        "DEFAULT '{\"a;b\"}', \"odd;name\" integer GENERATED ALWAYS AS IDENTITY)", "CREATE VIEW seen AS SELECT m FROM "
        "feelings WHERE m::text <> 'x;'"], down_sql=["DROP VIEW seen", "DROP TABLE feelings", "DROP TYPE mood"]),
]


def features(server, folder):
    scripts = Scripts(folder / "features", FEATURES)
    for commands in (["upgrade f1", "upgrade f1:f3"],
                     ["upgrade f3", "downgrade f3:f1", "upgrade f1:f2", "downgrade f2:base"]):
        story = Story(server, scripts)
        for command in commands:
            story.run(*command.split())
        story.end()
    script = scripts.ours("upgrade", "f1:f2").stdout
    report.check(re.search(r"CREATE TABLE big[^;]*;\s+COMMIT;\s+CREATE INDEX CONCURRENTLY[^;]*;\s+BEGIN;", script)
                 and re.search(r"COMMIT;\s+ALTER TABLE big[^;]*;\s+BEGIN;", script),
                 "what stands in an autocommit block is between COMMIT and BEGIN", script=script)


# ---- What a migration sets -----------------------------------------------------------------------------------

SETTERS = [
    revision("s1", up=["CREATE SCHEMA side", "CREATE TABLE seen (what text)", "SET search_path = side, pg_catalog",
                       "SET DateStyle TO 'German'", "SET TIME ZONE 'Asia/Tokyo'", "CREATE TABLE beside (a integer)",
                       "INSERT INTO public.seen VALUES (current_setting('datestyle'))"],
             down_sql=["DROP TABLE seen", "DROP SCHEMA side CASCADE"]),
    revision("s2", "s1", up=["INSERT INTO seen VALUES (current_setting('search_path') || current_setting('datestyle') "
                             "|| current_setting('timezone'))", "CREATE TABLE here (a integer)"],
             down_sql=["DROP TABLE here"]),
]


def setters(server, folder):
    """What one migration sets is gone in the next, and doesn't lead our own tables astray."""
    for transaction in ("migration", "all"):
        scripts = Scripts(folder / transaction, SETTERS, "transaction = %s\n" % transaction)
        what = "transaction = %s: " % transaction
        script = scripts.ours("upgrade", "head").stdout
        report.equal(script.count("\nCOMMIT;"), 2 if transaction == "migration" else 1, what + "transactions")
        database = Database(server)
        if not database.run(script, what + "upgrade"):
            continue
        report.equal(database.rows("public.alembic_version"), ["s2"], what + "rows")
        first, second = database.ask("SELECT what FROM seen").split("\n")
        report.check(first.startswith("German") and "side" not in second and "German" not in second
                     and "Tokyo" not in second, what + "settings end with their migration", first=first, second=second)
        report.equal(database.ask("SELECT schemaname || '.' || tablename FROM pg_tables WHERE tablename IN "
                                  "('beside', 'here', 'aludel_log') ORDER BY 1"),
                     "public.aludel_log\npublic.here\nside.beside", what + "places")
        database.run(scripts.ours("downgrade", "s2:base").stdout, what + "downgrade")
        report.equal(database.log(), [("upgrade", "s1"), ("upgrade", "s2"), ("downgrade", "s2"), ("downgrade", "s1")],
                     what + "log")
        broken = script.replace("CREATE TABLE here", "CREATE TABLE seen")
        failed = Database(server)
        report.check(server.psql_run(broken, failed.name).returncode != 0, what + "a broken script fails")
        there = failed.ask("SELECT to_regclass('alembic_version') IS NOT NULL")
        report.equal(there, "t" if transaction == "migration" else "f", what + "what a failure leaves")


# ---- Settings --------------------------------------------------------------------------------------------------

TWO = [revision("t1", up=["CREATE TABLE t1 (a integer)"], down_sql=["DROP TABLE t1"]),
       revision("t2", "t1", up=["CREATE TABLE t2 (a integer)", Alone("CREATE INDEX CONCURRENTLY t2_a ON t2 (a)")],
                down_sql=[Alone("DROP INDEX CONCURRENTLY t2_a"), "DROP TABLE t2"])]


def tables_of_ours(server, folder):
    """version_table, log_table and their schemas; awkward names too."""
    for i, (schema, table, log_schema, log) in enumerate([
            ("ops", "my_versions", "audit", "done"), ("ops", "alembic_version", "", "aludel_log"),
            ("Odd Schema", "User", "select", 'a"b'), ("", "order", "", "")]):
        def quoted(*names):
            return ".".join('"%s"' % n.replace('"', '""') for n in names if n)

        settings = "version_table = %s\nlog_table = %s\n" % (table, log)
        settings += "version_table_schema = %s\n" % schema if schema else ""
        settings += "log_table_schema = %s\n" % log_schema if log_schema else ""
        scripts = Scripts(folder / ("names%d" % i), TWO, settings,
                          "version_table=%r, version_table_schema=%r" % (table, schema or None))
        schemas = "".join("CREATE SCHEMA IF NOT EXISTS %s;" % quoted(s) for s in (schema, log_schema) if s)
        version, log_name = quoted(schema, table), log and quoted(log_schema or schema, log)
        left_out = [quoted(log_schema or schema or "public", name) for name in (log, log + "_number_seq") if log]
        for commands in (["upgrade t1", "upgrade t1:t2", "downgrade t2:t1", "stamp t1:base"], ["stamp t1"],
                         ["ensure_version"])[:3 if i == 0 else 1]:
            story = Story(server, scripts, schemas)
            for command in commands:
                story.run(*command.split(), version_table=version, log_table=log_name, left_out=left_out)
            story.end()
        if not log:
            report.check("aludel_log" not in scripts.ours("upgrade", "head").stdout, "an empty log_table: no log")


def role_and_path(server, folder):
    """The role owns everything, tables land where search_path leads; ours where the connection's path leads."""
    settings = "role = app Role\nsearch_path = app\nlock_timeout = 5s\nstatement_timeout = 1min\n"
    scripts = Scripts(folder / "role", [*TWO, revision("t3", "t2", up=[
        "CREATE TABLE t3 AS SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS "
        "statement", Alone("ALTER TABLE t3 ADD COLUMN late text DEFAULT current_setting('lock_timeout')")],
        down_sql=["DROP TABLE t3"])], settings)
    roles = 'CREATE ROLE "app Role"; '
    server.psql(roles)
    before = 'CREATE SCHEMA app AUTHORIZATION "app Role"; GRANT CREATE ON SCHEMA public TO "app Role"'
    database = Database(server, before)
    database.run(scripts.ours("upgrade", "head").stdout, "role and search_path")
    report.equal(database.ask("SELECT schemaname || '.' || tablename FROM pg_tables WHERE tableowner = 'app Role' "
                              "ORDER BY 1").split(),
                 ["app.t1", "app.t2", "app.t3", "public.alembic_version", "public.aludel_log"], "role and search_path")
    report.equal(database.rows("public.alembic_version"), ["t3"], "role and search_path: rows")
    report.equal(database.ask("SELECT lock, statement, late FROM app.t3"), "5s|1min|5s", "time-outs")
    database.run(scripts.ours("downgrade", "t3:base").stdout, "role and search_path, back")
    report.equal(database.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'app'"), "0", "back")
    database = Database(server, before)
    database.run(scripts.ours("ensure_version").stdout, "ensure_version")
    report.equal(database.ask("SELECT tableowner FROM pg_tables WHERE tablename = 'alembic_version'"), "app Role",
                 "ensure_version: the role's")


# ---- Values of the run -----------------------------------------------------------------------------------------

HOSTILE = ["'", "''; DROP TABLE v; --", "\\", "\\'; SELECT 1; --", '"', "$$", "$tag$", "a\nb", "\t", ":x %s {0}",
           "é\u2028☃", "--", "/*", "*/", ";", "E'\\n'", "$1", "%", "\\gexec", "\\! false", "\n\\q\n", "${x}", "NULL", ""]

VALUES = """<%! revision = "v1"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE v (place text, value text);
<% s = env("S") %>
INSERT INTO v VALUES ('value', ${s});
INSERT INTO v VALUES ('string', 'a${s}z');
INSERT INTO v VALUES ('escaped', E'a${s}z');
INSERT INTO v SELECT 'call', concat(${s});
<% op.execute("INSERT INTO v VALUES ('bound', :s)", {"s": s}) %>
ALTER TABLE v ADD COLUMN d text DEFAULT ${s};
COMMENT ON TABLE v IS ${s};
% if s:
CREATE TABLE ${"n" + s | id} (${"c" + s | id} integer);
% endif
</%def>
"""


ARRIVED = """SELECT json_build_object(
    'places', (SELECT json_object_agg(place, value) FROM v),
    'default', (SELECT min(d) FROM v),
    'comment', obj_description('v'::regclass),
    'table', (SELECT relname FROM pg_class WHERE relname LIKE 'n%' AND relnamespace = 'public'::regnamespace))"""


def values(server, folder):
    folder = folder / "values"
    write(folder / "aludel.ini", "[aludel]\ndialects = postgresql\n")
    write(folder / "versions" / "v1_x.mako", VALUES)
    program, database = build(folder), Database(server)
    for s in HOSTILE:
        done = subprocess.run([str(program), "upgrade", "head", "--sql"], text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], "S": s})
        if not report.equal(done.returncode, 0, "%r: %s" % (s, done.stderr)):
            continue
        for mode in ("on", "off"):  # of standard_conforming_strings, in the session that runs the script
            database.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            if not database.run("SET standard_conforming_strings = %s;\n%s" % (mode, done.stdout), repr(s)):
                continue
            expected = {"places": {"value": s, "string": "a%sz" % s, "escaped": "a%sz" % s, "call": s, "bound": s},
                        "default": s, "comment": s or None, "table": "n" + s if s else None}
            found = database.ask(ARRIVED)
            report.equal(json.loads(found), expected, "%r arrives" % s)


# ---- What needs a database ---------------------------------------------------------------------------------------

LIVE = ['% for row in op.query("SELECT 1 AS a"):\nSELECT ${row.a};\n% endfor',
        '<% a = op.scalar("SELECT 1") %>\nSELECT ${a};',
        '% if op.has_table("t"):\nDROP TABLE t;\n% endif',
        '% if op.has_column("t", "c"):\nDROP TABLE t;\n% endif',
        '% if op.has_index("t", "c"):\nDROP TABLE t;\n% endif',
        '% if op.has_constraint("t", "c"):\nDROP TABLE t;\n% endif',
        '% if op.has_extension("vector"):\nDROP TABLE t;\n% endif',
        '% if "t" in inspect().get_table_names():\nDROP TABLE t;\n% endif',
        '<% n = op.execute("UPDATE t SET a = 1") %>\nSELECT ${n};',
        '% with op.autocommit():\n% while op.execute("DELETE FROM t") > 0:\n% endwhile\n% endwith',
        '% if server_version >= 150000:\nSELECT 1;\n% endif',
        '<%c>\n    aludel_query_sql(op, "SELECT a FROM t", 0, NULL, NULL, NULL);\n</%c>']


def refusals(folder):
    for i, body in enumerate(LIVE):
        here = folder / ("live%d" % i)
        write_ours(here, [revision("l1")], dialects="postgresql")
        write(here / "versions" / "l2_x.mako", '<%%! revision = "l2"; down_revision = "l1" %%>\n'
              '<%%def name="upgrade()">\nSELECT 1;\n%s\n</%%def>\n' % body)
        done = subprocess.run([str(build(here)), "upgrade", "head", "--sql"], text=True, capture_output=True)
        place = re.search(r"versions/l2_x\.mako:[3456]\b", done.stderr)
        refused = done.returncode == 1 and place and "live database" in done.stderr
        report.check(refused and done.stdout == "", "refused: " + body, status=done.returncode,
                     stdout=done.stdout, stderr=done.stderr)


def main():
    with tempfile.TemporaryDirectory() as name, PrivatePostgres() as server:
        folder = Path(name)
        graph(server, folder)
        features(server, folder)
        setters(server, folder)
        tables_of_ours(server, folder)
        role_and_path(server, folder)
        values(server, folder)
        refusals(folder)
    report.finish()


if __name__ == "__main__":
    main()

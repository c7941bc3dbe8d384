"""What goes wrong within a run, with groups sent ahead: the error is the right one, and so is what stands."""
import json
import sys
import threading

from postgresql.world import World, check, check_equal, check_has, revision, run_scenarios
from tools.postgres import PrivatePostgres


def chain(count, **special):
    """a001 … each with a table of its own; `special` replaces the statements of some."""
    ids = [f"a{i:03}" for i in range(1, count + 1)]
    return [revision(id, ids[i - 1] if i else None, up=special.get(id)) for i, id in enumerate(ids)]


def error_with_groups_behind(pg):
    with World(pg, chain(40, a003=["CREATE TABLE t (n int)", "SELECT 1/0 AS wrong"])) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: division by zero", "versions/a003_x.mako:", "SELECT 1/0 AS wrong",
                  "2 migrations were committed before it; 'a003' was rolled back",
                  "Running upgrade a002 -> a003")
        check("a004" not in done.stderr, done.stderr)
        check_equal(w.version(), "a002")
        check_equal(w.sql("SELECT to_regclass('t') IS NULL"), "t")
        check_equal(w.sql("SELECT string_agg(revision, ' ' ORDER BY number) FROM aludel_log"), "a001 a002")


def failure_at_commit(pg):
    special = ["CREATE TABLE p (id int PRIMARY KEY)",
               "CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "INSERT INTO c VALUES (7)"]
    with World(pg, chain(10, a002=special)) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "violates foreign key constraint", "Key (id)=(7) is not present",
                  "1 migration was committed before it; 'a002' was rolled back", "versions/a002_x.mako")
        check_equal(w.version(), "a001")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "3")


def dry_run_finds_what_commit_would(pg):
    special = ["CREATE TABLE p (id int PRIMARY KEY)",
               "CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "INSERT INTO c VALUES (7)"]
    with World(pg, chain(3, a002=special)) as w:
        done = w.run("upgrade", "head", "--dry-run")
        check_equal(done.status, 1)
        check_has(done.stderr, "violates foreign key constraint")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0")


def slipped_in_migrator(pg):
    """Another program waits in the server for our lock, and writes the first migration's row when it fails."""
    special = ["CREATE TABLE p (id int PRIMARY KEY)",
               "CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "INSERT INTO c VALUES (7)",
               "SELECT pg_sleep(1)"]
    with World(pg, chain(10, a001=special)) as w:
        check_equal(w.run("ensure_version").status, 0)
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1)'")
        w.session("BEGIN; LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE; "
                  "INSERT INTO alembic_version VALUES ('a001'); COMMIT")
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 1)
        check_has(stderr, "violates foreign key constraint")
        check_equal(w.version(), "a001")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 't_a%'"), "0")


def rows_changed_between(pg):
    """Somebody takes our lock between two groups and moves on: we plan anew and finish."""
    with World(pg, chain(6, a002=["SELECT pg_sleep(1)"])) as w:
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1)'")
        w.session("BEGIN; LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE; CREATE TABLE t_a003 (a int); "
                  "UPDATE alembic_version SET version_num = 'a003'; COMMIT")
        stdout, stderr = ours.communicate(timeout=30)
        check_equal((ours.returncode, stdout), (0, ""))
        check_equal(w.version(), "a006")
        check("a002 -> a003" not in stderr, stderr)
        check_equal(w.sql("SELECT string_agg(revision, ' ' ORDER BY number) FROM aludel_log"),
                    "a001 a002 a004 a005 a006")


def other_isolation_level(pg):
    with World(pg, chain(20)) as w:
        w.sql(f"ALTER DATABASE {w.database} SET default_transaction_isolation = 'repeatable read'")
        check_equal(w.run("upgrade", "a010").status, 0)
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.run("downgrade", "base").status, 0)
        check_equal(w.sql("SELECT count(*) FROM alembic_version"), "0")


def search_path_changed(pg):
    special = {"a002": ["CREATE SCHEMA other", "SET search_path = other", "CREATE TABLE inside (n int)"],
               "a003": ["DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = other, public', "
                        "current_database()); END $$"]}
    with World(pg, chain(5, **special)) as w:
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.sql("SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY tablename) FROM pg_tables "
                          "WHERE tablename IN ('inside', 't_a004', 'alembic_version', 'aludel_log')"),
                    "public.alembic_version public.aludel_log other.inside public.t_a004")
        check_equal(w.run("current").stdout, "a005 (head)\n")
        check_equal(w.run("downgrade", "a003").status, 0)
        check_equal(w.version(), "a003")


def several_schemas(pg):
    with World(pg, chain(2), "version_table_schema = bookkeeping\n") as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, 'schema "bookkeeping" does not exist')
        w.sql("CREATE SCHEMA bookkeeping")
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.sql("SELECT count(*) FROM bookkeeping.alembic_version, bookkeeping.aludel_log"), "2")
    with World(pg, chain(2)) as w:
        w.sql(f"CREATE SCHEMA app; CREATE TABLE app.alembic_version (version_num varchar(32) PRIMARY KEY); "
              f"ALTER DATABASE {w.database} SET search_path = nowhere, app, public")
        check_equal(w.run("upgrade", "a001").status, 0)
        check_equal(w.sql("SELECT version_num FROM app.alembic_version"), "a001")
    with World(pg, chain(2)) as w:
        w.sql("CREATE SCHEMA app; CREATE TABLE app.alembic_version (version_num varchar(32) PRIMARY KEY)")
        done = w.run("upgrade", "head")
        check_equal(done.status, 0)
        check_has(done.stderr, "'alembic_version' is made in schema public; there is one in app too")
        w.sql(f"ALTER DATABASE {w.database} SET search_path = nowhere")
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "no schema to make the version table in: the search path of 'postgres' leads to none",
                  "name one with version_table_schema, let the user use a schema in its search path, or name who may in "
                  "the setting `role`")


def version_table_written_by_a_migration(pg):
    with World(pg, chain(3, a002=["DELETE FROM alembic_version"])) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: 'alembic_version' doesn't hold what was written into it",
                  "does the migration, a trigger or a rule change it? It belongs to the runtime")
        check_equal(w.version(), "a001")


def an_id_twice(pg):
    """A version table without a key, as old Alembics made it, may hold an id twice."""
    with World(pg, chain(2)) as w:
        w.sql("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL); INSERT INTO alembic_version VALUES ('a001'), "
              "('a001')")
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal(w.version(), "a002 a002")


def a_hook_in_front_runs_once(pg):
    """Rounds that are repeated don't repeat what is committed."""
    hook = '<%def name="before_upgrade()">\nCREATE TABLE IF NOT EXISTS began (n int);\nINSERT INTO began VALUES (1);\n</%def>\n'
    with World(pg, chain(4, a002=["SELECT pg_sleep(1)"]), env_mako=hook) as w:
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1)'")
        w.session("BEGIN; LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE; SELECT pg_sleep(0.3); COMMIT")
        _, stderr = ours.communicate(timeout=30)
        check(ours.returncode == 0, stderr)
        check_equal(w.sql("SELECT count(*) FROM began"), "1")


def errors_that_sound_like_lost_connections(pg):
    raises = "DO $$ BEGIN RAISE EXCEPTION 'no remote' USING ERRCODE = '08006'; END $$"
    with World(pg, chain(3, a002=["CREATE TABLE t (n int)", raises])) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: no remote", "1 migration was committed before it; 'a002' was rolled back")
        check_equal(w.version(), "a001")


def several_hosts(pg):
    """The first of two answers nobody: the second is tried, each with a deadline of its own."""
    import socket
    with World(pg, chain(2)) as w, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(3)]
        for f in fillers:
            f.setblocking(False)
            f.connect_ex(deaf.getsockname())
        url = (f"postgresql://postgres@/{w.database}?host=127.0.0.1,{pg.folder}&port={deaf.getsockname()[1]},5432"
               "&connect_timeout=1")
        done = w.run("upgrade", "head", url=url, seconds=20)
        check(done.status == 0, done.stderr)
        check_equal(w.version(), "a002")
        url = (f"postgresql+psycopg2://postgres@/{w.database}?host=127.0.0.1:{deaf.getsockname()[1]}&host={pg.folder}"
               "&connect_timeout=1")
        check_equal(w.run("current", url=url, seconds=20).stdout, "a002 (head)\n")
        for f in fillers:
            f.close()


def rows_that_pad(pg):
    """A version table of somebody's own making, whose rows can't be compared: no endless loop."""
    with World(pg, chain(2)) as w:
        w.sql("CREATE TABLE alembic_version (version_num char(40) PRIMARY KEY); INSERT INTO alembic_version VALUES ('a001'); "
              "CREATE FUNCTION other() RETURNS text LANGUAGE sql AS 'SELECT md5(random()::text)'; "
              "ALTER TABLE alembic_version RENAME TO kept; CREATE VIEW alembic_version AS SELECT CASE WHEN "
              "current_query() LIKE '%string_agg%' THEN other() ELSE rtrim(version_num) END AS version_num FROM kept")
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "the rows of 'alembic_version' are others whenever they are looked at",
                  "does something write to it all the time, or is version_num of a type that pads?")


def types_that_cannot_be_inferred(pg):
    """concat('a', $1) has no type to infer, and 'x' has: the value is written as a literal then."""
    revisions = chain(3)
    with World(pg, revisions) as w:
        (w.folder / "versions" / "a002_x.mako").write_text(
            '<%! revision = "a002"; down_revision = "a001" %>\n<%def name="upgrade()">\n'
            "CREATE TABLE t_a002 (a text);\nINSERT INTO t_a002 VALUES (concat('<', ${env(\"X\", \"it's\")}, '>'));\n"
            '</%def>\n<%def name="downgrade()">\nDROP TABLE t_a002;\n</%def>\n')
        from e2e import harness
        w.program = harness.build(w.folder)
        done = w.run("upgrade", "head")
        check_equal(done.status, 0)
        check_equal(w.sql("SELECT a FROM t_a002"), "<it's>")
        check_equal(done.stderr.count("Running upgrade a001 -> a002"), 1)


def a_detail_that_fills_its_room(pg):
    """What the server says at length is cut at a character; what has become of the migration stands behind it."""
    raises = "DO $$ BEGIN RAISE EXCEPTION 'too much' USING DETAIL = 'x' || repeat('é', 600); END $$"
    with World(pg, chain(3, a002=["CREATE TABLE t (n int)", raises])) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: too much", "éé…\n", "  1 migration was committed before it; 'a002' was rolled back")
        check("repeat(" not in done.stderr, "the block that refuses is left out: " + done.stderr)
        error = json.loads(w.run("--json", "upgrade", "head").stdout)["error"]
        said, stands = error["detail"].split("\n")
        check(set(said) == {"x", "é", "…"} and said.endswith("é…"), said)
        check_equal(stands, "'a002' was rolled back")


def what_is_there_already(pg):
    """Of whatever kind it is: a database without a version that isn't empty is one to stamp."""
    for made in ("CREATE TABLE t (n int)", "CREATE SCHEMA s", "CREATE TYPE e AS ENUM ('a')", "ALTER TABLE old ADD COLUMN m int",
                 "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"):
        with World(pg, chain(1, a001=[made])) as w:
            w.sql("CREATE TABLE old (n int)")
            w.sql(made)
            done = w.run("upgrade", "head")
            check_equal(done.status, 1)
            check_has(done.stderr, "already exists", "'a001' was rolled back", "say so with `stamp REV`, then upgrade")


def passwords_in_what_is_said(pg):
    """Notices, remarks and errors, also where a text is cut within a password."""
    url = "postgresql://u:secret@h/db"
    notice = f"DO $$ BEGIN RAISE NOTICE 'at {url}'; RAISE NOTICE '%{url}', repeat('x', 988); END $$"
    raises = f"DO $$ BEGIN RAISE EXCEPTION 'no {url}' USING ERRCODE = '40001', DETAIL = repeat('x', 490) || '{url}'; END $$"
    with World(pg, chain(2, a002=[notice, raises]), "retries = 1\n") as w:
        done = w.run("-v", "upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "NOTICE: at postgresql://u:***@h/db", "NOTICE: xxx", "trying again: no postgresql://u:***@h/db",
                  "FAILED: no postgresql://u:***@h/db")
        check("u:s" not in done.stderr, done.stderr)


def prepared_statements_thrown_away(pg):
    """What we have prepared for the session may go: then the texts are sent again, and nobody notices."""
    with World(pg, chain(12, a007=["CREATE TABLE t (n int)", "DEALLOCATE ALL"])) as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 0)
        check_equal(w.version(), "a012")
        check_equal(done.stderr.count("Running upgrade a006 -> a007"), 1)
        check_equal(done.stderr.count("Running upgrade"), 12)


def the_rows_are_read_again(pg):
    """What was in the way when the version rows were read may be gone when it is tried again."""
    with World(pg, chain(3), "retries = 5\n") as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        w.sql(f"ALTER DATABASE {w.database} SET lock_timeout = '100ms'")
        other = threading.Thread(target=w.sql, args=("BEGIN; SET LOCAL lock_timeout = 0; LOCK TABLE alembic_version; "
                                                     "SELECT pg_sleep(1); COMMIT",))
        other.start()
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'alembic_version'::regclass AND granted AND "
                "mode = 'AccessExclusiveLock'")
        done = w.run("upgrade", "head")
        other.join()
        check(done.status == 0, done.stderr)
        check_has(done.stderr, "trying again: canceling statement due to lock timeout")
        check_equal(w.version(), "a003")


def roles(pg):
    with World(pg, chain(3), "role = owner\n") as w:
        w.sql(f"CREATE ROLE owner NOLOGIN; CREATE ROLE deployer LOGIN NOINHERIT; GRANT owner TO deployer; "
              f"CREATE SCHEMA app AUTHORIZATION owner; ALTER ROLE deployer SET search_path = app")
        url = w.url.replace("user=postgres", "user=deployer")
        for target in ("head", "head"):
            done = w.run("upgrade", target, url=url)
            check_equal((done.status, done.stdout), (0, ""))
        check_equal(w.sql("SELECT string_agg(DISTINCT tableowner, ' ') FROM pg_tables WHERE schemaname = 'app'"), "owner")
        check_equal(w.run("current", url=url).stdout, "a003 (head)\n")
        check_equal(w.run("downgrade", "base", url=url).status, 0)
        check_equal(w.sql("SELECT db_user FROM app.aludel_log LIMIT 1"), "deployer")


def two_thousand_in_one_transaction(pg):
    ids = [f"m{i:05}" for i in range(2000)]
    revisions = [revision(id, ids[i - 1] if i else None,
                          up=[f"CREATE TABLE {id} (id int PRIMARY KEY, t text)", f"CREATE INDEX i_{id} ON {id} (t)"])
                 for i, id in enumerate(ids)]
    with World(pg, revisions) as w:
        done = w.run("upgrade", "head", "--single-transaction", seconds=120)
        check_equal(done.status, 1)
        check_has(done.stderr, "one transaction for 2000 migrations takes about 10000 locks, and the server has room for",
                  "FAILED: out of shared memory", "raise max_locks_per_transaction",
                  "nothing has been committed: the whole run was rolled back")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0")
        check_equal(w.run("upgrade", "head", seconds=120).status, 0)
        check_equal(w.version(), "m01999")


SCENARIOS = [error_with_groups_behind, failure_at_commit, dry_run_finds_what_commit_would, slipped_in_migrator,
             rows_changed_between, other_isolation_level, search_path_changed, several_schemas,
             version_table_written_by_a_migration, rows_that_pad, an_id_twice,
             a_hook_in_front_runs_once, errors_that_sound_like_lost_connections, several_hosts, types_that_cannot_be_inferred,
             a_detail_that_fills_its_room, what_is_there_already, passwords_in_what_is_said, prepared_statements_thrown_away,
             the_rows_are_read_again, roles,
             two_thousand_in_one_transaction]

if __name__ == "__main__":
    with PrivatePostgres() as server:
        chosen = [s for s in SCENARIOS if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
        sys.exit(run_scenarios(chosen, server))

"""Statements outside transactions on PostgreSQL: indexes built concurrently, interrupted, repaired; poolers."""
import signal
import subprocess
import sys
import threading
import time

from e2e import harness
from postgresql.failures import chain
from postgresql.world import Alone, World, check, check_equal, check_has, run_scenarios
from tools.pooler import Pooler
from tools.postgres import PrivatePostgres

INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_n ON t (n)"
BUILDING = "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND state = 'active'"
STATE = "SELECT string_agg(c.relname || ' ' || indisvalid, ', ') FROM pg_index JOIN pg_class c ON c.oid = indexrelid " \
        "WHERE indrelid = 't'::regclass"
NOTHING_LEFT = "SELECT (SELECT count(*) FROM aludel_journal) + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"


def with_index(index=INDEX):
    return chain(4, a001=["CREATE TABLE t (n int)", "INSERT INTO t SELECT generate_series(1, 1000)"],
                 a003=["CREATE TABLE before (n int)", Alone(index), "CREATE TABLE behind (n int)"])


def old_reader(w):
    """A session whose snapshot an index that is built concurrently must wait for, until it is killed."""
    reader = w.session("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM t")
    w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND state = 'idle in transaction'")
    return reader


def an_index_is_built(pg):
    with World(pg, with_index()) as w:
        done = w.run("upgrade", "head")
        check_equal((done.status, w.version()), (0, "a004"))
        check_equal(w.sql(STATE), "t_n true")
        check_equal(w.sql(NOTHING_LEFT), "0")
        check_equal(w.sql("SELECT string_agg(revision, ' ' ORDER BY number) FROM aludel_log"), "a001 a002 a003 a004")


def many_build_one_index(pg):
    with World(pg, with_index()) as w:
        processes = [w.start("upgrade", "head") for _ in range(6)]
        results = [(p.communicate(timeout=60)[1], p.returncode) for p in processes]
        check([r[1] for r in results] == [0] * 6, "\n".join(r[0] for r in results))
        check_equal(w.sql(STATE), "t_n true")
        check_equal(w.sql(NOTHING_LEFT), "0")
        check_equal(w.sql("SELECT count(*) FROM aludel_log"), "4")


def killed_while_it_is_built(pg):
    """The client dies, the server goes on: the next run waits for it and finds the index there."""
    with World(pg, with_index("CREATE INDEX CONCURRENTLY t_n ON t (n)")) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until(BUILDING)
        ours.kill()
        ours.communicate()
        again = w.start("upgrade", "head")
        time.sleep(1)
        reader.kill()
        _, stderr = again.communicate(timeout=30)
        check(again.returncode == 0, stderr)
        check_has(stderr, "'a003' was interrupted: going on where it stopped",
                  "waiting until the index public.t_n is built: the server is still at it")
        check_equal(w.sql(STATE), "t_n true")
        check_equal(w.sql(NOTHING_LEFT), "0")
        check_equal(w.version(), "a004")


def killed_with_the_server_process(pg):
    """An INVALID index stays: it is dropped and built again."""
    with World(pg, with_index()) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until(BUILDING)
        ours.kill()
        ours.communicate()
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'")
        w.until(BUILDING, "f")
        reader.kill()
        check_equal(w.sql(STATE), "t_n false")
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_has(done.stderr, "dropping the INVALID index public.t_n, which an interrupted build has left")
        check_equal(w.sql(STATE), "t_n true")
        check_equal(w.sql(NOTHING_LEFT), "0")


def killed_while_it_waits_for_the_table(pg):
    """The server's process hasn't begun, and no catalogue tells of the index: it isn't built, or dropped, twice."""
    index = "CREATE INDEX CONCURRENTLY t_n ON t (n)"
    revisions = with_index(index)
    revisions[2] = revisions[2]._replace(down_sql=[Alone("DROP INDEX CONCURRENTLY t_n"), "DROP TABLE before, behind"])
    for way, done_by in ((("upgrade", "head"), "CREATE"), (("downgrade", "a002"), "DROP")):
        with World(pg, revisions) as w:
            check_equal(w.run("upgrade", "a002" if done_by == "CREATE" else "head").status, 0)
            holder = w.session("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE")
            w.until("SELECT count(*) > 0 FROM pg_locks WHERE mode = 'ShareUpdateExclusiveLock' AND granted")
            waits = f"SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE '{done_by} INDEX%' AND wait_event_type = 'Lock'"
            ours = w.start(*way)
            w.until(waits)
            ours.kill()
            ours.communicate()
            again = w.start(*way)
            rescue = threading.Timer(20, holder.kill)
            rescue.start()
            said = ""
            while "waiting until the index" not in said:
                line = again.stderr.readline()
                check(line, f"it didn't wait: {said}")
                said += line
            check_equal(w.sql(waits), "t")
            rescue.cancel()
            holder.kill()
            _, rest = again.communicate(timeout=30)
            check(again.returncode == 0, said + rest)
            check_has(said, "built: the server is still at it" if done_by == "CREATE" else "dropped: the server is still at it")
            check_equal(w.sql(STATE), "t_n true" if done_by == "CREATE" else "")
            check_equal(w.sql(NOTHING_LEFT), "0")


def the_same_chain_in_two_schemas(pg):
    """Each has an index of its own, built by the same statement: nobody takes the other's for theirs."""
    with World(pg, with_index("CREATE INDEX CONCURRENTLY t_n ON t (n)")) as w:
        w.sql("CREATE SCHEMA one; CREATE SCHEMA two")
        one, two = ({"PGOPTIONS": f"-c search_path={schema}"} for schema in ("one", "two"))
        for tenant in (one, two):
            check_equal(w.run("upgrade", "a002", env=tenant).status, 0)
        holder = w.session("BEGIN; LOCK TABLE one.t IN SHARE UPDATE EXCLUSIVE MODE")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE mode = 'ShareUpdateExclusiveLock' AND granted")
        at_work = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%' AND state = 'active'"
        first = w.start("upgrade", "head", env=one)
        w.until(at_work, "1")
        second = w.start("upgrade", "head", env=two)
        w.until(at_work, "2")
        holder.kill()
        for ours in (first, second):
            _, stderr = ours.communicate(timeout=30)
            check(ours.returncode == 0, stderr)
            check("waiting until the index" not in stderr, stderr)
        check_equal(w.sql("SELECT count(*) FROM pg_indexes WHERE indexname = 't_n'"), "2")


def stopped_while_it_is_built(pg):
    with World(pg, with_index()) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until(BUILDING)
        ours.send_signal(signal.SIGINT)
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 130)
        check_has(stderr, "of 'a003' what ran in autocommit stays, the next run goes on from there")
        check_equal(w.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0")
        check_equal(w.version(), "a002")
        reader.kill()
        done = w.run("resume")
        check(done.status == 0, done.stderr)
        check_equal((w.version(), w.sql(STATE)), ("a003", "t_n true"))
        check_equal(w.sql(NOTHING_LEFT), "0")


def a_unique_index_that_fails(pg):
    """The build fails by itself and leaves an INVALID index; mended data, and it goes on."""
    with World(pg, with_index("CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)")) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        w.sql("INSERT INTO t VALUES (5)")
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "could not create unique index", "Key (n)=(5) is duplicated",
                  "of 'a003' what ran in autocommit stays")
        check_equal(w.sql(STATE), "t_n false")
        w.sql("DELETE FROM t WHERE n = 5")
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal((w.version(), w.sql(STATE)), ("a004", "t_n true"))


def what_nobody_can_know(pg):
    """A statement about which the catalogue tells nothing: it stops, and a person says how it went."""
    with World(pg, with_index("REINDEX TABLE CONCURRENTLY t")) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        w.sql("CREATE INDEX t_n ON t (n)")
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'REINDEX%' AND state = 'active'")
        ours.kill()
        ours.communicate()
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'REINDEX%'")
        reader.kill()
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, "'a003' was interrupted while a statement ran that can't be in a transaction",
                  "REINDEX TABLE CONCURRENTLY t", "migrate resume --done")
        check_equal(w.run("resume", "--again").status, 0)
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.version(), "a004")


def the_keeper_is_lost(pg):
    """The connection that kept others out is gone: the run stops, and the next one goes on."""
    slow = "CREATE INDEX CONCURRENTLY t_n ON t (n)"
    with World(pg, with_index(slow)) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until(BUILDING)
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        w.until("SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory'")  # it dies when it gets round to it
        reader.kill()
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 1)
        check_has(stderr, "FAILED: the connection that kept other migrators out was lost",
                  "run it again: it goes on where it stopped")
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal((w.version(), w.sql(STATE)), ("a004", "t_n true"))


def its_connection_is_cut(pg):
    """The statement's own connection is lost while the server goes on with it: it isn't forgotten, it is waited for."""
    with World(pg, with_index()) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until(BUILDING)
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'")
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 1)
        check_has(stderr, "terminating connection", "whether the statement took effect isn't known: the next run looks, or asks")
        check_equal(w.sql("SELECT state FROM aludel_journal WHERE ordinal > 1"), "started")
        reader.kill()
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal((w.version(), w.sql(STATE)), ("a004", "t_n true"))


def somebody_has_the_lock_when_it_is_done(pg):
    """What can't be undone is recorded, whoever has the lock just then."""
    with World(pg, with_index("REINDEX TABLE CONCURRENTLY t")) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        w.sql("CREATE INDEX t_n ON t (n)")
        reader = old_reader(w)
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'REINDEX%' AND state = 'active'")
        other = w.session("BEGIN; LOCK TABLE alembic_version IN ROW EXCLUSIVE MODE")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'alembic_version'::regclass")
        reader.kill()
        time.sleep(1)
        other.kill()
        _, stderr = ours.communicate(timeout=30)
        check(ours.returncode == 0, stderr)
        check_equal(w.version(), "a004")


def somebody_else_builds_it(pg):
    with World(pg, with_index()) as w:
        check_equal(w.run("upgrade", "a002").status, 0)
        reader = old_reader(w)
        w.session(INDEX)
        w.until(BUILDING)
        done = w.run("upgrade", "head", "--wait", "300ms")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: the index public.t_n is still being built",
                  "let that finish or end it, or wait longer with --wait or the setting `wait`")
        reader.kill()
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal((w.version(), w.sql(STATE)), ("a004", "t_n true"))


def session_settings(pg):
    """The statement's own connection has the settings that are LOCAL elsewhere, and the others don't."""
    with World(pg, with_index("CREATE INDEX CONCURRENTLY t_n ON app.t (n)"),
               "role = owner\nsearch_path = app\nlock_timeout = 5s\n") as w:
        w.sql("DO $$ BEGIN CREATE ROLE owner NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; "
              "CREATE SCHEMA app AUTHORIZATION owner; GRANT CREATE ON SCHEMA public TO owner")
        done = w.run("upgrade", "head")
        check(done.status == 0, done.stderr)
        check_equal(w.sql("SELECT tableowner || ' ' || schemaname FROM pg_tables WHERE tablename = 'behind'"), "owner app")
        check_equal(w.sql("SELECT schemaname FROM pg_indexes WHERE indexname = 't_n'"), "app")


def behind_a_pooler(pg):
    with Pooler(pg) as pooler, World(pg, chain(30)) as w:
        processes = [w.start("upgrade", "head", url=pooler.url(w.database)) for _ in range(4)]
        results = [(p.communicate(timeout=60)[1], p.returncode) for p in processes]
        check([r[1] for r in results] == [0] * 4, "\n".join(r[0] for r in results))
        check_equal(w.version(), "a030")
        check_equal(w.run("downgrade", "base", url=pooler.url(w.database)).status, 0)
        check_equal(w.sql("SELECT count(*) FROM pg_prepared_statements"), "0")


SLOW = """<%! revision = "a002"; down_revision = "a001" %>
<%def name="upgrade()">
<% op.execute("UPDATE t_a001 SET a = %d" % op.scalar("SELECT 1 FROM pg_sleep(3)")) %>
</%def>
"""


def a_pool_of_one(pg):
    """A question that takes long has the only connection: whoever might block it can't be asked, and isn't waited for."""
    with Pooler(pg, default_pool_size=1) as pooler, World(pg, chain(3)) as w:
        (w.folder / "versions" / "a002_x.mako").write_text(SLOW)
        w.program = harness.build(w.folder)
        processes = [w.start("upgrade", "head", url=pooler.url(w.database)) for _ in range(3)]
        results = [(p.communicate(timeout=40)[1], p.returncode) for p in processes]
        check([r[1] for r in results] == [0] * 3, "\n".join(r[0] for r in results))
        check_equal(w.version(), "a003")


ROWS = """<%! revision = "a002"; down_revision = "a001" %>
<%def name="upgrade()">
% for row in op.query("SELECT n FROM t ORDER BY n"):
UPDATE t SET m = ${row.n * 2} WHERE n = ${row.n};
INSERT INTO seen VALUES (${row.n});
% endfor
<% op.execute("UPDATE t SET m = m + %d" % op.scalar("SELECT count(*) FROM seen")) %>
</%def>
<%def name="downgrade()">
UPDATE t SET m = NULL;
DELETE FROM seen;
</%def>
"""


def row_loops_behind_a_pooler(pg):
    """Questions in the middle of groups, behind groups that were sent ahead."""
    revisions = chain(8, a001=["CREATE TABLE t (n int PRIMARY KEY, m int)", "CREATE TABLE seen (n int)",
                               "INSERT INTO t SELECT generate_series(1, 300)"])
    for attempt in range(3):
        with Pooler(pg) as pooler, World(pg, revisions) as w:
            (w.folder / "versions" / "a002_x.mako").write_text(ROWS)
            w.program = harness.build(w.folder)
            done = w.run("upgrade", "head", url=pooler.url(w.database), seconds=30)
            check(done.status == 0, done.stderr)
            check_equal(w.sql("SELECT sum(m), (SELECT count(*) FROM seen) FROM t"), "180300|300")
            done = w.run("downgrade", "a001", url=pooler.url(w.database), seconds=30)
            check(done.status == 0, done.stderr)


def nothing_is_set_behind_a_pooler(pg):
    """A chain that is refused has left nothing on the pool's connections."""
    with Pooler(pg) as pooler, World(pg, with_index(), "lock_timeout = 7s\nsearch_path = pg_catalog\n") as w:
        check_equal(w.run("upgrade", "head", url=pooler.url(w.database)).status, 1)
        for _ in range(4):
            check_equal(pg_at(pg, pooler.url(w.database), "SELECT current_setting('lock_timeout') || current_setting('search_path')"),
                        '0"$user", public')


def pg_at(pg, url, sql):
    done = subprocess.run([pg.program, "-XqAt", "-d", url, "-c", sql], text=True, capture_output=True)
    return done.stdout.strip()


def poolers_are_refused_where_sessions_are_needed(pg):
    refused = "statements outside transactions can't go through a transaction pooler"
    with Pooler(pg) as pooler, World(pg, with_index()) as w:
        check_equal(w.run("upgrade", "a002", url=pooler.url(w.database)).status, 0)
        done = w.run("upgrade", "head", url=pooler.url(w.database))
        check_equal(done.status, 1)
        check_has(done.stderr, refused, "give the server's own address", "versions/a003_x.mako", "nothing has been executed")
        check_equal(w.version(), "a002")
        check_equal(w.run("upgrade", "head").status, 0)
    with World(pg, with_index(), "pooled = yes\n") as w:
        done = w.run("upgrade", "head")
        check_equal(done.status, 1)
        check_has(done.stderr, refused)


def the_log_counts_every_piece(pg):
    revisions = chain(2, a002=["CREATE TABLE t (n int)", Alone("DO $$ BEGIN PERFORM pg_sleep(0.3); END $$")])
    with World(pg, revisions) as w:
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.sql("SELECT milliseconds >= 300 FROM aludel_log WHERE revision = 'a002'"), "t")


SCENARIOS = [an_index_is_built, the_log_counts_every_piece, many_build_one_index, killed_while_it_is_built,
             killed_with_the_server_process, killed_while_it_waits_for_the_table,
             the_same_chain_in_two_schemas, stopped_while_it_is_built,
             a_unique_index_that_fails, what_nobody_can_know, the_keeper_is_lost, its_connection_is_cut,
             somebody_has_the_lock_when_it_is_done, somebody_else_builds_it,
             session_settings, behind_a_pooler, a_pool_of_one, row_loops_behind_a_pooler,
             nothing_is_set_behind_a_pooler, poolers_are_refused_where_sessions_are_needed]

if __name__ == "__main__":
    with PrivatePostgres() as server:
        chosen = [s for s in SCENARIOS if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
        sys.exit(run_scenarios(chosen, server))

"""One migrator at a time: waiting for others of our kind, for Alembic, for whoever holds a lock; being stopped."""
import os
import signal
import sys
import time

from postgresql.failures import chain
from postgresql.world import World, check, check_equal, check_has, revision, run_scenarios
from tools.postgres import PrivatePostgres

SLEEPS = "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(%' AND state = 'active'"
NOBODY_LEFT = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' OR relation = 'alembic_version'::regclass"


def many_at_once(pg):
    revisions = chain(30, a001=["CREATE TABLE ran (id text)"],
                      **{f"a{i:03}": [f"INSERT INTO ran VALUES ('a{i:03}')"] for i in range(2, 31)})
    with World(pg, revisions) as w:
        processes = [w.start("upgrade", "head") for _ in range(8)]
        results = [(p.communicate(timeout=60), p.returncode) for p in processes]
        check_equal([r[1] for r in results], [0] * 8)
        check_equal(w.sql("SELECT count(*), count(DISTINCT id) FROM ran"), "29|29")
        check_equal(w.sql("SELECT count(*) FROM aludel_log"), "30")
        check_equal(w.sql(NOBODY_LEFT), "0")


def waits_and_names_the_holder(pg):
    with World(pg, chain(2)) as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        holder = w.session("SET application_name = 'nightly'; BEGIN; UPDATE alembic_version SET version_num = 'a001'")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'alembic_version'::regclass")
        done = w.run("upgrade", "head", "--wait", "200ms")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: another migrator is at work: process ", "(postgres, nightly, idle in transaction)",
                  "gave up after ", "let it finish or end it, or wait longer with --wait or the setting `wait`")
        waiting = w.start("upgrade", "head")
        time.sleep(1.6)
        waiting_in_server = w.sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
        holder.kill()
        _, stderr = waiting.communicate(timeout=30)
        check_equal(waiting.returncode, 0)
        check_equal(waiting_in_server, "0")
        check_has(stderr, "another migrator is at work: process ", "waiting for it, at most 10min")
        check_equal(w.version(), "a002")


def lock_timeout_names_the_blocker(pg):
    with World(pg, chain(2, a002=["ALTER TABLE t_a001 ADD COLUMN b int"])) as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        holder = w.session("SET application_name = 'report'; BEGIN; SELECT * FROM t_a001")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 't_a001'::regclass")
        done = w.run("upgrade", "head", "--lock-timeout", "300ms")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: canceling statement due to lock timeout: the lock is held by process ",
                  "(postgres, report, idle in transaction)", "versions/a002_x.mako", "'a002' was rolled back",
                  "or let it be tried again with `retries`")
        holder.kill()


def a_locked_log_table_is_a_lock(pg):
    with World(pg, chain(2)) as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        w.session("BEGIN; LOCK TABLE aludel_log")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'aludel_log'::regclass AND mode = 'AccessExclusiveLock'")
        done = w.run("upgrade", "head", "--lock-timeout", "300ms")
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: canceling statement due to lock timeout")


def tries_again(pg):
    with World(pg, chain(2, a002=["ALTER TABLE t_a001 ADD COLUMN b int"]), "retries = 20\nlock_timeout = 2s\n") as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        holder = w.session("BEGIN; SELECT * FROM t_a001")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 't_a001'::regclass")
        ours = w.start("upgrade", "head")
        time.sleep(5) # a busy machine asks who the holder is within that, too
        holder.kill()
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 0)
        check_has(stderr, "trying again: canceling statement due to lock timeout: the lock is held by process ")


def a_long_statement_is_told_before(pg):
    """Whoever looks on knows what runs, not only what has run."""
    with World(pg, chain(3, a002=["CREATE TABLE t (n int)", "SELECT pg_sleep(60)"])) as w:
        ours = w.start("upgrade", "head")
        w.until(SLEEPS)
        check_has(ours.stderr.readline(), "Running upgrade  -> a001")
        check_has(ours.stderr.readline(), "Running upgrade a001 -> a002")
        check_equal(w.sql(SLEEPS), "t")
        ours.send_signal(signal.SIGTERM)  # its server process stops with it
        ours.communicate(timeout=30)


def a_long_wait_is_told(pg):
    with World(pg, chain(2, a002=["ALTER TABLE t_a001 ADD COLUMN b int"])) as w:
        check_equal(w.run("upgrade", "a001").status, 0)
        holder = w.session("SET application_name = 'report'; BEGIN; SELECT * FROM t_a001")
        w.until("SELECT count(*) > 0 FROM pg_locks WHERE relation = 't_a001'::regclass")
        ours = w.start("upgrade", "head")
        time.sleep(1.8)
        holder.kill()
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 0)
        check_has(stderr, "waiting for a lock of process ", "(postgres, report, idle in transaction)")


def stopped(pg):
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with World(pg, chain(40, a003=["CREATE TABLE t (n int)", "SELECT pg_sleep(60)"])) as w:
            ours = w.start("upgrade", "head")
            w.until(SLEEPS)
            began = time.monotonic()
            ours.send_signal(number)
            _, stderr = ours.communicate(timeout=30)
            check(time.monotonic() - began < 5, "it took long to stop")
            check_equal(ours.returncode, status)
            check_has(stderr, "interrupted", "'a003' was rolled back")
            check_equal(w.sql("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() "
                              "AND backend_type = 'client backend'"), "0")
            check_equal(w.version(), "a002")


def killed(pg):
    with World(pg, chain(6, a003=["CREATE TABLE t (n int)", "SELECT pg_sleep(2)"])) as w:
        ours = w.start("upgrade", "head")
        w.until(SLEEPS)
        ours.kill()
        ours.communicate()
        check_equal(w.version(), "a002")
        done = w.run("upgrade", "head")  # waits for what the server still has in hand
        check_equal(done.status, 0)
        check_equal(w.version(), "a006")


def beside_alembic(pg):
    """Whichever comes second stops or waits; the rows stay right, nothing is half-done."""
    with World(pg, chain(6, a003=["CREATE TABLE t_a003 (a INTEGER)", "SELECT pg_sleep(1.5)"])) as w:
        alembic = Alembic(w, chain(6, a003=["CREATE TABLE t_a003 (a INTEGER)", "SELECT pg_sleep(1.5)"]))
        check_equal(w.run("upgrade", "a001").status, 0)
        ours = w.start("upgrade", "head")
        w.until(SLEEPS)
        theirs = alembic.start("upgrade", "head")
        ours_said = ours.communicate(timeout=60)
        theirs.communicate(timeout=60)
        check(ours.returncode == 0, ours_said[1])
        check_equal(w.version(), "a006")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 't_a%'"), "6")
        check(ours_said[1].count("Running upgrade a001 -> a002") == 1, ours_said[1])
    with World(pg, chain(4, a002=["CREATE TABLE t_a002 (a INTEGER)", "SELECT pg_sleep(1.5)"])) as w:
        alembic = Alembic(w, chain(4, a002=["CREATE TABLE t_a002 (a INTEGER)", "SELECT pg_sleep(1.5)"]))
        check_equal(alembic.run("upgrade", "a001"), 0)
        theirs = alembic.start("upgrade", "head")
        w.until(SLEEPS)
        ours = w.start("upgrade", "head")
        theirs.communicate(timeout=60)  # both make t_a002: one of them is stopped, as a deadlock or by what it finds
        ours.communicate(timeout=60)
        check(0 in (ours.returncode, theirs.returncode), "both have failed")
        check_equal(w.version(), "a004")
        check_equal(w.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 't_a%'"), "4")


class Alembic:
    """The real one over the same revisions and the same database."""

    def __init__(self, world, revisions):
        from e2e import harness
        self.world = world
        self.folder = world.folder / "alembic"
        harness.write_alembic(self.folder, revisions)
        (world.folder / "alembic.ini").write_text(
            f"[alembic]\nscript_location = {self.folder}\nsqlalchemy.url = {world.url.replace('%', '%%')}\n")

    def start(self, *args):
        import subprocess
        p = subprocess.Popen([sys.executable, "-m", "alembic.config", "-c", str(self.world.folder / "alembic.ini"), *args],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
        self.world.processes.append(p)
        return p

    def run(self, *args):
        p = self.start(*args)
        _, stderr = p.communicate(timeout=60)
        if p.returncode:
            print(stderr)
        return p.returncode


SCENARIOS = [many_at_once, waits_and_names_the_holder, lock_timeout_names_the_blocker, a_locked_log_table_is_a_lock,
             tries_again, a_long_statement_is_told_before, a_long_wait_is_told, stopped,
             killed, beside_alembic]

if __name__ == "__main__":
    with PrivatePostgres() as server:
        chosen = [s for s in SCENARIOS if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
        sys.exit(run_scenarios(chosen, server))

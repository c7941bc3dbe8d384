"""An environment, its `migrate`, and a database of its own on a private server.

    with World(pg, [revision("a1", None, up=["CREATE TABLE t (n int)"])]) as w:
        done = w.run("upgrade", "head")         status, stdout, stderr
        w.sql("SELECT count(*) FROM t")         as psql -At prints it
        slow = w.start("upgrade", "head")       a process; slow.communicate()
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
from collections import namedtuple

from e2e import harness
from e2e.harness import Alone, revision  # for the scenarios

Done = namedtuple("Done", "status stdout stderr")


class World:
    def __init__(self, pg, revisions, settings="", env_mako=None, role=None):
        self.pg = pg
        self.role = role
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aludel-world-"))
        # What goes wrong here goes wrong on the server: the build is told that it doesn't know all tables.
        harness.write_ours(self.folder, revisions, "from_scratch = no\n" + settings, "postgresql")
        if env_mako:
            (self.folder / "env.mako").write_text(env_mako)
        self.program = harness.build(self.folder)
        self.database = pg.new_database()
        self.url = pg.url_of(self.database)
        self.processes = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for p in self.processes:
            if p.poll() is None:
                p.kill()
            p.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *args, url=None, env=None):
        p = subprocess.Popen([self.program, "--url", url or self.url, *args], text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env={**os.environ, **(env or {})})
        self.processes.append(p)
        return p

    def run(self, *args, url=None, env=None, seconds=60):
        p = self.start(*args, url=url, env=env)
        stdout, stderr = p.communicate(timeout=seconds)
        return Done(p.returncode, stdout, stderr)

    def sql(self, text):
        return self.pg.psql(text, self.database)

    def session(self, sql):
        """A psql that executes `sql` and goes on holding what it has locked, until it is killed."""
        p = subprocess.Popen([self.pg.program, "-XqAt", "-d", self.url], text=True, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.processes.append(p)
        p.stdin.write(sql + ";\n")
        p.stdin.flush()
        return p

    def until(self, sql, wanted="t", seconds=20):
        """Asks until the answer is the wanted one."""
        end = time.monotonic() + seconds
        while self.sql(sql) != wanted:
            if time.monotonic() > end:
                raise AssertionError(f"never {wanted}: {sql}")
            time.sleep(0.02)

    def version(self):
        return self.sql("SELECT string_agg(version_num, ' ' ORDER BY version_num) FROM alembic_version")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def check_equal(found, wanted):
    check(found == wanted, f"found:\n{found}\nwanted:\n{wanted}")


def check_has(text, *parts):
    for part in parts:
        check(part in text, f"'{part}' isn't in:\n{text}")


def run_scenarios(scenarios, pg):
    """All of them; says which failed, and fails then."""
    failed = 0
    for scenario in scenarios:
        try:
            scenario(pg)
            print(f"ok      {scenario.__name__}")
        except (AssertionError, subprocess.TimeoutExpired) as e:
            failed += 1
            print(f"FAILED  {scenario.__name__}\n{e}")
    print(f"{len(scenarios) - failed} passed, {failed} failed")
    return 1 if failed else 0

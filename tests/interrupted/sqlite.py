"""SQLite: killed and terminated in front of every statement's step and every call that changes a file.

    sqlite.py LIBRARY [--all] [--seed N]      LIBRARY: interrupt_at.c, built
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple

from interrupted.cases import chosen, finish, options, run_all
from interrupted.chains import CHAINS, Chain
from interrupted.databases import SqliteDatabase
from interrupted.truth import Truth, check, towards
from tools.postgres import roomy_folder

WORKERS = 2
MOST = 30  # cases of one kind, unless all are asked for

Case = namedtuple("Case", "direction wal signal at")


class Worker:
    """Its own file, and copies of what the runs start from."""

    def __init__(self, folder, library, truth):
        self.folder, self.library, self.truth = folder, library, truth
        folder.mkdir()
        self.begin = {}
        for wal in (False, True):
            for direction, revision in (("upgrade", None), ("downgrade", truth.chain.ids[-1])):
                database = SqliteDatabase(folder / f"{direction}{wal}", wal)
                truth.bring_to(database, revision)
                self.begin[direction, wal] = database.path

    def fresh(self, case):
        database = SqliteDatabase(self.folder / "case.db", case.wal)
        for old in self.folder.glob("case.db*"):
            old.unlink()
        begin = self.begin[case.direction, case.wal]
        for path in begin.parent.glob(begin.name + "*"):
            shutil.copy(path, self.folder / ("case.db" + path.name[len(begin.name):]))
        return database

    def run(self, database, direction, **environment):
        return subprocess.run(
            [self.truth.chain.program, "--url", database.url, *towards(direction)], text=True, capture_output=True,
            timeout=60, env={**os.environ, "LD_PRELOAD": str(self.library), **environment,
                             "ASAN_OPTIONS": "verify_asan_link_order=0"})


def calls_of(worker, direction, wal):
    """What an undisturbed run calls, a letter each."""
    database = worker.fresh(Case(direction, wal, 0, 0))
    path = worker.folder / "calls"
    done = worker.run(database, direction, INTERRUPT_COUNT=str(path))
    check(done.returncode == 0, done.stderr)
    return path.read_text()


def attempt(worker, case):
    truth, database = worker.truth, worker.fresh(case)
    start = truth.start(case.direction)
    done = worker.run(database, case.direction, INTERRUPT_AT=str(case.at), INTERRUPT_WITH=str(int(case.signal)))
    if case.signal == signal.SIGKILL:
        check(done.returncode == -signal.SIGKILL, f"it wasn't killed: {done.returncode}\n{done.stderr}")
    revision = truth.stands(database)
    if case.signal != signal.SIGKILL:
        truth.told(done, case.direction, start, revision, database)
    truth.finishes(database, case.direction)


def all_cases(worker, how, seed):
    for direction in ("upgrade", "downgrade"):
        for wal in (False, True):
            calls = calls_of(worker, direction, wal)
            check(set("sw") <= set(calls) and len(calls) > 60, f"these aren't all of its calls: {calls}")
            for number in (signal.SIGKILL, signal.SIGTERM):
                cases = [Case(direction, wal, number, n + 1) for n in range(len(calls))]
                yield from chosen(cases, MOST if how == "some" else None, random.Random(f"{seed} {direction} {wal} {number}"))


def main():
    how, seed, rest = options(sys.argv[1:])
    failed = 0
    with tempfile.TemporaryDirectory(prefix="aludel-interrupted-", dir=roomy_folder()) as folder:
        folder = pathlib.Path(folder)
        for name in CHAINS:
            chain = Chain(folder / name, "sqlite", name)
            truth = Truth(chain, SqliteDatabase(folder / (name + ".db")))
            workers = [Worker(folder / f"{name}{i}", rest[0], truth) for i in range(WORKERS)]
            failed += run_all(f"sqlite, {name}", all_cases(workers[0], how, seed), workers, attempt)
    finish(failed)


if __name__ == "__main__":
    main()

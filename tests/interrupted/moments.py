"""Killed and terminated at random moments, on both databases, in both directions. After every other kill nobody waits
until the server has noticed: the next run comes at once.

    moments.py [--all] [--seed N] [sqlite|postgresql]
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

from interrupted.cases import finish, options, run_all
from interrupted.chains import CHAINS, Chain
from interrupted.databases import PostgresDatabase, SqliteDatabase
from interrupted.truth import WAIT, Truth, check, towards
from tools.postgres import PrivatePostgres, roomy_folder

WORKERS = 2
EACH = 8  # cases of one kind; ten times as many when all are asked for

Case = namedtuple("Case", "direction signal fraction at_once")


class Worker:
    def __init__(self, truth, database):
        self.truth, self.database, self.times = truth, database, {}

    def begin(self, direction):
        self.truth.bring_to(self.database, self.truth.start(direction))

    def start(self, direction):
        return subprocess.Popen([self.truth.chain.program, "--url", self.database.url, *towards(direction), *WAIT],
                                text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def time_of(self, direction):
        """Of the first undisturbed run that is seen here."""
        if direction not in self.times:
            self.begin(direction)
            began = time.monotonic()
            with self.start(direction) as process:
                _, stderr = process.communicate(timeout=60)
            check(process.returncode == 0, stderr)
            self.times[direction] = time.monotonic() - began
        return self.times[direction]

    def settle(self):
        if isinstance(self.database, PostgresDatabase):
            self.database.settle()


def attempt(worker, case):
    truth, database = worker.truth, worker.database
    moment = worker.time_of(case.direction) * case.fraction
    worker.begin(case.direction)
    with worker.start(case.direction) as process:
        time.sleep(moment)
        process.send_signal(case.signal)
        stdout, stderr = process.communicate(timeout=60)
    done = subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)
    if not case.at_once:
        worker.settle()
        revision = truth.stands(database)
        if done.returncode != -signal.SIGKILL:
            truth.told(done, case.direction, truth.start(case.direction), revision, database)
    truth.finishes(database, case.direction)


def all_cases(count, source):
    for direction in ("upgrade", "downgrade"):
        for number in (signal.SIGKILL, signal.SIGTERM):
            for i in range(count):
                yield Case(direction, number, source.random() * 1.1, i % 2 == 0)


def run_chains(kind, folder, make, count, seed):
    failed = 0
    for name in CHAINS:
        chain = Chain(folder / (kind + name), kind, name)
        workers = [Worker(None, make(f"{name}{i}")) for i in range(WORKERS)]
        truth = Truth(chain, workers[0].database)
        for worker in workers:
            worker.truth = truth
        failed += run_all(f"{kind}, {name}", all_cases(count, random.Random(f"{seed} {kind} {name}")), workers, attempt)
        for worker in workers:
            worker.database.close()
    return failed


def main():
    how, seed, rest = options(sys.argv[1:])
    count, failed = EACH * (1 if how == "some" else 10), 0
    with tempfile.TemporaryDirectory(prefix="aludel-interrupted-", dir=roomy_folder()) as folder:
        folder = pathlib.Path(folder)
        if "postgresql" not in rest:
            failed += run_chains("sqlite", folder, lambda name: SqliteDatabase(folder / (name + ".db")), count, seed)
        if "sqlite" not in rest:
            with PrivatePostgres() as server:
                failed += run_chains("postgresql", folder, lambda name: PostgresDatabase(server), count, seed)
    finish(failed)


if __name__ == "__main__":
    main()

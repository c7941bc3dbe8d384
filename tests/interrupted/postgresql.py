"""PostgreSQL: killed, terminated and cut off at every message of the protocol, sent or received.

    postgresql.py [--all | --statements] [--seed N] [plain|single|pieces]
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple

import psycopg2

from interrupted.cases import chosen, finish, options, run_all
from interrupted.chains import CHAINS, Chain
from interrupted.databases import PostgresDatabase
from interrupted.proxy import Cut, Proxy
from interrupted.truth import WAIT, Truth, check, towards
from tools.postgres import PrivatePostgres

WORKERS = 3
MOST = 9  # cases of one kind, unless all are asked for

# Of the client's messages, and of the server's; the first of each at every statement.
DEEDS = [("front", "kill"), ("front", "term"), ("front", "terminate"), ("front", "close"), ("front", "close_all"),
         ("back", "kill"), ("back", "close"), ("back", "swallow"), ("back", "term"), ("back", "terminate")]

Case = namedtuple("Case", "direction cut")


class Worker:
    tcp = False

    def __init__(self, server, truth):
        self.truth = truth
        self.database = PostgresDatabase(server)
        self.admin = psycopg2.connect(self.database.url)
        self.admin.autocommit = True
        self.proxy = Proxy(server.folder, self.admin, self.tcp)

    def url(self):
        return self.proxy.url(self.database.name)

    def __enter__(self):
        self.proxy.__enter__()
        return self

    def __exit__(self, *_):
        self.proxy.__exit__()
        self.admin.close()
        self.database.close()

    def begin(self, direction):
        if self.database.versions() != [v for v in [self.truth.start(direction)] if v] or direction == "upgrade":
            self.truth.bring_to(self.database, self.truth.start(direction))

    def run(self, direction, cut):
        """The finished process, when all of its server processes are gone."""
        self.proxy.plan(cut)
        command = [self.truth.chain.program, "--url", self.url(), *towards(direction), *WAIT]
        with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            self.proxy.started(process)
            try:
                stdout, stderr = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        self.database.settle(but=(self.admin.info.backend_pid,))
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def attempt(worker, case):
    truth, database = worker.truth, worker.database
    worker.begin(case.direction)
    done = worker.run(case.direction, case.cut)
    revision = truth.stands(database)
    if done.returncode != -signal.SIGKILL:
        truth.told(done, case.direction, truth.start(case.direction), revision, database)
    else:
        check(case.cut.deed == "kill", done.stderr)
    truth.finishes(database, case.direction)


def messages_of(worker, direction):
    """What an undisturbed run sends and receives: {side: types}."""
    worker.begin(direction)
    done = worker.run(direction, None)
    check(done.returncode == 0, done.stderr)
    return {side: [kind for s, kind in worker.proxy.seen if s == side] for side in ("front", "back")}


# Where a statement begins and where it has been answered.
BOUNDARIES = {"front": "^PSX", "back": "RCZE"}


def all_cases(worker, how, seed):
    for direction in ("downgrade", "upgrade"):
        kinds = messages_of(worker, direction)
        print(f"{direction}: {len(kinds['front'])} messages sent, {len(kinds['back'])} received")
        for side, deed in DEEDS:
            cases = [Case(direction, Cut(side, n + 1, deed)) for n, kind in enumerate(kinds[side])
                     if how == "all" or kind in BOUNDARIES[side]]
            yield from chosen(cases, MOST if how == "some" else None, random.Random(f"{seed} {direction} {side} {deed}"))


def run_chain(server, folder, name, how, seed):
    chain = Chain(folder / name, "postgresql", name)
    learner = PostgresDatabase(server)
    truth = Truth(chain, learner)
    learner.close()
    workers = [Worker(server, truth) for _ in range(WORKERS)]
    try:
        for worker in workers:
            worker.__enter__()
        cases = list(all_cases(workers[0], how, seed))
        return run_all(f"postgresql, {name}", cases, workers, attempt)
    finally:
        for worker in workers:
            worker.__exit__()


def main():
    how, seed, rest = options(sys.argv[1:])
    with PrivatePostgres() as server, tempfile.TemporaryDirectory(prefix="aludel-interrupted-") as folder:
        finish(sum(run_chain(server, pathlib.Path(folder), name, how, seed)
                   for name in rest or CHAINS))


if __name__ == "__main__":
    main()

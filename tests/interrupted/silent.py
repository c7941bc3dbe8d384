"""PostgreSQL over a network that goes silent at some message, and comes back when the client has given up: it does so in
the time that its URL gives it, and finds out what stands.

    silent.py [--all] [--seed N]
"""
import pathlib
import random
import sys
import tempfile

from interrupted import network
from interrupted.cases import chosen, finish, options, run_all
from interrupted.chains import Chain
from interrupted.databases import PostgresDatabase
from interrupted.postgresql import BOUNDARIES, Case, Worker, messages_of
from interrupted.proxy import Cut
from interrupted.truth import Truth
from tools.postgres import PrivatePostgres

MOST = 2  # cases of one kind, unless all are asked for
EVERY = 12  # then

SETTINGS = "&sslmode=disable&gssencmode=disable&connect_timeout=2" \
           "&tcp_user_timeout=1500&keepalives_idle=1&keepalives_interval=1&keepalives_count=2"


class SilentWorker(Worker):
    tcp = True

    def url(self):
        return super().url() + SETTINGS


def attempt(worker, case):
    """The deed takes the network away; when the client's connection has ended, it is there again."""
    truth, database = worker.truth, worker.database
    worker.begin(case.direction)
    try:
        done = worker.run(case.direction, case.cut)
    finally:
        network.up()
    revision = truth.stands(database)
    truth.told(done, case.direction, truth.start(case.direction), revision, database)
    truth.finishes(database, case.direction)


def all_cases(worker, how, seed):
    for direction in ("downgrade", "upgrade"):
        kinds = messages_of(worker, direction)
        for side in ("front", "back"):
            cases = [Case(direction, Cut(side, n + 1, "silence")) for n, kind in enumerate(kinds[side])
                     if kind in BOUNDARIES[side]]
            yield from chosen(cases, MOST if how == "some" else EVERY, random.Random(f"{seed} {side}"))


def main():
    how, seed, _ = options(sys.argv[1:])
    if not network.make():
        print("left out: the system gives us no network of our own")
        return
    network.up()
    with PrivatePostgres() as server, tempfile.TemporaryDirectory(prefix="aludel-interrupted-") as folder:
        chain = Chain(pathlib.Path(folder) / "plain", "postgresql", "plain")
        learner = PostgresDatabase(server)
        truth = Truth(chain, learner)
        learner.close()
        with SilentWorker(server, truth) as worker:
            failed = run_all("silent network", list(all_cases(worker, how, seed)), [worker], attempt)
    finish(failed)


if __name__ == "__main__":
    main()

"""What happens in a round, and what must hold behind it.

A round is a function of a Round; it begins with an empty database. ROUNDS says which there are, and how often each is
drawn. Every one ends with `finish`: whatever happened before, one more upgrade brings the database to head.
"""
import logging
import os
import pathlib
import re
import subprocess
import time

from e2e import harness
from together import chain
from together.crowd import Crowd
from together.places import content

MANY = 16
SECONDS = 120  # what takes longer hangs: a round takes about one


class Wrong(Exception):
    pass


class Programs:
    """What is built once: our environments for a place, and Alembic's."""

    def __init__(self, folder, place):
        self.folder = pathlib.Path(folder)
        self.plain = self.make("plain", place, False)
        self.outside = self.make("outside", place, True) if place.outside else None
        self.direct = self.make("direct", place, False, True) if not place.alone else self.plain
        chain.write_alembic(self.folder / "alembic", place.dialect)

    def make(self, name, place, outside, alone=False):
        chain.write(self.folder / name, place.dialect, outside, place.alone or alone)
        return harness.build(self.folder / name)


class Round:
    def __init__(self, kind, programs, place, random, outside=False):
        self.kind = kind
        self.programs, self.place, self.random, self.outside = programs, place, random, outside
        self.program = programs.outside if outside else programs.plain
        self.url = place.url
        self.crowd = Crowd()
        self.ours, self.alembic = [], None
        place.fresh(outside)

    # ---- Who takes part

    def command(self, *arguments):
        return [self.program, "--url", self.url, *arguments, "--wait", f"{SECONDS}s"]

    def start(self, *arguments, count=MANY, failing=()):
        """`failing`: the numbers of those that m05 fails for."""
        for i in range(count):
            env = {"ITEM": "0" if i in failing else "1"}
            self.ours.append(self.crowd.add(self.command(*arguments), env))

    def start_alembic(self, *arguments, ahead=False):
        url, folder = self.place.url, self.programs.folder / "alembic"

        def call():
            logging.getLogger("alembic.runtime.migration").addHandler(logging.StreamHandler())
            status, _, said, _ = harness.run_alembic(folder, url, list(arguments))
            os.write(2, said.encode())
            return status if isinstance(status, int) else 70

        self.alembic = self.crowd.add_call(call, ahead)

    def kill_some(self, count):
        """Anybody at any time, or whoever has come to a certain migration, soon after."""
        for member in self.random.sample(self.ours, count):
            reached = self.random.choice([None, *chain.IDS, *chain.IN_PIECES])
            if reached and self.crowd.until(lambda: self.at_work(reached), SECONDS):
                member = self.random.choice(self.at_work(reached) or [member])
            time.sleep(self.random.random() * (0.02 if reached else 0.15))
            member.kill()

    def at_work(self, reached):
        """Who is still running, and has told of that migration."""
        return [m for m in self.ours if f"-> {reached}" in m.said and m.poll() is None]

    def wait(self):
        self.crowd.wait(SECONDS + 60)

    def once(self, *arguments):
        """One alone, without haste."""
        done = subprocess.run(self.command(*arguments), env={**os.environ, "ITEM": "1"}, capture_output=True, text=True,
                              timeout=SECONDS, check=False)
        self.check(done.returncode == 0, f"{' '.join(arguments)} alone:\n{done.stderr}")

    # ---- What must hold

    def check(self, condition, what):
        if not condition:
            raise Wrong(what)

    def check_equal(self, found, wanted, what):
        self.check(found == wanted, f"{what}:\nfound  {found}\nwanted {wanted}")

    def all_succeed(self):
        for m in self.ours:
            self.check(m.status == 0 or (m.killed and m.status == -9), f"ended with {m.status}:\n{m.said}")

    def all_fail(self, *words):
        for m in self.ours:
            self.check(m.status == 1, f"ended with {m.status}:\n{m.said}")
            self.fails_rightly(m, *words)

    def fails_rightly(self, m, *words):
        for word in words:
            self.check(word in m.said, f"'{word}' isn't in:\n{m.said}")
        behind = [i for i in chain.IDS[chain.FAILING:] if i in m.said]
        self.check(not behind, f"told of {behind} behind the failure:\n{m.said}")

    def stands_at(self, count, *, log=True):
        """The first `count` migrations, each of them once, and nothing else."""
        ids = chain.IDS[:count]
        rows = [v for (v,) in self.place.ask("SELECT version_num FROM alembic_version")]
        self.check_equal(rows, ids[-1:], "the version rows")
        self.check_equal(self.ran(), [i + " up" for i in ids], "what ran")
        self.check_equal(content(self.place, self.outside), chain.wanted(count, self.outside), "the content")
        if log:
            self.check_equal(self.logged(), [("upgrade", i) for i in ids], "aludel_log")
        self.nothing_is_left()

    def nothing_is_left(self):
        self.check_equal(self.place.left_behind(), [], "left behind")
        if "aludel_journal" in self.place.tables():
            self.check_equal(self.place.ask("SELECT * FROM aludel_journal"), [], "the journal")

    def ran(self):
        return [i for (i,) in self.place.ask("SELECT id FROM ran ORDER BY n")]

    def logged(self):
        return self.place.ask("SELECT action, revision FROM aludel_log ORDER BY number")

    def each_is_told_once(self):
        """But for what nobody keeps others out of between its pieces: there they take turns."""
        told = re.findall(r"-> (m\d\d)", "\n".join(l for m in self.ours for l in harness.log_lines(m.said)))
        in_turns = chain.IN_PIECES if self.place.takes_turns else ()
        self.check_equal(sorted(i for i in told if i not in in_turns), [i for i in chain.IDS if i not in in_turns],
                         "who told of what")

    # ---- The end

    def finish(self, *, log=True):
        self.once("upgrade", "head")
        self.stands_at(len(chain.IDS), log=log)

    def close(self):
        self.crowd.end()


# ---- Rounds --------------------------------------------------------------------------------------------------

def upgrade(r):
    r.start("upgrade", "head")
    r.crowd.open()
    r.wait()
    r.all_succeed()
    r.stands_at(len(chain.IDS))
    r.each_is_told_once()


def and_back(r):
    """Down again, by as many."""
    r.once("upgrade", "head")
    r.start("downgrade", "base")
    r.crowd.open()
    r.wait()
    r.all_succeed()
    ids = [i for i in reversed(chain.IDS)]
    r.check_equal(r.ran(), [i + " up" for i in chain.IDS] + [i + " down" for i in ids], "what ran")
    r.check_equal(r.logged()[len(ids):], [("downgrade", i) for i in ids], "aludel_log")
    r.check_equal(r.place.ask("SELECT * FROM alembic_version"), [], "the version rows")
    r.check_equal(content(r.place, r.outside), chain.wanted(0, r.outside), "the content")
    r.nothing_is_left()


def to_many_targets(r):
    """Each wants to come to another migration."""
    for i in range(MANY):
        r.start("upgrade", chain.IDS[i % len(chain.IDS)], count=1)
    r.crowd.open()
    r.wait()
    for m in r.ours:
        r.check(m.status == 0, f"ended with {m.status}:\n{m.said}")
    r.stands_at(len(chain.IDS))


def through_both(r):
    """Some through the pooler, as far as that goes, and some at the server's own address."""
    r.program = r.programs.direct
    half = r.random.randint(1, MANY - 1)
    r.start("upgrade", chain.BEFORE_PIECES, count=half)
    r.url = r.place.direct
    r.start("upgrade", "head", count=MANY - half)
    r.crowd.open()
    r.wait()
    r.all_succeed()
    r.stands_at(len(chain.IDS))


def killed(r):
    r.start("upgrade", "head")
    r.crowd.open()
    r.kill_some(r.random.randint(1, 5))
    r.wait()
    r.all_succeed()
    r.stands_at(len(chain.IDS))


def all_killed(r):
    """Nobody is left who could go on: the next one does."""
    r.start("upgrade", "head", count=4)
    r.crowd.open()
    r.kill_some(4)
    r.wait()
    r.all_succeed()
    r.finish()


REFUSED = {"sqlite": "there_is_one", "postgresql": "violates foreign key constraint"}


def one_fails_for_all(r):
    r.start("upgrade", "head", failing=range(MANY))
    r.crowd.open()
    r.wait()
    r.all_fail(REFUSED[r.place.dialect], "'m05' was rolled back", "versions/m05_x.mako")
    r.stands_at(chain.FAILING - 1)
    r.finish()


def one_fails_for_some(r):
    """Whoever comes to m05 first fails, or does it for all."""
    failing = r.random.sample(range(MANY), r.random.randint(1, MANY - 1))
    r.start("upgrade", "head", failing=failing)
    r.crowd.open()
    r.wait()
    for i, m in enumerate(r.ours):
        r.check(m.status in ((0, 1) if i in failing else (0,)), f"ended with {m.status}:\n{m.said}")
        if m.status == 1:
            r.fails_rightly(m, REFUSED[r.place.dialect], "'m05' was rolled back")
    r.stands_at(len(chain.IDS))


def somebody_is_in_the_way(r):
    """A reader that m04 waits for until lock_timeout is over, again and again."""
    r.once("upgrade", "m03")
    reader = r.place.in_the_way()
    try:
        r.start("upgrade", "head")
        r.crowd.open()
        r.crowd.until(lambda: any("trying again: " in m.said for m in r.ours), SECONDS)
    finally:
        reader.end()
    r.wait()
    r.all_succeed()
    r.stands_at(len(chain.IDS))


def beside_alembic(r):
    """Whichever comes second stops with an error, or has nothing left to do; and nothing is half-done. Alembic takes its
    time, so that ours wait in most rounds until it has come to one of the migrations."""
    reached = r.random.choice([None, *chain.IDS])
    r.start("upgrade", "head")
    r.start_alembic("upgrade", "head", ahead=reached is not None)
    if reached:
        r.crowd.until(lambda: f"-> {reached}" in r.alembic.said or r.alembic.poll() is not None, SECONDS)
    r.crowd.open()
    r.wait()
    for m in r.ours:
        r.check(m.status in (0, 1), f"ended with {m.status}:\n{m.said}")
        r.check(m.status == 0 or "FAILED: " in m.said, m.said)
    r.check(r.alembic.status in (0, 70, 255), f"Alembic ended with {r.alembic.status}:\n{r.alembic.said}")
    version = r.place.ask("SELECT version_num FROM alembic_version")
    r.stands_at(chain.IDS.index(version[0][0]) + 1 if version else 0, log=False)
    r.finish(log=False)


def outcome(r):
    """For the statistics."""
    if not r.alembic:
        return r.kind.__name__
    names = {(True, True): "both ended well", (True, False): "Alembic stopped", (False, True): "ours stopped"}
    return "beside_alembic: " + names.get((any(m.status == 0 for m in r.ours), r.alembic.status == 0), "all stopped")


ROUNDS = [(upgrade, 6), (and_back, 3), (to_many_targets, 1), (through_both, 2), (killed, 4), (all_killed, 1), (one_fails_for_all, 2),
          (one_fails_for_some, 3), (somebody_is_in_the_way, 1), (beside_alembic, 4)]


def is_for(kind, place):
    return kind is not through_both or place.url != place.direct

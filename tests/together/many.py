"""Many processes at one database, round after round.

    many.py PLACE [ROUNDS [SEED [KIND]]]     PLACE: rollback wal postgresql pooled

Rounds are drawn at random; the seed is printed, and drawn anew where none is given. KIND plays only that one.
"""
import collections
import contextlib
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from together import rounds
from together.crowd import Hangs
from together.places import Postgres, Sqlite
from tools.pooler import Pooler
from tools.postgres import PrivatePostgres, roomy_folder, stop_on_terminate

SMALL_POOL = 5  # connections for sixteen


@contextlib.contextmanager
def place_for(name):
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aludel-together-", dir=roomy_folder())))
        if name in ("rollback", "wal"):
            yield folder, Sqlite(folder, {"rollback": "delete", "wal": "wal"}[name])
            return
        server = stack.enter_context(PrivatePostgres(["max_connections=100"]))
        pooler = stack.enter_context(Pooler(server, default_pool_size=SMALL_POOL)) if name == "pooled" else None
        yield folder, Postgres(server, pooler)


def what_they_said(r):
    """Most of them say the same."""
    said = collections.Counter(f"ended with {m.status}\n{m.said}" for m in r.crowd.members)
    return "\n".join(f"-- {count} of them {text}" for text, count in said.items())


def play(kind, programs, place, luck):
    """What was wrong, or None; and how it ended."""
    outside = place.outside and kind not in (rounds.beside_alembic, rounds.through_both) and luck.random() < 0.4
    r = rounds.Round(kind, programs, place, luck, outside)
    try:
        kind(r)
        return None, rounds.outcome(r)
    except (rounds.Wrong, Hangs, subprocess.TimeoutExpired) as wrong:
        return f"{kind.__name__}{' outside' * outside}: {wrong}\n{place.diagnosis()}\n{what_they_said(r)}", "failed"
    finally:
        r.close()


def main(name, count=60, seed=None, only=None):
    stop_on_terminate()
    seed = seed or random.randrange(1 << 32)
    luck = random.Random(f"{name} {seed}")
    tally, began = collections.Counter(), time.monotonic()
    print(f"{name}: {count} rounds, seed {seed}", flush=True)
    with place_for(name) as (folder, place):
        programs = rounds.Programs(folder, place)
        kinds, weights = zip(*[k for k in rounds.ROUNDS if only in (None, k[0].__name__) and rounds.is_for(k[0], place)])
        for number in range(count):
            said, outcome = play(luck.choices(kinds, weights)[0], programs, place, luck)
            tally[outcome] += 1
            if said:
                print(f"FAILED: round {number}, {said}", flush=True)
    print(f"{count} rounds in {time.monotonic() - began:.0f} s, {tally['failed']} failed: "
          + ", ".join(f"{kind} {n}" for kind, n in sorted(tally.items())))
    return 1 if tally["failed"] else 0


if __name__ == "__main__":
    place, *rest = sys.argv[1:]
    sys.exit(main(place, *map(int, rest[:2]), *rest[2:]))

"""Random pairs of schemas A and B: the migration from A to B, applied to A, gives B; its downgrade gives A back; rows in columns
that both have stay as they were; behind each there is nothing more to do. Of BUILT more the first is empty, and what is built
is the second to the letter.

pairs.py sqlite|postgresql PAIRS BUILT [SEED [NUMBER…]]

Without a seed nine of ten are those of the seed 1, so that a failure stays one, and the others are new each time. A pair that
fails is made smaller for as long as it fails in the same way, and printed with the line that plays it again.
"""
import contextlib
import random
import re
import sys
import time

from as_sql import statements
from changed import Changer
from parts import Pair, Schema
from rows import Rows
from tool import Runner

BATCH = 250  # pairs that are compiled together
WALK = 10  # pairs, each of which begins where the one before it has ended: its A is known
SHOWN = 5  # of the failures
STEPS = 40  # of making one smaller


def walk_of(seed, number, dialect):
    """The pairs among which is the one of this number."""
    first = number - number % WALK
    return list(Changer(f"{seed} {first}", dialect).walk(range(first, first + WALK)))


def built_anew(seed, number, dialect):
    changer = Changer(f"{seed} built {number}", dialect)
    changer.odd = True
    return Pair(f"b{number}", Schema(), changer.schema(), exact=True)


def pair_of(seed, name, dialect):
    number = int(name[1:])
    return built_anew(seed, number, dialect) if name[0] == "b" else walk_of(seed, number, dialect)[number % WALK]


# ---- A pair that fails -----------------------------------------------------------------------------------------------------

def way(why):
    """In which it fails: without the names of what it is about."""
    first = "".join(why.splitlines()[:2])
    return re.sub(r"\"[^\"]*\"|'[^']*'|\d+|: .*? (?=isn't|is|has|does)", "", first)


def made_smaller(runner, pair, why):
    for step in range(STEPS):
        others = list(pair.smaller(""))
        for i, other in enumerate(others):
            other.id = f"s{step}x{i}"
        failed, _ = runner.play(others)
        same = [o for o in others if o.id in failed and way(failed[o.id]) == way(why)]
        if not same:
            break
        pair = min(same, key=lambda p: len(p.a.parts) + len(p.b.parts))
        why = failed[pair.id]
    return pair


def show(runner, pair, why, seed, minimal=True):
    first, dialect = pair, runner.dialect
    if minimal:
        pair = made_smaller(runner, pair, why)
        failed, written = runner.play([pair])
    else:
        failed, written = {}, {}
    print(f"\n======== pairs.py {dialect} 0 0 {seed} {first.id}\n-- A")
    print("\n".join(f"{s};" for s in statements(pair.a, dialect)) + "\n-- B\n" + "\n".join(f"{s};" for s in statements(pair.b, dialect)))
    print("\n".join(["-- rows", *(f"{s};" for s in Rows(pair, dialect).inserts()), *map(str, pair.renames)]))
    print(f"-- the migration\n{written.get(pair.id, '')}\n-- {failed.get(pair.id, why)}", flush=True)


# ---- All of them -----------------------------------------------------------------------------------------------------------

def play(runner, seed, pairs):
    """How many fail."""
    count = 0
    for first in range(0, len(pairs), BATCH):
        batch = pairs[first:first + BATCH]
        failed, _ = runner.play(batch)
        for pair in batch:
            if pair.id in failed:
                count += 1
                if count <= SHOWN:
                    show(runner, pair, failed[pair.id], seed)
                else:
                    print(f"-- pairs.py {runner.dialect} 0 0 {seed} {pair.id}: {failed[pair.id][:300]}")
    return count


def several(seed, dialect, count, built):
    walks = [pair for first in range(0, count, WALK) for pair in walk_of(seed, first, dialect)]
    return walks[:count] + [built_anew(seed, i, dialect) for i in range(built)]


def main(dialect, count, built, seed=None, *names):
    begun, failed = time.monotonic(), 0
    with contextlib.ExitStack() as stack:
        runner = Runner(dialect, stack)
        if names:
            return bool(play(runner, seed, [pair_of(seed, name, dialect) for name in names]))
        new = str(random.randrange(10 ** 6))
        shares = [(seed, 1)] if seed else [("1", 0.9), (new, 0.1)]
        for own, share in shares:
            print(f"seed {own}", flush=True)
            failed += play(runner, own, several(own, dialect, round(int(count) * share), round(int(built) * share)))
    print(f"{dialect}: {count} pairs, {built} built anew, {failed} failed, {time.monotonic() - begun:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

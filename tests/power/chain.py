"""A chain with all that a migration may do (chain/), disturbed everywhere: a part of the places, another one with each seed.

chain.py ALUDEL [--points N|all] [--seed N]
"""
import argparse
import pathlib
import sys

from power.report import cases, places, power

CHAIN = pathlib.Path(__file__).parent / "chain"
REVISIONS = ["p001", "p002", "p003", "p004", "p005"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("aludel")
    parser.add_argument("--points", default="12")
    parser.add_argument("--seed", default="1")
    o = parser.parse_args()
    output = power(o.aludel, CHAIN, "--power-points", o.points, "--power-seed", o.seed)
    found = cases(output)
    print(output)
    assert [word for word, _ in found] == ["ok"] * len(found), "something isn't as it must be"
    names = [name for _, name in found]
    assert names[:5] == [f"{r} up and down" for r in REVISIONS] and len(names) == 5 + 16, names
    for (_, name), lines in found.items():
        counts = places(lines)
        assert counts["changes"] > 20 and ("chain" in name or (counts["writes"] > 10 and counts["allocations of SQLite's"] > 1000)), name
    for mode in ("DELETE", "WAL", "TRUNCATE", "PERSIST"):
        assert sum(f"journal_mode {mode}," in name for name in names) == 4, names


if __name__ == "__main__":
    sys.exit(main())

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
    assert all(word == ("note" if name == "p005 carried down" else "ok") for word, name in found), "something isn't as it must be"
    assert "runs statements outside of transactions" in found.pop(("note", "p005 carried down"))[0]
    names = [name for _, name in found]
    carried = [f"{r} carried down" for r in REVISIONS[1:4]]
    assert names[:8] == [f"{r} up and down" for r in REVISIONS] + carried and len(names) == 8 + 16, names
    for (_, name), lines in found.items():
        counts = places(lines)
        assert counts["changes"] > 20 and ("chain" in name or (counts["writes"] > 10 and counts["allocations of SQLite's"] > 1000)), name
    for mode in ("DELETE", "WAL", "TRUNCATE", "PERSIST"):
        assert sum(f"journal_mode {mode}," in name for name in names) == 4, names


if __name__ == "__main__":
    sys.exit(main())

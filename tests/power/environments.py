"""The environments in migrations/ that SQLite can hold, disturbed at a few places of each kind.

environments.py ALUDEL NAME…
"""
import os
import pathlib
import sys

from power.report import cases, power

MIGRATIONS = pathlib.Path(os.environ["ALUDEL_SOURCE"], "migrations")


def main(aludel, *names):
    for name in names:
        output = power(aludel, MIGRATIONS / name, "--power-points", "2")
        wrong = [lines for (word, _), lines in cases(output).items() if word == "FAIL"]
        print(f"{name}: {output.splitlines()[-1]}")
        assert not wrong and len(cases(output)) > 16, output


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

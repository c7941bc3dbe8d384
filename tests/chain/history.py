"""The revisions of an environment, their parents, messages and days, against history.txt.

    history.py NAME…
"""
import json
import pathlib
import re
import sys

from environment import Environment, play
from walks import same

TABLE = pathlib.Path(__file__).parent / "history.txt"
# In the description ("Written 2025-11-18 16:30:47."), or in the file's name.
DAY = re.compile(r"Written (\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)\.$|^Path: versions/(\d{4}-\d\d-\d\d)_", re.M)


def written(environment, revision):
    found = DAY.search(environment.run("show", revision).stdout)
    return (found[1] or found[2]) if found else "-"


def lines(environment):
    """The program's own history, as history.txt has it."""
    for m in json.loads(environment.run("--json", "history").stdout):
        parents = ", ".join(m["down_revision"]) or "-"
        yield "  ".join((m["revision"], parents, written(environment, m["revision"]), m["message"]))


def wanted(name):
    rows = (re.split(r" {2,}", line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    return ["  ".join(row[1:]) for row in rows if row[0] == name]


def compared(name):
    found, rows = lines(Environment(name)), wanted(name)
    same("\n".join(sorted(found)), "\n".join(sorted(rows)), "history.txt")
    return f"{len(rows)} revisions"


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:], lambda name: [("", lambda: compared(name))]))

"""The README's table of what is kept: text(results); check(results, update) compares it with the README, or writes it.

What Alembic does depends on its version: with others than those that the table names, it isn't compared.
"""
import os
import re
import sqlite3
from pathlib import Path

import alembic
import sqlalchemy

from beside_facts import FEATURES

README = Path(os.environ.get("ALUDEL_SOURCE", Path(__file__).parents[2])) / "runtime/rebuild/README.md"
BEGIN, END = "<!-- tests/rebuild/beside_alembic.py --update -->\n", "<!-- end -->\n"
RUNS = ("Alembic, keys off", "keys on", "Aludel, keys off", "keys on")
VERSIONS = f"Alembic {alembic.__version__}, SQLAlchemy {sqlalchemy.__version__}, SQLite {sqlite3.sqlite_version}:\n\n"


def row(feature, stake, numbers):
    return f"| {feature} | {stake} | " + " | ".join(numbers) + " |\n"


def count(good, of):
    return str(good) if good == of else f"**{good}**"


def cell(kept, judged, stake):
    return "–" if not judged else count(kept, judged) + (f" of {judged}" if judged != stake else "")


def totals(results):
    """The first rows: what came of the cases as such."""
    asked = [outcomes for case, outcomes in results if not case.refused]
    refused = [outcomes for case, outcomes in results if case.refused]
    changed = [sum(o[i].error is None and o[i].done for o in asked) for i in range(4)]
    everything = [sum(o[i].error is None and o[i].done and all(o[i].kept.values()) for o in asked) for i in range(4)]
    harmless = [sum(o[i].error is not None and o[i].intact for o in refused) for i in range(4)]
    broken = [sum(o[i].error is not None and not o[i].intact for o in asked + refused) for i in range(4)]
    yield row("the change is made", len(asked), [count(n, len(asked)) for n in changed])
    yield row("… and nothing is lost", len(asked), [count(n, len(asked)) for n in everything])
    yield row("what can't be is refused, the file as it was", len(refused), [count(n, len(refused)) for n in harmless])
    yield row("failures that leave the table gone, or a second one", "", [count(n, 0) for n in broken])


def features(results):
    """At stake: in a case that any of the runs has compared. Kept: of those that a run changed."""
    for feature in FEATURES:
        having = [o for case, o in results if not case.refused and any(feature in x.kept for x in o)]
        numbers = []
        for i in range(4):
            judged = [o[i].kept[feature] for o in having if feature in o[i].kept]
            numbers.append(cell(sum(judged), len(judged), len(having)))
        yield row(feature, len(having), numbers)


def text(results):
    head = row("what is kept", "at stake in", RUNS) + "|---|---:|" + "---:|" * 4 + "\n"
    return VERSIONS + head + "".join(totals(results)) + "".join(features(results))


def check(results, update):
    readme = README.read_text()
    there = re.search(re.escape(BEGIN) + "(.*)" + re.escape(END), readme, re.S)
    if not there:
        return [f"{README}: the table's place isn't there"]
    if update:
        README.write_text(readme[:there.start(1)] + text(results) + readme[there.end(1):])
    elif VERSIONS not in there.group(1):
        print("Alembic's columns in the README are of other versions; here are " + VERSIONS.strip())
    elif there.group(1) != text(results):
        return [f"{README}: the table isn't what was found; --update writes it\n{text(results)}"]
    return []


def show(case, outcomes):
    print(case.name)
    for run, o in zip(("Alembic, off", "Alembic, on", "ours, off", "ours, on"), outcomes):
        said = ([f"fails: {o.error}{'' if o.intact else ' (and leaves the file changed)'}"] if o.error
                else o.lost + ([] if o.done else ["the edits aren't done"]))
        for line in said:
            print(f"    {run}: {line[:200]}")

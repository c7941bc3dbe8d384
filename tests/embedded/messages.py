"""What a device says of everything that it refuses, and that nothing has changed then: messages.txt.

    messages.py [--update]
"""
import contextlib
import pathlib
import re
import sqlite3
import sys
import tempfile

from device import HERE, MACHINE, Device, Wrong, build, told
from tools.golden import differs
from tools.postgres import roomy_folder
from tools.template import template

GOLDEN = HERE / "messages.txt"
PARENTS = "CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents);"
REBUILD = '<% op.alter_column("children", "parent", type_=sa.Text()) %>\n'
CHAIN = {  # revision: its parent, upgrade, downgrade
    "a1": (None, PARENTS, "DROP TABLE children;\nDROP TABLE parents;"),
    "a2": ("a1", "INSERT INTO parents (id) VALUES (1);\nINSERT INTO parents (id) VALUES (1);", ""),
    "b2": ("a1", REBUILD, '<% op.irreversible("what was a number is text now") %>'),
    "c2": ("a1", REBUILD + "INSERT INTO children VALUES (1, 77);\nINSERT INTO children VALUES (2, 78);", ""),
    "d2": ("a1", '% for row in op.query("SELECT id FROM parents"):\n% if row.id > 5:\n<% raise ValueError("too large") %>\n% endif\n'
                 "% endfor", ""),
    "e2": ("a1", "SELECT 1;\nSELECT 2;\nINSERT INTO parents (id) VALUES (3);", ""),
    "f2": ("a1", '<% op.alter_column("parents", "name", type_=sa.Integer()) %>', ""),
}
LATER = "UPDATE alembic_version SET version_num = 'later'; UPDATE aludel_log SET revision = 'later', compatible_with = %s"

# What is done in front of it (the database is at a1), the call, and where there is more than one line, what comes then.
CASES = {
    "a target that isn't there": [("upgrade", "zz")],
    "a downgrade without one": [("downgrade",)],
    "a target that isn't applied": [("downgrade", "b2")],
    "no arena": [("lend", 0, 0), ("upgrade", "a2")],
    "an arena for less than nothing": [("lend", 1000, 0), ("current",)],
    "an arena without room for a rebuild": [("lend", 2900, 0), ("upgrade", "b2")],
    "an arena with little room for a rebuild": [("lend", 6000, 0), ("upgrade", "b2")],
    "an image of another version": [("spoil", "layout"), ("pending",)],
    "a recipe that can't be read": [("sql", "DELETE FROM alembic_version"), ("spoil", "recipe"), ("upgrade",)],
    "a table's name without an end": [("spoil", "name"), ("upgrade",)],
    "a newer database: upgrade": [("sql", "UPDATE alembic_version SET version_num = 'later'"), ("upgrade",)],
    "a newer database: downgrade": [("sql", "UPDATE alembic_version SET version_num = 'later'"), ("downgrade", "base")],
    "a newer database: pending": [("sql", "UPDATE alembic_version SET version_num = 'later'"), ("pending",)],
    "a newer database: current": [("sql", "UPDATE alembic_version SET version_num = 'later'"), ("current",)],
    "a newer database: stamp": [("sql", "UPDATE alembic_version SET version_num = 'later'"), ("stamp",)],
    "a newer database: compatible": [("sql", LATER % "NULL"), ("compatible",)],
    "a newer database: compatible with others": [("sql", LATER % "'zz:a1'"), ("compatible",)],
    "a newer database: compatible with this one, that has more": [("sql", LATER % "'a1:a1'"), ("compatible",)],
    "a newer database: compatible, in an arena that is too small": [("sql", LATER % "'a1:a1'"), ("lend", 3200, 0), ("compatible",)],
    "a newer database, without a log": [("sql", LATER % "NULL" + "; DROP TABLE aludel_log"), ("compatible",)],
    "a newer log": [("sql", "UPDATE aludel_log SET layout = 99"), ("upgrade", "e2")],
    "a log that isn't ours": [("sql", "DROP TABLE aludel_log; CREATE TABLE aludel_log (a)"), ("upgrade", "e2")],
    "version rows twice": [("sql", "CREATE TABLE v AS SELECT * FROM alembic_version; DROP TABLE alembic_version; "
                                   "ALTER TABLE v RENAME TO alembic_version; INSERT INTO alembic_version VALUES ('a1')"),
                           ("upgrade", "e2")],
    "a statement that fails": [("upgrade", "a2")],
    "a migration that raises": [("sql", "INSERT INTO parents (id) VALUES (6)"), ("upgrade", "d2")],
    "rows without a parent": [("sql", "PRAGMA foreign_keys=ON"), ("upgrade", "c2")],
    "a rebuild in the caller's transaction": [("sql", "PRAGMA foreign_keys=ON; BEGIN; INSERT INTO parents (id) VALUES (1); INSERT INTO children VALUES (1, 1)"), ("upgrade", "f2")],
    "what is irreversible": [("sql", "UPDATE alembic_version SET version_num = 'b2'"), ("downgrade", "a1")],
    "a read-only database": [("sql", "PRAGMA query_only=ON"), ("upgrade", "e2")],
    "more of the disk than the program allows": [("work", 1000), ("upgrade", "b2")],
    "an arena without room for a budget": [("work", -1), ("lend", 4000, 0), ("needs-up", "b2")],
    "a budget without its work": [("needs-up", "b2")],
    "stopped at a tick": [("stop", 2), ("upgrade", "e2")],
}


def write_chain(folder):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    for revision, (parent, up, down) in CHAIN.items():
        (folder / "versions" / f"{revision}.mako").write_text(template(revision, parent, up, down))


def content(file):
    with contextlib.closing(sqlite3.connect(file)) as db:
        return "\n".join(db.iterdump())


def say(device, file, steps):
    device.open("forest", file)
    device.do("upgrade", "a1")
    *first, last = steps
    for step in first:
        device.do(*step)
    before = content(file)
    answer = device.ask(*last)
    if answer.ok:
        raise Wrong(f"{steps}: it should have been refused")
    if content(file) != before:
        raise Wrong(f"{last}: the database isn't as it was")
    if answer.open != any("BEGIN" in str(step) for step in first):
        raise Wrong(f"{last}: whether a transaction is open isn't as it was")
    return told(answer)


def locked(device, file):
    device.open("forest", file)
    device.do("upgrade", "a1")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        return told(device.ask("upgrade", "e2"))


def shapes(text):
    return re.sub(r"\d+ (?=bytes|were in use)", "N ", text)


def main(update):
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        write_chain(folder / "chain")
        with Device(build(folder, {"forest": folder / "chain"})) as device:
            texts = [f"== {what}\n{say(device, folder / f'{i}.db', steps)}\n" for i, (what, steps) in enumerate(CASES.items())]
            texts.append(f"== a database that another has locked\n{locked(device, folder / 'locked.db')}\n")
    now = "\n".join(texts)
    if MACHINE:  # where pointers have another size an arena holds more, or less
        return 0 if shapes(now) == shapes(GOLDEN.read_text()) else f"FAILED:\n{now}"
    return differs(GOLDEN, now, update, f"{len(texts)} messages")


if __name__ == "__main__":
    try:
        sys.exit(main("--update" in sys.argv))
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

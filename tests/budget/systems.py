"""The environments in migrations/ that SQLite can hold, step by step up and down again, with rows in every table that takes some."""
import os
import pathlib
import random
import sqlite3
import sys
import tempfile

import build
import tables

# and whether all of it goes down again on SQLite
SYSTEMS = {"conduit": False, "maquina": True, "synth_mind": True}
NOT_OURS = ("sqlite_", "alembic_version", "aludel_")


def tables_of(db):
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for name, in names if not name.startswith(NOT_OURS)]


def clear(file):
    db = sqlite3.connect(file)
    for table in tables_of(db):
        db.execute(f'DELETE FROM "{table}"')
    db.commit()
    db.close()


def fill(file, r, rows):
    db = sqlite3.connect(file)
    db.execute("PRAGMA foreign_keys = OFF")
    filled = 0
    for table in tables_of(db):
        columns = db.execute(f'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table,)).fetchall()
        for i in range(rows):
            values = [value(r, kind.upper(), wanted or key, i) for _, kind, wanted, key in columns]
            try:
                db.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(values))})', values)
                filled += 1
            except sqlite3.Error: # a check, a trigger: others will do
                pass
    db.commit()
    db.close()
    return filled


def value(r, kind, wanted, i):
    if "INT" in kind or "BOOL" in kind or "NUM" in kind:
        return r.randint(0, 1) if "BOOL" in kind else 1000 + i if wanted else r.choice([None, i])
    if "REAL" in kind or "FLOAT" in kind or "DOUBLE" in kind:
        return r.random()
    if "DATE" in kind or "TIME" in kind:
        return "2024-01-01 00:00:00"
    return f"{i}-" + r.choice(tables.TEXTS) if wanted else r.choice([None, f"text {i}"])


def is_fine(system, steps):
    for step in steps:
        if step.over():
            print(f"FAILED: {system} {step.revision}: {', '.join(step.over())}\n{step.__dict__}")
            return False
        if not step.certain:
            print(f"{system} {step.revision}: it isn't known {step.unknown}")
    return True


def run(tool, file, direction, target):
    try:
        return build.steps(tool, file, direction, target)[0]
    except AssertionError: # rows as nobody has them
        clear(file)
        return build.steps(tool, file, direction, target)[0]


def one(system, folder, r):
    tool, file = build.build(build.SOURCE / "migrations" / system, folder), folder / "x.db"
    count = len(build.steps(tool, folder / "empty.db", "up", "head")[0])
    ok, filled, ran = True, 0, 0
    for direction, target in [("up", "+1")] * count + [("down", "base"), ("up", "head")] * SYSTEMS[system]:
        steps = run(tool, file, direction, target)
        ok, ran = is_fine(system, steps) and ok, ran + len(steps)
        filled += fill(file, r, 40) if target == "+1" else 0
    print(f"{system}: {ran} steps, {filled} rows")
    return ok and ran and filled


def main():
    os.environ.setdefault("TZ", "UTC")
    done = []
    for system in SYSTEMS:
        with tempfile.TemporaryDirectory() as folder:
            done.append(one(system, pathlib.Path(folder), random.Random(system)))
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())

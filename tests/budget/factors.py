"""What is said isn't absurd: one table fills the file, and one thing is done to it. Database and journal together are no more than so many
times what they were."""
import pathlib
import random
import sqlite3
import sys
import tempfile

import build
import chains

TABLE = """CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, at INTEGER, value REAL, note TEXT, state INTEGER);
CREATE INDEX t_at ON t (at);
CREATE INDEX t_name ON t (name);"""
# what, and how many times: growth and journal
CASES = {
    "copy": ('<% op.alter_column("t", "name", type_=sa.String(10)) %>', 3),
    "two copies": ('<% op.alter_column("t", "name", type_=sa.String(10)) %>\n'
                   '<% op.execute("SELECT 1") %>\n<% op.alter_column("t", "at", type_=sa.String(10)) %>', 5),
    "index": ("CREATE INDEX i ON t (name, at);", 3),
    "update": ("UPDATE t SET state = 1;", 4),
    "update of what an index has": ("UPDATE t SET at = at + 1;", 6),
    "delete": ("DELETE FROM t;", 2),
    "drop": ("DROP TABLE t;", 2),
    "rows as a table": ("CREATE TABLE u AS SELECT * FROM t;", 3),
    "rebuilt by hand": ("ALTER TABLE t RENAME TO old;\nCREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, at INTEGER, value REAL, note TEXT, "
                        f"state INTEGER, more TEXT DEFAULT '{'much more ' * 120}', UNIQUE (id, name, note), UNIQUE (id, note, at), "
                        "UNIQUE (at, value, note, id));\n"
                        "INSERT INTO t (id, name, at, value, note, state) SELECT * FROM old;\nDROP TABLE old;", 5),
    "a column dropped": ("ALTER TABLE t DROP COLUMN state;", 4),
}


def prepare(folder, text, before="", behind="", later=None):
    texts = {"r0": chains.template("r0", None, before + TABLE + behind), "r1": chains.template("r1", "r0", text)}
    build.write(folder / "e", texts | ({"r2": chains.template("r2", "r1", later)} if later else {}))
    tool, file, r = build.build(folder / "e", folder), folder / "x.db", random.Random(5)
    build.run(tool, file, "up", "r0")
    db = sqlite3.connect(file)
    db.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, NULL)",
                   ([i, f"n{r.randint(0, 10**6)}", 1700000000 + i * 60, r.random(), "note " * r.randint(0, 20)] for i in range(1, 20001)))
    db.commit()
    db.close()
    return tool, file


def check(name, text, most):
    with tempfile.TemporaryDirectory() as folder:
        tool, file = prepare(pathlib.Path(folder), text)
        [step], _ = build.steps(tool, file, "up", "head")
        told, real = sum(step.told[:2]), sum(step.real[:2])
        print(f"{'ok' if told <= most * real and not step.over() else 'FAILED'}: {name}: {real} bytes, told {told}: {told / real:.1f} times")
        return told <= most * real and not step.over()


def check_carried():
    """A row of the log is as long as what it carries."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        long = f"UPDATE t SET note = '{'as it was ' * 40000}';"
        build.write(folder / "e", {"r0": chains.template("r0", None, TABLE), "r1": chains.template("r1", "r0", "DROP INDEX t_at;", long)},
                    "carry_downgrades = yes\n")
        tool, file = build.build(folder / "e", folder), folder / "x.db"
        build.run(tool, file, "up", "r0")
        [step], _ = build.steps(tool, file, "up", "head")
        good = step.certain and not step.over() and step.told[0] <= 2 * step.real[0]
        print(f"{'ok' if good else 'FAILED'}: a long inverse: {step.real} bytes, told {step.told}")
        return good


def check_begun():
    """In a caller's transaction SQLite keeps what every statement of a migration changes: more than the largest of them does."""
    updates = [f"UPDATE t SET state = {state};" for state in range(4)]
    unique = "CREATE UNIQUE INDEX t_once ON t (id, state);" # what can't fail needn't be kept
    good = True
    for mode, most in (("DELETE", 30), ("WAL", 15)):
        real = {}
        for how in ("one", "begun"):
            with tempfile.TemporaryDirectory() as folder:
                tool, file = prepare(pathlib.Path(folder), "\n".join(updates), behind=unique)
                sqlite3.connect(file).execute(f"PRAGMA journal_mode = {mode}").connection.close()
                [step], _ = build.steps(tool, file, "up", "head", how, "PRAGMA cache_size = 100")
                real[how] = step.real[2]
                fits = step.certain and not step.over() and 0 < step.told[2] <= most * step.real[2]
                print(f"{'ok' if fits else 'FAILED'}: four updates, {mode}, {how}: temporary files {step.real[2]} bytes, told {step.told[2]}")
                good = good and fits
    return good and real["begun"] > 2 * real["one"] # in a WAL


def check_counted():
    """dbstat says how large a table is; without it that is the whole file."""
    with tempfile.TemporaryDirectory() as folder:
        tool, file = prepare(pathlib.Path(folder), "DROP TABLE small;", "CREATE TABLE small (a);\n")
        whole = file.stat().st_size
        told = []
        for how in ((), ("uncounted",)):
            copy = pathlib.Path(folder) / f"{len(how)}.db"
            copy.write_bytes(file.read_bytes())
            [step], _ = build.steps(tool, copy, "up", "head", *how)
            told.append(step.told[1])
            print(f"{'FAILED' if step.over() else 'ok'}: a small table dropped {' '.join(how)}: told {step.told}")
        return told[0] < whole / 10 and told[1] > whole / 2


def check_checkpointed():
    """From a WAL the file gets what an earlier step has put there, when a later one fills it."""
    with tempfile.TemporaryDirectory() as folder:
        tool, file = prepare(pathlib.Path(folder), "CREATE TABLE u AS SELECT * FROM t;", later="UPDATE t SET state = 1;")
        sqlite3.connect(file).execute("PRAGMA journal_mode = WAL").connection.close()
        steps, _ = build.steps(tool, file, "up", "head", "PRAGMA wal_autocheckpoint = 600")
        late = steps[0].real[0] == 0 and steps[1].real[0] > 1000000
        good = late and all(step.certain and not step.over() for step in steps)
        print(f"{'ok' if good else 'FAILED'}: checkpointed later: {[(step.real[0], step.told[0]) for step in steps]}")
        return good


if __name__ == "__main__":
    sys.exit(0 if all([*(check(name, *case) for name, case in CASES.items()), check_carried(), check_begun(), check_counted(), check_checkpointed()]) else 1)

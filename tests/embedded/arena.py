"""The arena: the number in the generated header is enough, and not absurd; with less there is a clean error, at any alignment.

    arena.py [--show] [SEED]

Measured is up to where a call writes into an arena that is much larger, on the sample environments and on random tables: up to 100
columns, long checks, many indexes and triggers, keys to them, views, triggers of others, in rebuilds of all kinds. --show tells of each how much that was.
"""
import contextlib
import pathlib
import random
import sqlite3
import sys
import tempfile

from device import SOURCE, Device, Wrong, build, told
from tools.postgres import roomy_folder
from tools.template import template

TABLES = 40
PLENTY = 4 << 20
MOST = 3.0  # times what is used
STEPS = 60
SYSTEMS = ("conduit", "maquina", "synth_mind")


class Table:
    def __init__(self, rng):
        self.rng, self.columns = rng, [f"{rng.choice(['c', 'measured_value_of_sensor_'])}{i}" for i in range(rng.randint(2, 100))]
        self.checks = rng.choice([0, 0, 1, 3, 12])
        self.children, self.views, self.others = (rng.choice([0, 0, 1, 5, 40]) for _ in range(3))
        self.indexes, self.triggers = rng.choice([0, 1, 3, 20]), rng.choice([0, 0, 1, 8])

    def name(self):
        return self.rng.choice(self.columns)

    def check(self):
        words = " AND ".join(f"({self.name()} IS NULL OR {self.name()} <> 'no such value')" for _ in range(self.rng.randint(1, 20)))
        return f"    CONSTRAINT ck_{self.rng.randrange(10 ** 9)} CHECK ({words})"

    def statements(self):
        lines = [f"    {c} {self.rng.choice(['TEXT', 'INTEGER', 'REAL', 'VARCHAR(40)'])}"
                 + self.rng.choice(["", "", " DEFAULT 0", " NOT NULL DEFAULT 'none'"]) for c in self.columns]
        lines = ["    id INTEGER PRIMARY KEY", *lines, *(self.check() for _ in range(self.checks))]
        yield "CREATE TABLE t (\n" + ",\n".join(lines) + "\n)"
        for i in range(self.indexes):
            yield f"CREATE INDEX t_{i} ON t ({', '.join({self.name() for _ in range(3)})})"
        for i in range(self.triggers):
            yield (f"CREATE TRIGGER tr_{i} AFTER UPDATE OF {self.name()} ON t BEGIN\n"
                   f"    UPDATE t SET {self.name()} = new.{self.name()} WHERE id = new.id;\nEND")

    def neighbours(self):
        """Tables with keys to it, views over it and over others, tables with triggers that mention it."""
        for i in range(self.children):
            key = f"REFERENCES t{self.rng.choice(['', ' (id)'])}"
            yield f"CREATE TABLE child_of_the_table_{i} (id INTEGER PRIMARY KEY, parent INTEGER {key})"
        for i in range(self.views):
            over = self.rng.choice(["t", f"v_{i - 1}"]) if i else "t"
            yield f"CREATE VIEW v_{i} AS SELECT * FROM {over} WHERE id > {i}"
        for i in range(self.others):
            yield f"CREATE TABLE other_{i} (id INTEGER PRIMARY KEY, first_column_of_it TEXT, second_column_of_it TEXT)"
            yield f"CREATE TRIGGER on_other_{i} AFTER UPDATE ON other_{i} BEGIN\n    UPDATE t SET id = id WHERE id = new.id;\nEND"

    def undone(self):
        """What of them must go before the table does."""
        yield from (f"DROP VIEW v_{i}" for i in reversed(range(self.views)))
        yield from (f"DROP TABLE {name}_{i}" for name, n in (("child_of_the_table", self.children), ("other", self.others))
                    for i in range(n))
        yield "DROP TABLE t"

    def edits(self):
        """By copy, in place, several of them."""
        some = self.rng.sample(self.columns, min(len(self.columns), self.rng.choice([1, 1, 2, 10])))
        kinds = ['op.alter_column("t", "{}", type_=sa.Numeric(10, 2))', 'op.alter_column("t", "{}", nullable=False)',
                 'op.alter_column("t", "{}", server_default="7")', 'op.create_check_constraint("ck_new_{0}", "t", "{0} IS NOT 5")']
        return [self.rng.choice(kinds).format(c) for c in some]

    def write(self, folder):
        (folder / "versions").mkdir(parents=True)
        (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
        made = ";\n".join([*self.statements(), *self.neighbours()]) + ";"
        (folder / "versions/a1.mako").write_text(template("a1", None, made, ";\n".join(self.undone()) + ";"))
        edits = "<%\n" + "\n".join(self.edits()) + "\n%>"
        back = f'<% op.alter_column("t", "{self.name()}", type_=sa.LargeBinary()) %>'
        (folder / "versions/a2.mako").write_text(template("a2", "a1", edits, back))


def dump(file):
    with contextlib.closing(sqlite3.connect(file)) as db:
        return "\n".join(db.iterdump())


def commands(device, chain, file):
    """All the way up and down, twice; how much of the arena it was."""
    device.open(chain, file)
    yield lambda *lend: (device.do("lend", *lend), device.do("upgrade").touched)[1]
    yield lambda *lend: (device.do("lend", *lend), device.do("downgrade", "base").touched)[1]


def enough(device, chain, folder, show):
    """The header's number, beside what was used."""
    used = max(command(PLENTY, 0) for command in commands(device, chain, folder / f"{chain}_plenty.db"))
    header = int(device.do("lend", "header", 0).said[0].split()[1])
    if show:
        print(f"{chain}: {used} of {header}, {header / used:.2f}")
    for command in commands(device, chain, folder / f"{chain}.db"):
        command("header", 0)
    if header > MOST * used and not show:
        raise Wrong(f"{chain}: the header says {header}, and {used} were used")
    return header / used


# ---- Less than enough ---------------------------------------------------------------------------------------

def prepared(device, folder):
    """A file one step in front of its rebuild, with rows."""
    file = folder / "less.db"
    device.open("synth_mind", file)
    device.do("upgrade", "001")
    device.do("sql", "INSERT INTO semantic_memories (content) VALUES ('x'), ('y')")
    return file


def with_less(device, folder):
    """How many sizes failed, all of them cleanly."""
    file = prepared(device, folder)
    before, failed = dump(file), 0
    device.open("synth_mind", file)
    most = int(device.do("lend", "header", 0).said[0].split()[1])
    for size in [*range(most // STEPS, most, most // STEPS), *range(0, 400, 7)]:
        device.do("lend", size, size % 16)
        answer = device.ask("upgrade", "002")
        if answer.ok:
            device.do("lend", "header", 0)
            device.do("downgrade", "001")
            before = dump(file)
        elif answer.code != "NO_MEMORY" or answer.open or not answer.hint:
            raise Wrong(f"{size} bytes: {answer}")
        elif dump(file) != before:
            raise Wrong(f"{size} bytes: the database is another one")
        failed += not answer.ok
    return failed


def aligned_anyhow(device, folder):
    """The header's number is enough wherever the arena begins."""
    file = prepared(device, folder / "aligned")
    for offset in range(16):
        device.open("synth_mind", file)
        device.do("lend", "header", offset)
        device.do("upgrade")
        device.do("downgrade", "001")


# ---- A newer database -----------------------------------------------------------------------------------------

def write_accepting(folder):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nnewer = accept\n")
    (folder / "versions/a.mako").write_text(template("1975ea83b712", None, "CREATE TABLE t (a INTEGER);", "DROP TABLE t;"))


def newer_by(device, folder, count):
    """A database that a program with so many more revisions has upgraded, each of them compatible."""
    file = folder / f"newer_{count}.db"
    device.open("accepting", file)
    device.do("upgrade")
    ids = ["1975ea83b712", *(f"{i:012x}" for i in range(count))]
    with contextlib.closing(sqlite3.connect(file)) as db, db:
        db.executemany("INSERT INTO aludel_log (layout, revision, action, done_at, tool, chain, compatible_with) VALUES "
                       "(1, ?, 'upgrade', '', '', '', ?)", [(id, f"{ids[0]}:{below}") for below, id in zip(ids, ids[1:])])
        db.execute("UPDATE alembic_version SET version_num = ?", ids[-1:])
    device.do("lend", "header", 0)
    return device.ask("upgrade")


def newer(device, folder):
    """The header has room for forty; more of them are a clean error."""
    accepted, too_many = newer_by(device, folder, 40), newer_by(device, folder, 400)
    if not accepted.ok or "accepted" not in accepted.said[0]:
        raise Wrong(f"forty newer revisions: {told(accepted)}")
    if too_many.ok or too_many.code != "NO_MEMORY" or not too_many.hint:
        raise Wrong(f"four hundred newer revisions: {told(too_many)}")


def main(show, seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        (folder / "aligned").mkdir()
        environments = {system: SOURCE / "migrations" / system for system in SYSTEMS}
        for i in range(TABLES):
            environments[f"table_{i}"] = folder / "environments" / f"table_{i}"
            Table(rng).write(environments[f"table_{i}"])
        write_accepting(folder / "accepting")
        with Device(build(folder, {**environments, "accepting": folder / "accepting"})) as device:
            times = [enough(device, chain, folder, show) for chain in environments]
            failed = with_less(device, folder)
            aligned_anyhow(device, folder)
            newer(device, folder)
    print(f"{len(times)} environments: the header's number is {min(times):.2f} to {max(times):.2f} times what is used; {failed} sizes "
          "too small, 16 alignments")
    if failed < STEPS / 3:
        raise Wrong("hardly any size is too small")


if __name__ == "__main__":
    try:
        numbers = [a for a in sys.argv[1:] if a.isdigit()]
        main("--show" in sys.argv, int(numbers[0]) if numbers else 20261127)
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

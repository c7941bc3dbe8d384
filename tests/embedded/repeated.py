"""What several migrations say stands in an image once: a table that is dropped and comes back, a view that is made anew; and, where a
downgrade tells no lines, what the log carries and what the program undoes itself. Up, down and up again as the full runtime.
"""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile

from device import BUILD, Device, Wrong, build, run
from same import look
from tools.template import template

TABLE = "CREATE TABLE readings (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, value REAL CHECK (value > -274))"
VIEW = "CREATE VIEW latest AS SELECT id, max(at) AS at FROM readings GROUP BY id"
OTHER = "CREATE VIEW latest AS SELECT id, max(at) AS at, value FROM readings GROUP BY id"
LONG = "INSERT INTO notes (text) VALUES ('" + "a long one, " * 400 + "')"  # longer than C promises of a literal
HUGE = "INSERT INTO notes (text) VALUES ('" + "a huge one, " * 6000 + "')"  # and than compilers take
MARK = "UPDATE alembic_version SET version_num = version_num"
# (up, down); what stands in one migration more than once counts, too.
STEPS = [
    (f"{TABLE};\nCREATE TABLE notes (text TEXT);", "DROP TABLE notes;\nDROP TABLE readings;"),
    (f"{VIEW};\n{LONG};\n{MARK};\n{HUGE};\n{MARK};", "DELETE FROM notes;\nDROP VIEW latest;"),
    (f"DROP VIEW latest;\n{OTHER};\n{HUGE};\n{LONG};", f"DELETE FROM notes;\n{LONG};\nDROP VIEW latest;\n{VIEW};"),
    ("DROP VIEW latest;\nDROP TABLE readings;", f"{TABLE};\n{OTHER};"),
    (f"{TABLE};\n{VIEW};", "DROP VIEW latest;\nDROP TABLE readings;"),
    ('<% op.alter_column("readings", "at", nullable=True) %>\nUPDATE notes SET text = text;',
     '<% op.alter_column("readings", "at", nullable=False) %>'),
]
# One that has nothing to do here, and one that says what migrations say.
HOOKS = ('<%def name="before_each()">\n% if dialect == "postgresql":\nSELECT 1;\n% endif\n</%def>\n'
         f'<%def name="after_each()">\n{MARK};\n</%def>\n')
KINDS = {"plain": ("no", ""), "carries": ("yes", ""), "with_hooks": ("no", HOOKS), "carries_with_hooks": ("yes", HOOKS)}
REVISIONS = [f"r{number}" for number in range(len(STEPS))]


def environment(folder, carry, hooks):
    (folder / "versions").mkdir(parents=True)
    (folder / "env.mako").write_text(hooks)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = sqlite postgresql\ncarry_downgrades = {carry}\nbudget = no\n")
    for number, (up, down) in enumerate(STEPS):
        text = template(f"r{number}", f"r{number - 1}" if number else None, up, down, doc=f"step {number}")
        (folder / "versions" / f"r{number}.mako").write_text(text)
    run(BUILD / "aludel", "-C", folder, "build", "-o", folder / "migrate")
    return folder


# ---- What is written -----------------------------------------------------------------------------------------


def recipes(text):
    """Each constant of the generated C, in one piece."""
    for name, pieces in re.findall(r'static const char (\w+)\[\] =\s*((?:"(?:[^"\\]|\\.)*"\s*)+);', text):
        yield name, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', pieces))


def check_written(folder, name, in_carried):
    """Once, beside what the log carries; `in_carried`: downgrades stand nowhere else."""
    written = (folder / "generated" / f"{name}.c").read_text()
    huge = re.findall(r"(\w+)\[\] = \{(?:-?\d+,\s*){60000}", written)
    if len(huge) != 1 or not huge[0].startswith("repeated_"):
        raise Wrong(f"{name}: {huge}")
    texts = dict(recipes(written))
    own = {key: text for key, text in texts.items() if not key.startswith("carried_")}
    for sql in (TABLE, VIEW, OTHER, LONG, MARK):
        count = sum(text.count(sql) for text in own.values())
        if count != 1:
            raise Wrong(f"{name}: {count} times: {sql[:60]}")
    downs = [key for key in own if key.startswith("down_")]
    if bool(downs) == in_carried:
        raise Wrong(f"{name}: what the log carries is there twice, or nothing is there: {downs}")


def check_full(migrate):
    """There the compiler and the linker see to it."""
    program = migrate.read_bytes()
    for sql in (TABLE, VIEW, OTHER, LONG):
        if program.count(b"\0" + sql.encode() + b"\0") != 1:
            raise Wrong(f"{migrate.name} has not once, but {program.count(sql.encode())} times: {sql[:60]}")


# ---- What it does --------------------------------------------------------------------------------------------


def ways():
    for before, revision in zip(["base", *REVISIONS], REVISIONS):
        yield from (("upgrade", revision), ("downgrade", before), ("upgrade", revision))
    for before in reversed(["base", *REVISIONS[:-1]]):
        yield "downgrade", before
    yield from (("upgrade", REVISIONS[-1]), ("downgrade", "r2"), ("upgrade", REVISIONS[-1]), ("downgrade", "base"))


def seen(file, silent):
    """Messages are left out where they are left out; the log tells them."""
    return "\n".join(line for line in look(file).splitlines() if not (silent and line.startswith("log: ")))


def check_ways(device, name, folder, migrate, silent):
    ours, full = folder / f"{name}.db", folder / f"{name}-full.db"
    for file in (ours, full):
        with contextlib.closing(sqlite3.connect(file)) as db:
            db.execute("VACUUM")
    device.open(name, ours)
    for command, target in ways():
        device.do(command, target)
        run(migrate, command, target, "--url", f"sqlite:///{full}")
        if seen(ours, silent) != seen(full, silent):
            raise Wrong(f"{name}: {command} {target}:\n{seen(ours, silent)}\n---- and not\n{seen(full, silent)}")


def check_cut(folder, path):
    """Of a program with the newer migrations alone, without downgrades, on what the full runtime has left."""
    folder.mkdir()
    full = folder / "full.db"
    run(path / "migrate", "upgrade", "r1", "--url", f"sqlite:///{full}")
    cut = shutil.copy(full, folder / "cut.db")
    run(path / "migrate", "upgrade", "head", "--url", f"sqlite:///{full}")
    options = ["--since", "r2", "--no-downgrade", "--strip-messages"]
    with Device(build(folder, {path.name: path}, options=options)) as device:
        device.open(path.name, cut)
        device.do("upgrade")
    if seen(cut, True) != seen(full, True):
        raise Wrong(f"{path.name} since r2:\n{seen(cut, True)}\n---- and not\n{seen(full, True)}")


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        environments = {kind: environment(top / kind, *what) for kind, what in KINDS.items()}
        check_full(environments["plain"] / "migrate")
        for silent in (False, True):
            folder = top / f"built-{silent}"
            folder.mkdir()
            program = build(folder, environments, options=["--strip-messages"] * silent)
            with Device(program) as device:
                for kind, path in environments.items():
                    check_written(folder, kind, silent and kind == "carries")
                    check_ways(device, kind, folder, path / "migrate", silent)
        for kind, path in environments.items():
            check_cut(top / f"cut_{kind}", path)
    print(f"{len(list(ways()))} commands of eight images")


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

"""The environments in migrations/ that SQLite can hold, carried out by the embedded engine beside the full runtime: after each
step the same schema, rows, version rows and log, whoever made it; databases that change hands anywhere; and the ways and stories of
tests/chain.

    same.py NAME…
"""
import contextlib
import pathlib
import sqlite3
import sys
import tempfile
from types import SimpleNamespace

from device import SOURCE, Device, Wrong, build, told

sys.path.insert(0, str(SOURCE / "tests/chain"))
import environment as chain  # noqa: E402
import rows  # noqa: E402
import walks  # noqa: E402
from stand import Sqlite  # noqa: E402

# What several migrations share is the full runtime's to watch.
LOG = ("SELECT layout, revision, action, checksum, db_user, tool, chain, carried, compatible_with FROM aludel_log "
       "WHERE action <> 'shared' ORDER BY number")


def look(file):
    """Everything that is in a database, but when and where it was done."""
    with contextlib.closing(sqlite3.connect(file)) as db:
        schema = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        lines = [repr(row) for row in schema]
        for kind, name, *_ in schema:
            if kind == "table" and name not in ("aludel_log", "sqlite_sequence"):
                lines += [f"{name}: {row!r}" for row in db.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
        if any(name == "aludel_log" for _, name, *_ in schema):
            lines += [f"log: {row!r}" for row in db.execute(LOG)]
    return "\n".join(lines)


class DeviceEnvironment:
    """An environment whose commands a device carries out: what tests/chain's ways and stories ask of its program."""

    def __init__(self, name, device):
        self.full = chain.Environment(name)
        self.name, self.device, self.parents, self.heads = name, device, self.full.parents, self.full.heads
        self.chain = self.full.chain

    go = chain.Environment.go

    def target(self, text):
        """As the embedded API knows them: a whole revision, or the base."""
        if text.endswith("-1"):
            at = text[:-2] or self.device.do("stored").said[0].removeprefix("known ")
            return (*self.parents[at], "base")[0]
        return None if text in ("head", "heads") else text

    def run(self, *arguments, url, refused=None):
        if len(arguments) != 2:  # with -x: no device takes that
            return self.full.run(*arguments, url=url, refused=refused)
        command, target = arguments
        self.device.open(self.name, url.removeprefix("sqlite:///"))
        answer = self.device.ask(command, self.target(target))
        short = "constraint failed" in answer.message  # what the full runtime says instead isn't in the profile
        if not answer.ok and not (refused and (short or refused in answer.message)):
            raise chain.Wrong(f"{command} {target}: {told(answer)}")
        return SimpleNamespace(returncode=not answer.ok)


def steps(environment, head):
    """Up, down and up again around each, then all the way down, and up at once."""
    revisions = environment.chain(head)
    for before, revision in zip([None, *revisions], revisions):
        yield from (("upgrade", revision), ("downgrade", before or "base"), ("upgrade", revision))
    for before in reversed([None, *revisions[:-1]]):
        yield "downgrade", before or "base"
    yield from (("upgrade", head), ("downgrade", "base"))


def beside_full(environment, head):
    """Three databases: the full runtime's, the device's, and one that each of them takes every other step of."""
    ours, full, both = Sqlite(None), Sqlite(None), Sqlite(None)
    count = 0
    for command, target in steps(environment, head):
        count += 1
        environment.run(command, target, url=ours.url)
        environment.full.run(command, target, url=full.url)
        (environment if count % 3 else environment.full).run(command, target, url=both.url)
        for database, whose in ((ours, "the device's"), (both, "the one that both have")):
            walks.same(look(database.file), look(full.file), f"{command} {target}: {whose} database, and the full runtime's")
    return count


def all_of(name, device):
    environment = DeviceEnvironment(name, device)
    yield " step by step", lambda: f"{sum(beside_full(environment, head) for head in environment.heads)} steps"
    yield " every way", lambda: f"{sum(all_ways(environment, head) for head in environment.heads)} ways"
    yield " its story", lambda: f"{tell(environment)} queries"


def all_ways(environment, head):
    schemas = walks.step_by_step(environment, head, Sqlite(None))
    walks.in_one_go(environment, head, Sqlite(None), schemas)
    return walks.from_each_to_each(environment, head, Sqlite(None), schemas)


def tell(environment):
    """But for what an argument is for, which the full runtime does."""
    text = (rows.STORIES / f"{environment.name}.txt").read_text(encoding="utf-8")
    return rows.tell(environment, Sqlite(None), rows.paragraphs(text))


def main(names):
    with tempfile.TemporaryDirectory() as folder:
        program = build(pathlib.Path(folder), {name: chain.MIGRATIONS / name for name in names})
        with Device(program) as device:
            return chain.play(names, lambda name: all_of(name, device))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

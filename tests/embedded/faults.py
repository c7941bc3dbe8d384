"""Failures inside of a call: SQLite without memory wherever it allocates, once and from then on; stopped at every tick. What stands
then is one revision or the next, the heap and the arena were left alone, and the next call goes on.

    faults.py                 the first allocation from every place: of each chain of calls that leads to one
    faults.py EACH            each so-manieth allocation (1: every)
"""
import contextlib
import pathlib
import shutil
import sqlite3
import sys
import tempfile

from carried.systems import history
from device import SOURCE, Device, Wrong, build
from tools.postgres import roomy_folder

SYSTEMS = {"synth_mind": ("001", "002"), "conduit": ("704a5c62805b", "34c6749675ef"), "maquina": ("001", "002")}
# Two of the systems rebuild tables.
PLACES = [*((chain, command, "UTF-8") for chain in ("synth_mind", "conduit") for command in ("upgrade", "downgrade")),
          ("synth_mind", "undo", "UTF-8"), ("maquina", "undo", "UTF-8"),
          ("synth_mind", "upgrade", "UTF-16"), ("conduit", "upgrade", "UTF-16")]  # where each text that is bound is converted
OLDER = "older_"  # in front of a system's name: an image of its first revisions alone


def content(file):
    with contextlib.closing(sqlite3.connect(file)) as db:
        schema = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        rows = [db.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for kind, name, _ in schema
                if kind == "table" and name not in ("aludel_log", "sqlite_sequence")]
        if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Wrong(f"{file} is damaged")
    return repr((schema, rows))


class Place:
    """A file at the one revision, what is in it, and what there is at the next."""

    def __init__(self, device, chain, folder, command, encoding):
        self.device, self.chain, self.command = device, (OLDER if command == "undo" else "") + chain, command
        before, after = SYSTEMS[chain]
        self.target = {"upgrade": after, "downgrade": before, "undo": None}[command]
        name = f"{chain}_{command}_{encoding}"
        self.saved, self.file = folder / f"{name}_saved.db", folder / f"{name}.db"
        device.open(chain, self.saved)
        device.do("sql", f"PRAGMA encoding='{encoding}'")
        device.do("upgrade", before if command == "upgrade" else after)
        device.open(chain, ":memory:")
        self.before = content(self.saved)
        self.begin()
        device.do("watch")
        self.whole = device.do(command, self.target)
        self.places = [int(number) for number in device.do("places").said]
        self.after = content(self.file)

    def begin(self):
        self.device.open(self.chain, ":memory:")  # nobody has the file open
        shutil.copy(self.saved, self.file)
        self.device.open(self.chain, self.file)
        self.device.do("sql", "PRAGMA foreign_keys=ON")

    def fail(self, fault, codes):
        """Whether the call failed."""
        self.begin()
        self.device.do(*fault)
        answer = self.device.ask(self.command, self.target)
        found = self.before if self.is_untouched() else content(self.file)
        if answer.ok and found != self.after or not answer.ok and found != self.before:
            raise Wrong(f"{self.chain} {self.command} {fault}: {answer}\nand the database is neither\n{found}\n{self.before}")
        if not answer.ok and answer.code not in codes:
            raise Wrong(f"{self.chain} {self.command} {fault}: {answer}")
        if answer.open:
            self.could_not_roll_back(fault, answer)
        again = self.device.ask(self.command, self.target)
        if not again.ok or content(self.file) != self.after:
            raise Wrong(f"{self.chain} {self.command} {fault}: the next call: {again}")
        return not answer.ok

    def is_untouched(self):
        """Byte for byte as it was, which is quicker to see."""
        beside = any(self.file.with_name(self.file.name + end).exists() for end in ("-journal", "-wal"))
        return not beside and self.file.read_bytes() == self.saved.read_bytes()

    def could_not_roll_back(self, fault, answer):
        """Where SQLite has no memory for a statement any more. It says so, and the connection is good for nothing else."""
        if answer.detail != "it couldn't be rolled back (out of memory): close the connection" or fault[::2] != ("fail", 1):
            raise Wrong(f"{self.chain} {self.command} {fault}: {answer}")
        self.device.open(self.chain, self.file)
        self.device.do("sql", "PRAGMA foreign_keys=ON")


def environment(folder, name, revisions):
    """A system with its first revisions, all that say what to do when they are gone."""
    shutil.copytree(SOURCE / "migrations" / name, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with open(folder / "aludel.ini", "a", encoding="utf-8") as ini:
        ini.write("\n[aludel]\ncarry_downgrades = yes\n")
    for id, file in history(name):
        if id not in revisions:
            (folder / "versions" / file).unlink()
    return folder


def environments(folder):
    """Each system up to its two revisions, and up to the first of them."""
    for name, (before, after) in SYSTEMS.items():
        ids = [id for id, _ in history(name)]
        yield name, environment(folder / name, name, ids[:ids.index(after) + 1])
        yield OLDER + name, environment(folder / f"{OLDER}{name}", name, ids[:ids.index(before) + 1])


def check_keys(place):
    """The connection's pragma is put back."""
    place.device.do("sql", "CREATE TABLE IF NOT EXISTS key_check (a REFERENCES no_such_table(x))")
    if place.device.ask("sql", "INSERT INTO key_check VALUES (1)").ok:
        raise Wrong(f"{place.chain} {place.command}: foreign keys are off behind it")


def faults(place, each):
    if not each and len(place.places) < place.whole.allocations / 10:
        raise Wrong(f"{len(place.places)} places of {place.whole.allocations} allocations: are calls told apart?")
    for after in range(0, place.whole.allocations, each) if each else place.places:
        for always in (0, 1):
            yield ("fail", after, always), ("NO_MEMORY",)
    for tick in range(1, place.whole.ticks + 1):
        yield ("stop", tick), ("INTERRUPTED",)


def main(each):
    tried = failed = 0
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        with Device(build(folder, dict(environments(folder)))) as device:
            for chain, command, encoding in PLACES:
                place = Place(device, chain, folder, command, encoding)
                for fault, codes in faults(place, each):
                    tried += 1
                    failed += place.fail(fault, codes)
                check_keys(place)
    print(f"{tried} faults, {failed} failures")
    if failed < tried * 0.8:
        raise Wrong("hardly anything fails")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

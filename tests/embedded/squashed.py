"""A migration that replaces three hundred, on a device and by the full runtime in turns: the log says the same, `verify` finds nothing,
and what the log's rows take is in the budget, both ways.
"""
import contextlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from budget import must, needs
from device import BUILD, Device, Wrong, build, run
from same import look
from tools.template import template

MANY = [f"r{number:03}{'x' * 28}" for number in range(300)]  # as long as the version table has room for


def environment(folder):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    first = template("first", None, "CREATE TABLE t (id INTEGER PRIMARY KEY);", "DROP TABLE t;")
    (folder / "versions/first.mako").write_text(first)
    for before, revision in zip(["first", *MANY], MANY):
        (folder / f"versions/{revision}.mako").write_text(template(revision, before, "", ""))
    run(BUILD / "aludel", "-C", folder, "squash", f"{MANY[0]}:{MANY[-1]}")
    (folder / "versions/last.mako").write_text(template("last", MANY[-1], "DROP TABLE t;", "CREATE TABLE t (id INTEGER);"))
    run(BUILD / "aludel", "-C", folder, "build", "-o", folder / "migrate")
    return folder


class Side:
    """A database of small pages, and what brings it somewhere."""

    def __init__(self, name, folder, program, device):
        self.file, self.program, self.device = folder / f"{name}.db", program, device
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            db.execute("PRAGMA page_size = 512")
            db.execute("VACUUM")

    def full(self, *words):
        return run(self.program, *words, "--url", f"sqlite:///{self.file}")

    def on_device(self, *words):
        self.device.open("squashed", self.file)
        answer = self.device.do(*words)
        self.device.open("squashed", ":memory:")
        return answer

    def told(self, command, target, on_device):
        """Bytes by which the file may grow, certainly."""
        if on_device:
            self.device.open("squashed", self.file)
            self.device.do("work", -1)
            step = needs(self.device.do("needs-up" if command == "upgrade" else "needs-down", target))[0]
            return step["told"][0] if step["certain"] else None
        back = ["--downgrade"] * (command == "downgrade")
        plan = json.loads(self.full("--json", "plan", target, *back, "--budget"))
        step = plan["steps"][0]
        return step["database_bytes"] if step["certain"] else None


def go(side, command, target, on_device):
    """The file grows by no more than it is told."""
    before, told = side.file.stat().st_size, side.told(command, target, on_device)
    (side.on_device if on_device else side.full)(command, target)
    grown = side.file.stat().st_size - before
    must(told is not None and grown <= told, f"{command} {target}: {told} bytes told, and it grew by {grown}")


def check(folder, program, device):
    device_alone, full, both = (Side(name, folder, program, device) for name in ("device", "full", "both"))
    for number, (command, target) in enumerate([("upgrade", "first"), ("upgrade", MANY[-1]), ("downgrade", "first"), ("upgrade", MANY[-1]),
                                                ("upgrade", "last"), ("downgrade", "first"), ("upgrade", "last")]):
        go(device_alone, command, target, True)
        go(full, command, target, False)
        go(both, command, target, number % 2)
        for side in (device_alone, both):
            must(look(side.file) == look(full.file), f"{command} {target}:\n{look(side.file)}\n---- and not\n{look(full.file)}")
            side.full("verify")


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        squashed = environment(top / "squashed")
        with Device(build(top, {"squashed": squashed})) as device:
            check(top, squashed / "migrate", device)
    print("7 commands on three databases")


if __name__ == "__main__":
    try:
        main()
    except (Wrong, subprocess.SubprocessError) as wrong:
        sys.exit(f"FAILED: {wrong}")

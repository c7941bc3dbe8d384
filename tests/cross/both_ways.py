"""A database that changes machines: what one has brought half-way the other finishes, and takes back again; digests, sums
and schemas are the same on both.

both_ways.py ENVIRONMENT PROGRAM-OF-THE-OTHER-MACHINE, with that of this machine beside the generator's build
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

# build/cross/<machine>, in build
HERE = pathlib.Path(os.environ["ALUDEL_BUILD"]).parent.parent


class Program:
    def __init__(self, path):
        self.path = path

    def __call__(self, file, *words):
        done = subprocess.run([self.path, "--url", f"sqlite:///{file}", *words], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False)
        assert done.returncode == 0, f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}"
        return done.stdout


def sums(file):
    """What the log has of each step that is the same whoever does it, and whenever."""
    database = sqlite3.connect(file)
    try:
        return database.execute("SELECT layout, revision, action, checksum, chain FROM aludel_log ORDER BY number").fetchall()
    finally:
        database.close()


def halfway(program, file):
    ids = re.findall(r"-> (\w+)", program(file, "history"))  # newest first
    return ids[len(ids) // 2]


def go(first, second, folder, name):
    """Up by both, one after the other; what is then said and stands there."""
    file = folder / f"{name}.db"
    plan = first(file, "plan")
    first(file, "upgrade", halfway(first, file))
    second(file, "upgrade", "head")
    said = [plan, second(file, "verify"), first(file, "verify"), second(file, "inspect"), sums(file)]
    second(file, "downgrade", halfway(second, file))
    first(file, "downgrade", "base")
    assert first(file, "current") == "" == second(file, "current")
    return said


def main():
    environment, other = sys.argv[1], Program(sys.argv[2])
    own = Program(HERE / f"{environment}_migrate")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wanted = go(own, own, folder, "own")
        assert "digest" in wanted[0] and wanted[4], wanted
        for first, second, way in ((own, other, "there"), (other, own, "back"), (other, other, "other")):
            got = go(first, second, folder, way)
            for a, b in zip(wanted, got):
                assert a == b, f"{way}: this machine alone says\n{a}\nand the two\n{b}"
    print(f"ok: {len(wanted[4])} steps of {environment}, in four ways")
    return 0


if __name__ == "__main__":
    sys.exit(main())

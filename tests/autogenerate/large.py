"""Four times as many tables cost about four times as much: inspect, and diff, which makes and drops them all.

Processor time, for others may be at work on the machine; what grows with the square would cost sixteen times as much.
"""
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from five import ALUDEL  # noqa: E402

FEW, MANY, BOUND = 1000, 4000, 8
COMMANDS = (["inspect", "URL", "--sql"], ["inspect", "URL"], ["diff", "URL", "base"])


def statements(count):
    """Each table leads to the one before it, so that they can be dropped in one order only."""
    for i in range(count):
        yield f"CREATE TABLE t{i} (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, ref INTEGER REFERENCES t{max(i - 1, 0)} (id))"
        yield f"CREATE INDEX i{i} ON t{i} (name)"


def database(top, count):
    connection = sqlite3.connect(top / f"{count}.db")
    for statement in statements(count):
        connection.execute(statement)
    connection.commit()
    connection.close()
    return f"sqlite:///{top}/{count}.db"


def processor_time(top, words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([ALUDEL, *words], cwd=top, stdout=subprocess.PIPE, check=True, timeout=300,
                          env={**os.environ, "XDG_CACHE_HOME": str(top / "cache")})
    assert done.stdout.count(b"\n") > FEW
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        (top / "versions").mkdir()
        (top / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
        urls = {count: database(top, count) for count in (FEW, MANY)}
        subprocess.run([ALUDEL, "inspect", urls[FEW]], cwd=top, stdout=subprocess.DEVNULL, check=True,
                       env={**os.environ, "XDG_CACHE_HOME": str(top / "cache")})
        for command in COMMANDS:
            few, many = (min(processor_time(top, [url if word == "URL" else word for word in command]) for _ in range(3))
                         for url in urls.values())
            print(f"{' '.join(command)}: {FEW} tables {few:.3f} s, {MANY} tables {many:.3f} s")
            assert many < BOUND * max(few, 0.02), command


if __name__ == "__main__":
    main()

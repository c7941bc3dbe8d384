"""A database of more than 2 GiB, which a 32-bit stat() can't look at: who has it locked is told all the same.

large.py PROGRAM
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

SIZE = 3 << 30  # most of it is a hole


def main():
    with tempfile.TemporaryDirectory() as name:
        file = pathlib.Path(name) / "large.db"
        database = sqlite3.connect(file, isolation_level=None)
        database.execute("CREATE TABLE large (a)")
        os.truncate(file, SIZE)
        database.execute("BEGIN EXCLUSIVE")
        done = subprocess.run([sys.argv[1], "--url", f"sqlite:///{file}", "upgrade", "head", "--wait", "0"], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        assert done.returncode != 0 and f"process {os.getpid()}" in done.stdout, done.stdout
        database.close()
    print("ok: who has it locked is told")
    return 0


if __name__ == "__main__":
    sys.exit(main())

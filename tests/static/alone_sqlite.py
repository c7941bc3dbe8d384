"""A static program and an SQLite database, and nothing else: what its commands do in an empty root.

alone_sqlite.py
"""
import re
import sqlite3
import sys

from jail import Jail
from programs import MADE

URL = {"DATABASE_URL": "sqlite:////data/app.db"}


def every_command(jail):
    version = jail.run("--version")
    assert re.search(r"heads: +c3\nrevisions: 3\n.*\nlibraries: SQLite 3\..*\nlinked: +statically\n", version, re.S), version
    assert jail.run("current", **URL) == ""
    script = jail.run("upgrade", "b2", "--sql", "--dialect", "sqlite")
    assert "CREATE TABLE readings" in script and "INSERT INTO alembic_version" in script, script
    assert "Running upgrade b2 -> c3" in jail.run("upgrade", "head", **URL)
    assert jail.run("current", **URL) == "c3 (head)\n"
    assert jail.run("history").startswith("b2 -> c3 (head), rows that are read")
    log = jail.run("log", **URL)
    assert len(re.findall(r"upgrade +(a1|b2|c3) ", log)) == 3, log
    database = sqlite3.connect(jail.folder / "app.db")
    assert database.execute("SELECT count(*), sum(value) FROM readings").fetchone() == (40000, -800020000)
    assert len(database.execute("SELECT token FROM tokens").fetchone()[0]) == 36
    database.close()
    jail.run("downgrade", "base", **URL)
    assert jail.run("current", **URL) == ""
    assert sorted(p.name for p in jail.folder.iterdir()) == ["app.db"], "something is left beside the database"


def what_goes_wrong(jail):
    said = jail.run("upgrade", "head", DATABASE_URL="sqlite:////app.db", status=1)
    assert "can't open /app.db" in said or "unable to open" in said, said
    said = jail.run("upgrade", "zz", **URL, status=1)
    assert "Can't locate revision identified by 'zz'" in said, said


def main():
    for kind in ("musl-sqlite", "glibc-sqlite", "musl"):
        with Jail(MADE / kind, writable="/data") as jail:
            assert jail.contents() == ["data", "migrate"]
            every_command(jail)
            what_goes_wrong(jail)
        print(f"ok: {kind}")
    with Jail(MADE / "dynamic", writable="/data") as jail:
        done = jail.execute("--version")
        assert done.returncode == 127 and "No such file" in done.stdout, f"the dynamic one runs there: {done}"
    print("ok: a program that needs libraries doesn't run there")
    return 0


if __name__ == "__main__":
    sys.exit(main())

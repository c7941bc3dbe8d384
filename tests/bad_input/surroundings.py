"""Environments and command lines out of the ordinary: no HOME, no folder for temporary files, variables and arguments
that are empty, huge, no UTF-8 or full of control characters.

surroundings.py [names of checks…]
"""
import json
import re
import sqlite3

from support import ASKING, BUILD, CHANGING, READING, Place, expect, main

PLACE = Place().build()
HUGE = "x" * 100_000  # an argument may have 128 KB
VARIABLES = ["HOME", "PATH", "TMPDIR", "SQLITE_TMPDIR", "TERM", "NO_COLOR", "LC_ALL", "LANG", "COLUMNS", "ALUDEL_BY", "USER",
             "TZ", "PGHOST", "PGUSER", "PGPASSFILE", "PGSERVICEFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"]
VALUES = ["", HUGE, "/nowhere/at/all", "\udcff\udcfe", "\x1b[31m%n%s\n", "-"]


def fresh():
    (PLACE.top / "app.db").unlink(missing_ok=True)


def rows():
    db = sqlite3.connect(PLACE.top / "app.db")
    found = db.execute("SELECT version_num FROM alembic_version").fetchall()
    db.close()
    return found


def commands():
    """Those that all these tests try are those that there are."""
    told = {line.split()[0] for line in PLACE.migrate("--help").said.splitlines() if re.match(r"  [a-z_]+(  | [A-Z\[])", line)}
    tried = {c[0] for c in CHANGING + ASKING + READING}
    assert told == tried, (told, tried)


def nothing_at_all():
    """Not a single variable."""
    fresh()
    none = {name: None for name in PLACE.settings_for({})}
    run = lambda *words: PLACE.migrate("--url", PLACE.url, *words, variables=none)
    expect(run("upgrade", "head"), 0)
    expect(run("current"), 0, "r4 (head)")
    expect(run("log"), 0, "upgrade   r4")
    expect(PLACE.migrate("upgrade", "head", variables=none), 1, "none of these variables is set: TEST_URL")
    expect(PLACE.aludel("generate", "-o", PLACE.top / "out", variables=none), 0)
    expect(PLACE.aludel_built("heads", variables={**none, "PATH": "/usr/bin:/bin"}), 1, "set XDG_CACHE_HOME or HOME")


def variables():
    """None of them changes what is done."""
    for name in VARIABLES:
        for value in VALUES:
            fresh()
            expect(PLACE.migrate("upgrade", "head", variables={name: value}), 0)
            assert rows() == [("r4",)], (name, value)
            expect(PLACE.migrate("log", variables={name: value}), 0, "upgrade   r1")
    for name in ("HOME", "TMPDIR", "TERM", "LC_ALL", "XDG_CACHE_HOME"):
        for value in VALUES:
            expect(PLACE.aludel("lint", variables={name: value}), 0)


def whoever_it_was():
    """A name from outside arrives in the log as it is, but for what is no text."""
    for who in (HUGE, "it's \"me\"; DROP TABLE aludel_log", "\x1b[31m", "two\nlines", "caf\udce9"):
        fresh()
        expect(PLACE.migrate("upgrade", "r1", variables={"ALUDEL_BY": who}), 0)
        db = sqlite3.connect(PLACE.top / "app.db")
        assert db.execute("SELECT done_by FROM aludel_log").fetchall() == [(who.replace("\udce9", "\ufffd"),)]
        db.close()
        assert json.loads(expect(PLACE.migrate("--json", "log"), 0).stdout)[0]["revision"] == "r1"


def urls():
    for url, wanted in (("x" * 100_000, "is no database URL"), ("sqlite:///" + HUGE, "the path is too long"),
                        ("postgresql://me:s3cret@host/" + HUGE, "can't read the database URL"),
                        (f"sqlite:///a.db?{HUGE}=1", "can't read the database URL"), (" ", "is no database URL"),
                        ("\x1b[31m", "is no database URL"), ("sqlite:///a.db?mode=\udcff", "it is ro, rw, rwc or memory"),
                        ("mysql://me:s3cret@host/x", "the databases are SQLite and PostgreSQL")):
        for command in (["current"], ["upgrade", "head"], ["--json", "current"]):
            for done in (PLACE.migrate("--url", url, *command), PLACE.migrate(*command, variables={"TEST_URL": url})):
                expect(done, 1, wanted)
                assert "s3cret" not in done.said, done.said[:300]


def no_temporary_folder():
    nowhere = {"TMPDIR": "/nowhere/at/all"}
    expect(PLACE.aludel_built("build", "-o", PLACE.top / "m", variables=nowhere), 1,
           "can't make a folder in '/nowhere/at/all': No such file or directory (TMPDIR names another place)")
    for cache in ("/dev/null", "/proc/nothing", "/" + HUGE[:5000]):
        expect(PLACE.aludel_built("heads", variables={"XDG_CACHE_HOME": cache}), 1, "(XDG_CACHE_HOME names another place)")
    expect(PLACE.aludel_built("heads", variables={"XDG_CACHE_HOME": "relative", "HOME": "relative"}), 1,
           "no place for compiled migrations: set XDG_CACHE_HOME or HOME")
    for compiler in ("/nowhere/cc", "/dev/null", "/tmp", HUGE):
        expect(PLACE.aludel_built("build", "-o", PLACE.top / "m", variables={"CC": compiler}), 1, "can't run the C compiler")
    expect(PLACE.aludel_built("build", "-o", PLACE.top / "m", variables={"CC": "false"}), 1, "the C compiler 'false' failed")
    expect(PLACE.aludel_built("build", "-o", PLACE.top / "m", variables={"CC": "sh -c 'kill -9 $$'", "CFLAGS": " "}), 1)
    assert not (PLACE.top / "m").exists()


ODD = ["", HUGE, "\udcff", "\x1b[31m", "%s%n", "-", "--", "--=", "-\udcff", "../../x", "'", "\n"]


def revisions():
    """Whatever is no revision is none, and nothing is done."""
    fresh()
    expect(PLACE.migrate("-q", "upgrade", "r2"), 0)
    for odd in ODD:
        words = ["--", odd] if odd.startswith("-") else [odd]
        for command in ("upgrade", "downgrade", "stamp", "show", "wait", "plan"):
            done = PLACE.migrate(command, *words)
            assert done.status in (1, 2) or odd in ("-", "--"), (command, odd[:20], done.said[:300])
            expect(done, done.status)
    for target in ("+", "-", "+0", "+-1", "+99999999999999999999", "-99999999999999999999", "@", "a@b@c", ":", "::", "r1:",
                   "head+99999999999999999999", "r1-9223372036854775808", "head@"):
        for command in (["upgrade", "--", target], ["downgrade", "--", target], ["upgrade", "--sql", "--", target]):
            if not (target in ("r1:", ":") and "--sql" in command):
                assert expect(done := PLACE.migrate(*command), done.status).status in (1, 2), (command, done.said[:300])
    assert rows() == [("r2",)]


def options():
    """Values of options: each is refused or taken as it stands."""
    fresh()
    for option, before in (("--wait", False), ("--lock-timeout", False), ("--statement-timeout", False), ("--expect", False),
                           ("--backup", False), ("-x", True), ("-c", True), ("-n", True), ("--env-file", True), ("--by", True)):
        for odd in ODD:
            command = [option, odd, "upgrade", "head"] if before else ["upgrade", option, odd, "head"]
            done = PLACE.migrate(*command)
            expect(done, done.status)
            assert done.status in (0, 1, 2), (command, done.status)
            assert done.status == 0 or "FAILED" in done.said or "See `migrate" in done.said, done.said[:300]
    for program in (PLACE.program, BUILD / "aludel"):
        for odd in ODD:
            expect(PLACE.run([program, odd]), 2)
            expect(PLACE.run([program, "--x" + odd, "heads"]), 2)
        many = ["-x", "a=b"] * 5000
        expect(PLACE.run([program, *many, "heads"]), 0, "r4 (head)")
        expect(PLACE.run([program, *["-v"] * 20000, "heads"]), 0, "r4 (head)")


main([commands, nothing_at_all, variables, whoever_it_was, urls, no_temporary_folder, revisions, options])

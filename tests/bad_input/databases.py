"""SQLite databases that are damaged, locked, read-only, somebody else's or no databases at all: a clear message, and
the file afterwards as it was.

databases.py [names of checks…]
"""
import contextlib
import hashlib
import os
import sqlite3
import subprocess
import sys

from support import ASKING, CHAIN, CHANGING, Place, expect, main

PLACE = Place().build()
FILE = PLACE.top / "app.db"
READERS = [c for c in ASKING if c[0] not in ("log", "wait")]
WRITERS = [c for c in CHANGING if c[0] not in ("ensure_version", "resume")]


def sql(text, path=FILE):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        rows = [row for statement in text.split(";\n") for row in db.execute(statement)]
    return rows


def remove():
    for name in ("app.db", "app.db-journal", "app.db-wal", "app.db-shm"):
        (PLACE.top / name).unlink(missing_ok=True)


def at(revision):
    """A new database, there."""
    remove()
    expect(PLACE.migrate("-q", "upgrade", revision), 0)


def content(path=FILE):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def all_is_well(revision):
    """What is in the database belongs to one revision, and the next run just works."""
    assert sql("PRAGMA integrity_check") == [("ok",)]
    known = CHAIN[:CHAIN.index(revision) + 1] if revision else []
    tables = {name for name, in sql("SELECT name FROM sqlite_master WHERE name LIKE 't@_%' ESCAPE '@'")}
    assert tables == {f"t_{rev}" for rev in known}, tables
    assert all(sql(f"SELECT count(*) FROM t_{rev}") == [(40,)] for rev in known)
    expect(PLACE.migrate("current"), 0, revision)
    expect(PLACE.migrate("upgrade", "head"), 0)
    expect(PLACE.migrate("current"), 0, "r4 (head)")


def refused(commands, *texts, **how):
    """Each command fails, says so, and leaves the file as it was."""
    before = content()
    for command in commands:
        expect(PLACE.migrate(*command, **how), 1, *texts)
        assert content() == before, f"{command} changed the file"


# ---- No database -------------------------------------------------------------------------------------------

def not_a_database():
    header = b"SQLite format 3\0"
    for data in (b"Somebody's notes, which are long enough to be looked at twice.\n" * 20, open(sys.executable, "rb").read(20000),
                 b"\xff\xfe" + "notes".encode("utf-16-le") * 99, b"SQLite format 2\0" + bytes(4000), b"xy", header + b"\xff" * 4080):
        remove()
        FILE.write_bytes(data)
        refused([*READERS, *WRITERS, ["log"]], f"{FILE} is not an SQLite database", "look at the url")
        assert [p.name for p in PLACE.top.glob("app.db*")] == ["app.db"]
    remove()
    FILE.touch()  # an empty file is an empty database
    expect(PLACE.migrate("current"), 0)
    all_is_well("")


def not_a_file():
    remove()
    FILE.mkdir()
    for command in (*READERS, *WRITERS):
        expect(PLACE.migrate(*command), 1, f"{FILE} is a folder", f"name the file in it: sqlite:///{FILE}/app.db")
    FILE.rmdir()
    for make, why in ((os.mkfifo, "it isn't a file"), (lambda p: p.symlink_to("/dev/null"), "it isn't a file"),
                      (lambda p: p.symlink_to("/dev/zero"), "it isn't a file"), (lambda p: p.symlink_to(p.name), "")):
        make(FILE)
        for command in (*READERS, *WRITERS):
            expect(PLACE.migrate(*command), 1, f"can't open {FILE}", why)
        FILE.unlink()
    FILE.symlink_to("elsewhere.db")  # a link to nowhere is where the file is made
    expect(PLACE.migrate("upgrade", "head"), 0)
    assert FILE.is_symlink() and (PLACE.top / "elsewhere.db").exists()
    FILE.unlink()


# ---- Damage ------------------------------------------------------------------------------------------------

def root_page(name):
    return sql(f"SELECT rootpage FROM sqlite_master WHERE name = '{name}'")[0][0]


def scribble(page, size=4096):
    with open(FILE, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x5a" * size)


def damaged_version():
    """The version table's page, and the whole file's head or tail: nothing is read out of it as if it were right."""
    at("r2")
    scribble(root_page("alembic_version"))
    others = [c for c in READERS if c[0] != "inspect"]  # which doesn't look at versions
    refused([*others, *WRITERS], f"{FILE} is damaged", "restore it from a backup")
    for size in (5000, 30000):
        at("r2")
        os.truncate(FILE, size)
        others = [c for c in READERS if c[0] != "inspect"]  # which doesn't look at versions
    refused([*others, *WRITERS], f"{FILE} is damaged", "restore it from a backup")
    for offset, data in ((0, b"XXXX"), (16, b"\0\3"), (21, b"\0\0\0")):
        at("r2")
        with open(FILE, "r+b") as file:
            file.seek(offset)
            file.write(data)
        refused([*READERS, *WRITERS], f"{FILE} is not an SQLite database")


def damaged_later():
    """Damage that shows in the middle of a step: what was begun is rolled back."""
    for name, commands in (("sqlite_autoindex_alembic_version_1", WRITERS), ("aludel_log", WRITERS),
                           ("t_r2", [["downgrade", "base"]])):
        at("r2")
        scribble(root_page(name))
        refused(commands, f"{FILE} is damaged")
        expect(PLACE.migrate("current"), 0, "r2")


CRASH = """import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN")
for sql in ("DELETE FROM alembic_version", "UPDATE t_r1 SET b = 1", "DROP TABLE t_r2"):
    db.execute(sql)
os._exit(0)"""


def crash():
    """At r2, and somebody ended in the middle of something else."""
    at("r2")
    subprocess.run([sys.executable, "-c", CRASH, FILE], check=True)
    assert (PLACE.top / "app.db-journal").stat().st_size > 0


def crashed_before_others():
    """Who may not roll the journal back can't read either; who may, finds all as it was."""
    for mode in (0o666, 0o444):
        crash()
        for path in PLACE.top.glob("app.db*"):
            path.chmod(mode)
        with Mode(PLACE.top, 0o555):
            for command in (*READERS, ["upgrade", "head"]):
                expect(PLACE.migrate(*command, as_nobody=True), 1, f"{FILE}", f"chmod u+w {FILE}")
            expect(PLACE.migrate("current", as_nobody=True), 1,
                   "even to be read it needs the files beside it (-journal, -wal, -shm) brought in order, and this user "
                   "may not do that: chmod u+w")
        all_is_well("r2")


def crashed_before():
    """A journal that a crash left: rolled back before anything is read, whoever comes first."""
    for command in ([*READERS[0]], ["upgrade", "head"]):
        crash()
        expect(PLACE.migrate(*command), 0)
        assert not (PLACE.top / "app.db-journal").exists()
        if command == ["current"]:
            all_is_well("r2")
    all_is_well("r4")
    at("r2")
    (PLACE.top / "app.db-journal").write_bytes(b"no journal at all" * 100)
    all_is_well("r2")


# ---- Somebody else's ---------------------------------------------------------------------------------------

FOREIGN = {  # what is there -> what `upgrade` and `stamp` say, their exit status, that of `current`
    "CREATE TABLE alembic_version (x)": ("'alembic_version' isn't a version table: name another with `version_table`", 1, 1),
    "CREATE VIEW alembic_version AS SELECT 'r1' AS version_num": ("cannot modify alembic_version because it is a view", 1, 0),
    "CREATE TABLE alembic_version (version_num, other NOT NULL)": ("NOT NULL constraint failed: alembic_version.other", 1, 0),
    "CREATE TABLE alembic_version (version_num CHECK (version_num = ''))": ("CHECK constraint failed", 1, 0),
    "CREATE INDEX alembic_version ON x (a)": ("there is already an index named alembic_version", 1, 0),
    "CREATE TABLE alembic_version (version_num);\nINSERT INTO alembic_version VALUES (12)":
        ("Can't locate revision identified by '12'", 3, 3),
    "CREATE TABLE alembic_version (version_num);\nINSERT INTO alembic_version VALUES (x'00ff')":
        ("Can't locate revision identified by ''", 3, 3),
    "CREATE TABLE alembic_version (version_num);\nINSERT INTO alembic_version VALUES (hex(zeroblob(3000000)))":
        ("Can't locate revision identified by '000", 3, 3),
    "CREATE TABLE alembic_version (version_num);\nINSERT INTO alembic_version VALUES ('r1'), ('r1')": ("; 2 found", 1, 0),
    "CREATE TABLE alembic_version (version_num);\nCREATE TRIGGER t BEFORE INSERT ON alembic_version BEGIN "
    "SELECT RAISE(ABORT, 'hands off'); END": ("hands off", 1, 0),
    "CREATE TABLE alembic_version (version_num);\nCREATE TRIGGER t BEFORE INSERT ON alembic_version BEGIN "
    "SELECT RAISE(IGNORE); END": ("Online migration expected to match one row when inserting", 1, 0),
    "CREATE TABLE aludel_log (x)": ("'aludel_log' isn't a log table of ours", 1, 0),
    "CREATE VIEW aludel_log AS SELECT 1": ("'aludel_log' isn't a log table of ours", 1, 0),
}


def foreign_tables():
    for there, (wanted, status, of_current) in FOREIGN.items():
        remove()
        sql("CREATE TABLE x (a);\n" + there)
        before = sql("SELECT name, sql FROM sqlite_master")
        for command in (["upgrade", "head"], ["stamp", "head"]):
            expect(PLACE.migrate(*command), status, wanted)
            assert sql("SELECT name, sql FROM sqlite_master") == before, (there, command)
        expect(PLACE.migrate("current"), of_current)


# ---- Locked and read-only ----------------------------------------------------------------------------------

HOLD = """import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print(flush=True)
sys.stdin.read()"""


@contextlib.contextmanager
def holder():
    """Another process that has locked the database (here, to look into the file would end the lock)."""
    with subprocess.Popen([sys.executable, "-c", HOLD, FILE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.stdin.close()
        process.wait()


def locked():
    """Said after --wait, with who it is; when they have gone, it goes on by itself."""
    for journal in ("delete", "wal"):
        at("r2")
        sql(f"PRAGMA journal_mode = {journal}")
        with holder() as other:
            refused(WRITERS, f"{FILE} is locked by ", f"process {other.pid}; gave up after", "end what holds the lock")
            expect(PLACE.migrate("current"), 0, "r2")
            command = [PLACE.program, "upgrade", "--wait", "60s", "head"]
            waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=PLACE.settings_for({}))
            assert "waiting for" in waiting.stderr.readline()
        said = waiting.communicate(timeout=60)[1]
        assert "r2 -> r3" in said and waiting.returncode == 0, said
        all_is_well("r4")


class Mode:
    """Rights of a path, for as long as the block lasts."""

    def __init__(self, path, mode):
        self.path, self.mode = path, mode

    def __enter__(self):
        self.before = self.path.stat().st_mode
        self.path.chmod(self.mode)

    def __exit__(self, *_):
        self.path.chmod(self.before)


def read_only():
    at("r2")
    with Mode(FILE, 0o444):
        refused(WRITERS, f"{FILE} is read-only", f"chmod u+w {FILE}", as_nobody=True)
        expect(PLACE.migrate("current", as_nobody=True), 0, "r2")
    with Mode(FILE, 0o666), Mode(PLACE.top, 0o555):
        refused(WRITERS, f"{FILE} is read-only", f"may not create files in {PLACE.top}", as_nobody=True)
        expect(PLACE.migrate("current", as_nobody=True), 0, "r2")
    with Mode(FILE, 0):
        refused([*READERS, *WRITERS], f"can't open {FILE}: this user may not read it", as_nobody=True)
    with Mode(PLACE.environment, 0):
        url = f"sqlite:///{PLACE.environment}/app.db"
        expect(PLACE.migrate("--url", url, "upgrade", "head", as_nobody=True, cwd="/"), 1, "may not enter")
    refused(WRITERS, f"{FILE} is read-only", "mode=ro in the URL", variables={"TEST_URL": PLACE.url + "?mode=ro"})
    all_is_well("r2")
    remove()
    with Mode(PLACE.top, 0o555):
        expect(PLACE.migrate("upgrade", "head", as_nobody=True), 1, f"can't create {FILE}", f"chmod u+w {PLACE.top}")


def deep_sql():
    """More than SQLite's parser takes: its refusal, at a length that can be read."""
    place = Place()
    for rev, many in (("r2", 1000), ("r3", 100_000)):
        path = place.environment / "versions" / f"{rev}.mako"
        path.write_text(path.read_text().replace("</%def>", "SELECT " + "(" * many + "1" + ")" * many + ";\n</%def>", 1))
    place.build()
    for there in ("r1", "r2"):
        expect(place.migrate("upgrade", "head"), 1, "parser stack overflow", f"versions/r{int(there[1]) + 1}.mako:")
        assert len(place.migrate("upgrade", "head").said) < 5000
        expect(place.migrate("current"), 0, there)
        expect(place.migrate("stamp", "r2"), 0)


def names():
    """Names that are too long, or only look like parameters and options."""
    for name in ("n" * 300, "d/" * 40 + "n" * 300):
        done = PLACE.migrate("--url", f"sqlite:///{PLACE.top}/{name}", "upgrade", "head")
        expect(done, 1, "can't open")
    expect(PLACE.migrate("--url", "sqlite:///" + "n" * 100_000, "upgrade", "head"), 1, "the path is too long")
    for name in ("-.db", "a b.db", "ü.db", "a%3fb.db", "a\nb.db", "\udcff.db"):
        expect(PLACE.migrate("--url", f"sqlite:///{name}", "upgrade", "r1", cwd=PLACE.top), 0)
        expect(PLACE.migrate("--url", f"sqlite:///{name}", "current", cwd=PLACE.top), 0, "r1")


main([not_a_database, not_a_file, damaged_version, damaged_later, crashed_before, crashed_before_others, foreign_tables, locked, read_only,
      deep_sql, names])

"""Disks without room: a limit on the size of files (always), and with `mounted` file systems of a few hundred KB, which
are mounted where nobody else sees them, and are gone with this process. Where mounting isn't permitted, ctest says that
the test was skipped.

full.py limited|mounted [names of checks…]
"""
import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys

from server import Server, at
from support import CHAIN, Place, expect, main
from tools.postgres import server_user

NO_SPACE = "no space left for "
SKIPPED = 77
INSIDE = "ALUDEL_TEST_INSIDE"  # a variable: who this was outside of its namespace


def rows(path):
    """The revision; and what is in the database belongs to it."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        known = "alembic_version" in names
        found = [rev for rev, in db.execute("SELECT version_num FROM alembic_version")] if known else []
    tables = {name for name in names if name.startswith("t_")}
    revision = found[0] if found else ""
    assert tables == {f"t_{rev}" for rev in CHAIN[:CHAIN.index(revision) + 1 if revision else 0]}, (tables, revision)
    return revision


def at_most(size):
    """In the child: no file grows beyond it. As after `ulimit -f`: the signal isn't ignored."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


# ---- A limit on the size of files --------------------------------------------------------------------------

def upgrade_limited():
    for journal in ("delete", "wal", "truncate", "persist"):
        place = Place().build()
        path = place.top / "app.db"
        db = sqlite3.connect(path)
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.close()
        reached = []
        for kilobytes in (0, 4, 12, 40, 100, 150, 300, 420):
            done = place.migrate("upgrade", "head", before=at_most(kilobytes * 1024))
            expect(done, 1, "FAILED: ", str(path))
            reached.append(rows(path))
            expect(place.migrate("current"), 0, reached[-1])
        assert reached == sorted(reached) and len(set(reached)) > 1, (journal, reached)
        expect(place.migrate("upgrade", "head"), 0)
        assert rows(path) == "r4"


def others_limited():
    place = Place().build()
    path = place.top / "app.db"
    expect(place.migrate("-q", "upgrade", "r3"), 0)
    for command in (["stamp", "r1"], ["downgrade", "base"], ["upgrade", "head", "--backup", place.top / "copy.db"],
                    ["upgrade", "head", "--single-transaction"]):
        expect(place.migrate(*command, before=at_most(2048)), 1, "FAILED: ")
        assert rows(path) == "r3", command
    assert not list(place.top.glob("copy.db*"))


def pages_limited():
    """SQLite's own limit belongs to the connection: set by a hook, it stops the chain between two revisions."""
    place = Place()
    place.write("env.mako", '<%def name="before_each()">\nPRAGMA max_page_count = 70;\n</%def>\n')
    place.build()
    expect(place.migrate("upgrade", "head"), 1, NO_SPACE + str(place.top / "app.db"), "raise PRAGMA max_page_count",
           "1 migration was committed before it; 'r2' was rolled back")
    assert rows(place.top / "app.db") == "r1"


def revisions(place, **how):
    """`aludel revision` and what stands in versions/ then, dotted names too."""
    versions = place.environment / "versions"
    done = place.aludel("revision", "-m", "x", "--rev-id", "r5", "--head", "r4", **how)
    return done, sorted(p.name for p in versions.iterdir() if p.name not in {f"{rev}.mako" for rev in CHAIN})


def revision_limited():
    place = Place()
    for size in (0, 1, 100):
        done, names = revisions(place, before=at_most(size))
        expect(done, 1, "...  FAILED", "can't write 'versions/r5_x.mako': File too large")
        assert names == [], names
    done, names = revisions(place)
    expect(done, 0)
    assert names == ["r5_x.mako"]


def init_limited():
    """What can't be made whole isn't there: neither the folder nor those on the way to it."""
    place = Place()
    for size in (0, 100, 1000):
        done = place.aludel("init", place.top / "x/y/shop", before=at_most(size))
        expect(done, 1, "...  FAILED", f"can't write '{place.top}/x/y/shop/", "File too large")
        assert not (place.top / "x").exists(), list(place.top.rglob("x/**"))
    (place.top / "empty").mkdir()
    expect(place.aludel("init", place.top / "empty", before=at_most(1000)), 1, "File too large")
    assert list((place.top / "empty").iterdir()) == []
    expect(place.aludel("init", place.top / "x/y/shop"), 0, "before proceeding")


def tool_limited():
    """What isn't written whole isn't there."""
    place = Place()
    out, program = place.top / "out", place.top / "migrate"
    expect(place.aludel("generate", "-o", out, before=at_most(500)), 1, "can't write", "File too large")
    assert not [p for p in out.iterdir() if p.suffix == ".tmp"]
    expect(place.aludel("generate", "-o", out), 0)
    before = {p: p.read_bytes() for p in out.iterdir()}
    place.write("versions/r5.mako", (place.environment / "versions/r4.mako").read_text().replace("r4", "r5").replace("r3", "r4"))
    expect(place.aludel("generate", "-o", out, before=at_most(500)), 1, "can't write", "File too large")
    assert {p: p.read_bytes() for p in out.iterdir()} == before
    for kilobytes in (0, 1, 4, 60):
        done = place.aludel_built("build", "-o", program, before=at_most(kilobytes * 1024))
        expect(done, 1, "aludel: ")
        assert not program.exists() and not list(place.top.glob("*.tmp"))
        expect(place.aludel_built("heads", before=at_most(kilobytes * 1024)), 1, "aludel: ")
    expect(place.aludel_built("heads"), 0, "r5 (head)")
    place.build()
    expect(place.migrate("heads"), 0, "r5 (head)")


# ---- Small file systems ------------------------------------------------------------------------------------

class Small:
    """A file system of its own. A file in it leaves so many KB to others (to remount it smaller isn't everybody's right)."""

    WHOLE = 60_000

    def __init__(self, place, kilobytes):
        self.folder = place.top / "small"
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.WHOLE}k,mode=777", "tmpfs", self.folder], check=True)
        self.filler = self.folder / ".filler"
        with open(self.filler, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, (self.WHOLE - kilobytes) * 1024)

    def __enter__(self):
        return self

    def grow(self, kilobytes):
        os.truncate(self.filler, (self.WHOLE - kilobytes) * 1024)

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,bind,{how}", self.folder], check=True)

    def fill(self):
        with open(self.folder / "fill", "wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12):
                with contextlib.suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.folder], check=True)


def upgrade_full():
    """In the middle of a step, and while the journal or the WAL is written."""
    for journal in ("delete", "wal"):
        place = Place().build()
        with Small(place, 400) as small:
            path = small.folder / "app.db"
            place.url = f"sqlite:///{path}"
            db = sqlite3.connect(path)
            db.execute(f"PRAGMA journal_mode = {journal}")
            db.close()
            expect(place.migrate("upgrade", "head"), 1, NO_SPACE + str(path), "committed before it; 'r", "' was rolled back", "hint: free some")
            assert rows(path) in ("r1", "r2")
            small.grow(4000)
            expect(place.migrate("upgrade", "r3"), 0)
            for command in (["upgrade", "head"], ["downgrade", "base"], ["stamp", "r1"]):
                small.fill()
                expect(place.migrate(*command), 1, NO_SPACE + str(path))
                (small.folder / "fill").unlink()
                assert rows(path) == "r3"
            if journal == "delete":  # a WAL can't even be read without room for its index
                small.fill()
                expect(place.migrate("upgrade", "head", "--backup", small.folder / "copy.db"), 1, "no space for the backup")
                (small.folder / "fill").unlink()
            assert [p.name for p in small.folder.iterdir() if not p.name.startswith(("app.db", ".filler"))] == []
            expect(place.migrate("upgrade", "head"), 0)
            assert rows(path) == "r4"


def full_from_the_start():
    place = Place().build()
    with Small(place, 100) as small:
        path = small.folder / "app.db"
        place.url = f"sqlite:///{path}"
        small.fill()
        expect(place.migrate("upgrade", "head"), 1, NO_SPACE + str(path), "nothing has been committed")
        expect(place.migrate("current"), 0)
        expect(place.migrate("--url", f"sqlite:///{small.folder}/a/b/c/app.db", "upgrade", "head"), 1)
        (small.folder / "fill").unlink()
        small.grow(2000)
        expect(place.migrate("upgrade", "head"), 0)
        small.remount("ro")
        for command in (["downgrade", "base"], ["stamp", "r1"]):
            expect(place.migrate(*command), 1, f"{path} is read-only", "is on a read-only file system: mount it writable")
        expect(place.migrate("current"), 0, "r4")
        expect(place.aludel("generate", "-o", small.folder / "out"), 1, "can't make the folder", "Read-only file system")
        small.remount("rw")


def revision_full():
    place = Place()
    with Small(place, 100) as small:
        shutil.move(place.environment, small.folder)
        place.environment = small.folder / place.environment.name
        small.fill()
        done, names = revisions(place)
        expect(done, 1, "...  FAILED", "can't write 'versions/r5_x.mako': No space left on device")
        assert names == [], names
        small.remount("ro")
        done, names = revisions(place)
        expect(done, 1, "can't write 'versions/r5_x.mako': Read-only file system")
        small.remount("rw")
        (small.folder / "fill").unlink()
        done, names = revisions(place)
        expect(done, 0)
        assert names == ["r5_x.mako"]


def init_full():
    place = Place()
    with Small(place, 100) as small:
        small.fill()
        done = place.aludel("init", small.folder / "a/shop")
        expect(done, 1, "No space left on device")
        small.remount("ro")
        expect(place.aludel("init", small.folder / "a/shop"), 1, "can't make the folder", "Read-only file system")
        small.remount("rw")
        assert not (small.folder / "a").exists()
        (small.folder / "fill").unlink()
        expect(place.aludel("init", small.folder / "a/shop"), 0, "before proceeding")


def tool_full():
    """At `aludel generate`, while the C compiler runs, when the program is copied to its place."""
    place = Place()
    with Small(place, 8) as small:
        out = small.folder / "out"
        expect(place.aludel("generate", "-o", out), 1, "can't write", "No space left on device")
        small.grow(4000)
        expect(place.aludel("generate", "-o", out), 0)
        assert not list(small.folder.rglob("*.tmp"))
        shutil.rmtree(out)
        small.fill()
        here = {"TMPDIR": str(small.folder), "XDG_CACHE_HOME": str(small.folder)}
        os.truncate(small.folder / "fill", (small.folder / "fill").stat().st_size - 60 * 1024)
        expect(place.aludel_built("build", "-o", place.top / "m", variables=here), 1, "aludel: the C compiler 'cc' failed")
        expect(place.aludel_built("heads", variables=here), 1, "aludel: ")
        expect(place.aludel_built("build", "-o", small.folder / "m"), 1, f"can't write '{small.folder}/m'")
        assert not (place.top / "m").exists() and not list(small.folder.glob("m*")) and not list(small.folder.glob("aludel-*"))
        (small.folder / "fill").unlink()
        small.grow(40_000)
        expect(place.aludel_built("heads", variables=here), 0, "r4 (head)")
        expect(place.aludel_built("build", "-o", small.folder / "m", variables=here), 0)


def no_devices():
    """Where there is no /dev/null to stand in for closed streams."""
    place = Place().build()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/dev"], check=True)
    try:
        closed = {0: None, 1: None, 2: None}
        expect(place.migrate("-v", "upgrade", "head", streams=closed), 0)
        expect(place.migrate("-v", "downgrade", "r2", streams=closed), 0)
        expect(place.migrate("current", streams=closed), 1)
        assert rows(place.top / "app.db") == "r2"
        expect(place.aludel("generate", "-o", place.top / "out", streams=closed), 0)
    finally:
        subprocess.run(["umount", "--lazy", "/dev"], check=True)


def server_full():
    """The server's disk: a tablespace that has no more room."""
    if os.environ[INSIDE] != "root":
        print("a server isn't started by who is root here only")
        return
    place = Place("postgresql").build()
    with Server() as server, Small(place, 400) as small:
        folder = small.folder / "tablespace"
        folder.mkdir()
        shutil.chown(folder, server_user()[0].pw_uid)
        server.psql(f"CREATE TABLESPACE small LOCATION '{folder}'")
        name = server.new_database()
        server.psql(f"ALTER DATABASE {name} SET default_tablespace = small")
        place.url = server.url_of(name)
        expect(place.migrate("upgrade", "head"), 1, "No space left on device", "was rolled back", "hint: Check free disk space")
        assert at(server, name) in ("r1", "r2")
        small.grow(8000)
        expect(place.migrate("upgrade", "head"), 0)
        assert at(server, name) == "r4"


# ---- Where nobody else sees the mounts ---------------------------------------------------------------------

def in_a_namespace():
    """This program again, in a mount namespace of its own; root's rights for mounting come with it."""
    who = "root" if os.geteuid() == 0 else "mapped"
    inside = ["unshare", "--mount", "--propagation", "private"] + ([] if who == "root" else ["--map-root-user"])
    probe = subprocess.run([*inside, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True)
    if probe.returncode:
        print(f"nothing can be mounted here ({probe.stderr.strip()}): `limited` is what is tested of full disks")
        sys.exit(SKIPPED)
    os.execvpe(inside[0], [*inside, sys.executable, *sys.argv], {**os.environ, INSIDE: who})


if __name__ == "__main__":
    what = sys.argv.pop(1)
    if what == "limited":
        main([upgrade_limited, others_limited, pages_limited, revision_limited, init_limited, tool_limited])
    elif INSIDE not in os.environ:
        sys.argv.insert(1, what)
        in_a_namespace()
    main([upgrade_full, full_from_the_start, revision_full, init_full, tool_full, no_devices, server_full])

"""Standard streams that are closed, full, or whose reader has gone: who prints in vain says so and fails, who has done
what was asked for doesn't fail over a lost log line, and nothing that is opened gets a standard stream's number.

streams.py [names of checks…]
"""
import os
import sqlite3
import stat
import subprocess
import time

from support import ASKING, BUILD, READING, Place, expect, main

PLACE = Place(settings='log_table = aludel_log\n').build()
LOST = "standard output can't be written"
# `wait` says nothing but in JSON, `branches` nothing here; `check` fails here, with an error and nothing else.
PRINTERS = [*(c for c in ASKING + READING if c[0] not in ("wait", "branches", "check")), ["current", "-v"], ["history", "-v"],
            *(["--json", *c] for c in ASKING + READING if c[0] not in ("wait", "check")), ["--json", "wait", "r2"],
            ["upgrade", "head", "--sql", "--dialect", "sqlite"], ["stamp", "head", "--sql", "--dialect", "sqlite"],
            ["downgrade", "r2:base", "--sql", "--dialect", "sqlite"], ["--json", "upgrade", "r2"],
            ["--help"], ["--version"], ["--json", "--version"], ["upgrade", "--help"]]
OWN_PRINTERS = [["--help"], ["--version"], ["generate", "--help"], ["upgrade", "--help"], ["generate", "--list"],
                ["lint", "--dump"]]
BAD = [{1: None}, {1: "/dev/full"}, {0: None, 1: None}, {1: None, 2: None}, {0: None, 1: None, 2: None},
       {1: "/dev/full", 2: "/dev/full"}]


def begin():
    """A database at r2."""
    (PLACE.top / "app.db").unlink(missing_ok=True)
    expect(PLACE.migrate("-q", "upgrade", "r2"), 0)


def rows():
    db = sqlite3.connect(PLACE.top / "app.db")
    found = db.execute("SELECT version_num FROM alembic_version").fetchall(), db.execute("PRAGMA integrity_check").fetchall()
    db.close()
    assert found[1] == [("ok",)]
    return found[0]


def printing_in_vain():
    begin()
    for run, commands in ((PLACE.migrate, PRINTERS), (PLACE.aludel, OWN_PRINTERS)):
        for command in commands:
            for streams in BAD:
                expect(run(*command, streams=streams), 1, *([] if 2 in streams else [LOST]))
    assert rows() == [("r2",)]


def without_reader(command):
    """Its stdout is a pipe at whose other end nobody is."""
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run([str(word) for word in command], stdout=writes, stderr=subprocess.PIPE, cwd=PLACE.environment,
                          env=PLACE.settings_for({}))
    os.close(writes)
    PLACE.no_report(command, done.returncode, done.stderr.decode())
    return done


def nobody_reads():
    begin()
    for program, commands in ((PLACE.program, PRINTERS), (PLACE.tool, OWN_PRINTERS)):
        for command in commands:
            done = without_reader([program, *command])
            assert done.returncode == 1 and LOST in done.stderr.decode(), (command, done)
    assert rows() == [("r2",)]


def log_is_lost():
    """What was asked for is done, whether or not somebody reads that it is."""
    for streams in ({2: None}, {2: "/dev/full"}, {1: None}, {1: "/dev/full"}, *BAD):
        begin()
        expect(PLACE.migrate("upgrade", "head", streams=streams), 0)
        assert rows() == [("r4",)]
        expect(PLACE.migrate("-v", "downgrade", "r1", streams=streams), 0)
        assert rows() == [("r1",)]
        expect(PLACE.migrate("upgrade", "nowhere", streams=streams), 1)
        expect(PLACE.aludel("lint", streams=streams), 0)
        expect(PLACE.aludel("nonsense", streams=streams), 2)
    for command, there in ((["upgrade", "head"], "r4"), (["downgrade", "r1"], "r1")):
        reads, writes = os.pipe()
        os.close(reads)
        done = subprocess.run([PLACE.program, *command], stderr=writes, env=PLACE.settings_for({}))
        os.close(writes)
        assert done.returncode == 0 and rows() == [(there,)], done


def long_output():
    """More than a buffer's fill: the first write fails long before the end."""
    begin()
    up = "INSERT INTO t_r1 (b) VALUES ('" + "x" * 300_000 + "');"
    place = Place()
    path = place.environment / "versions/r1.mako"
    path.write_text(path.read_text().replace("</%def>", up + "\n</%def>", 1))
    place.build()
    for streams in BAD:
        expect(place.migrate("upgrade", "head", "--sql", "--dialect", "sqlite", streams=streams), 1)
    (place.environment / "env.mako").write_text("<%! one = 1 %>\n")
    for i in range(300):
        (place.environment / "versions" / f"s{i}.mako").write_text(
            f'<%doc>\n{"long " * 50}\n</%doc>\n<%! revision = "s{i}"; down_revision = None %>\n'
            '<%def name="upgrade()"></%def><%def name="downgrade()"></%def>\n')
    for streams in BAD:
        expect(place.aludel("lint", "--dump", streams=streams), 1)


# ---- Whose number is it? -----------------------------------------------------------------------------------

def numbers_at_work(command, environment=None):
    """What is behind 0, 1 and 2 of a process that waits for a lock."""
    path = PLACE.top / "app.db"
    with subprocess.Popen(["python3", "-c", "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None); "
                           "db.execute('BEGIN IMMEDIATE'); print(flush=True); sys.stdin.read()", path],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        waiting = subprocess.Popen(command, env=PLACE.settings_for({}), cwd=environment,
                                   preexec_fn=lambda: [os.close(n) for n in (0, 1, 2)])
        try:
            opened = wait_for_database(waiting, path)
        finally:
            holder.stdin.close()
        assert waiting.wait(60) == 0
    return opened


def wait_for_database(process, path):
    """Its open files by number, as soon as the database is among them."""
    while process.poll() is None:
        opened = {}
        for name in os.listdir(f"/proc/{process.pid}/fd"):
            try:
                opened[int(name)] = os.readlink(f"/proc/{process.pid}/fd/{name}")
            except FileNotFoundError:
                continue
        if str(path) in opened.values():
            return opened
        time.sleep(0.005)
    raise AssertionError(f"it ended with {process.returncode} and never opened {path}")


def numbers():
    begin()
    for command in ([PLACE.program, "upgrade", "--wait", "60s", "head"],
                    [BUILD / "aludel", "-C", PLACE.environment, "upgrade", "--wait", "60s", "head"]):
        begin()
        expect(PLACE.run([BUILD / "aludel", "-C", PLACE.environment, "heads"]), 0)  # compiled before somebody waits
        opened = numbers_at_work([str(word) for word in command])
        assert [opened[n] for n in (0, 1, 2)] == ["/dev/null"] * 3, opened
        assert rows() == [("r4",)]


COMPILER = r"""#!/bin/sh
behind=$(for n in 0 1 2; do readlink /proc/$$/fd/$n; done)
printf '%s\n' "$behind" >> "{seen}"
exec cc "$@"
"""


def compiler():
    """The C compiler that aludel starts: what it warns of must not go into what it makes."""
    seen, cc = PLACE.top / "seen", PLACE.top / "cc"
    cc.write_text(COMPILER.format(seen=seen))
    cc.chmod(0o755)
    for streams in BAD:
        seen.unlink(missing_ok=True)
        expect(PLACE.run([BUILD / "aludel", "build", "-o", PLACE.top / "m"], streams=streams, variables={"CC": str(cc)}), 0)
        behind = seen.read_text().split()
        assert not [name for name in behind if name.startswith("/") and not stat.S_ISCHR(os.stat(name).st_mode)], behind
        expect(PLACE.run([PLACE.top / "m", "heads"]), 0, "r4 (head)")
        out = PLACE.top / "out"
        expect(PLACE.aludel("generate", "-o", out, "--depfile", PLACE.top / "d", streams=streams), 0)
        assert all(p.read_bytes().startswith(b"/* Made by aludel ") for p in out.iterdir())


main([printing_in_vain, nobody_reads, log_is_lost, long_output, numbers, compiler])

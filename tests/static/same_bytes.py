"""The same input gives the same bytes, whatever the folder, the day, the user's home, the umask, the cache and where Aludel is
installed: programs that are built again elsewhere, from nothing, are the ones of programs.py.

same_bytes.py
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from programs import BUILD, ENVIRONMENT, KINDS, MADE, SQLITE, aludel_build

LONG_AGO = 1_000_000_000


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def age(folder):
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


def install(prefix):
    done = subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"cmake --install: everything must be built\n{done.stdout}{done.stderr}"
    return prefix / "bin/aludel"


def elsewhere(top):
    """The environment, SQLite and Aludel in other places, and old."""
    environment, sqlite = top / "another place/environment", top / "sqlite's"
    shutil.copytree(ENVIRONMENT, environment)
    sqlite.mkdir()
    for name in ("sqlite3.c", "sqlite3.h"):
        shutil.copy(SQLITE / name, sqlite)
    age(top)
    return environment, sqlite


def check_same(kind, top, environment, sqlite, aludel):
    cc, options = KINDS[kind]
    KINDS["elsewhere"] = cc, [sqlite if o == SQLITE else o for o in options]
    output = top / f"{kind}-again"
    os.umask(0o077)
    aludel_build("elsewhere", output, program=aludel, environment=environment, HOME=str(top / "home"), TZ="Asia/Tokyo",
                 XDG_CACHE_HOME=str(top / "cache"), TMPDIR=str(top), LANG="C.UTF-8", USER="somebody")
    assert output.read_bytes() == (MADE / kind).read_bytes(), f"{kind}: {digest(output)} isn't {digest(MADE / kind)}"
    print(f"ok: {kind} is the same anywhere")


def check_debugged(top, environment, aludel):
    """What debuggers read tells of no folder either."""
    for where, program, output in ((ENVIRONMENT, BUILD / "aludel", top / "one"), (environment, aludel, top / "other")):
        os.chdir(where)
        aludel_build("dynamic", output, program=program, environment=".", CFLAGS="-O0 -g", XDG_CACHE_HOME=str(top / "cache"))
        os.chdir("/")
    assert (top / "one").read_bytes() == (top / "other").read_bytes(), "with -g they differ"
    print("ok: with debugging information, too")


def main():
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        aludel = install(top / "prefix")
        environment, sqlite = elsewhere(top)
        for kind in ("musl-sqlite", "dynamic"):
            check_same(kind, top, environment, sqlite, aludel)
        check_debugged(top, environment, aludel)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A firmware out of the sample device's migrations: SQLite, aludel.c and the files of board/, compiled by whichever compiler.

SQLite's object is kept in build/cross/sqlite, under a name that is a hash of all that went into it.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
SQLITE = SOURCE / "build-servers/node_modules/better-sqlite3/deps/sqlite3"
BOARD = SOURCE / "tests/cross/board"
KEPT = BUILD / "cross/sqlite"
OURS = ["-std=c11", "-DALUDEL_EMBEDDED", "-DNDEBUG", "-Wall", "-Wextra", "-Werror"]


def run(*command, fails=False):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if bool(done.returncode) != fails:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def need(program, package):
    if not shutil.which(program):
        sys.exit(f"this test needs {program}: install '{package}'")


def sqlite(compiler, options):
    """SQLite's object, compiled once. `compiler`: the command and its flags."""
    source = SQLITE / "sqlite3.c"
    if not source.exists():
        sys.exit(f"this test needs SQLite's amalgamation, and {SQLITE} hasn't it: run tests/servers/install")
    version = run(compiler[0], "--version")
    name = hashlib.sha256(repr((version, compiler, options)).encode() + source.read_bytes()).hexdigest()[:32]
    made = KEPT / f"{name}.o"
    if not made.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        new = KEPT / f"{name}.{os.getpid()}.o"
        run(*compiler, "-w", *(f"-D{o}" for o in options), "-c", source, "-o", new)
        new.rename(made)
    return made


def generate(folder):
    """The device's migrations and the runtime, as a project without Aludel checks them in."""
    run(BUILD / "aludel", "generate", "-C", SOURCE / "migrations/device", "--profile", "embedded", "-o", folder)
    for name in ("aludel.c", "aludel.h"):
        shutil.copy(BUILD / "amalgamation" / name, folder)
    return folder


def sources(folder, machine):
    """`machine`: the files of board/ that are for one kind of it."""
    of_the_board = [BOARD / f"{name}.c" for name in ("main", "ram_disk", *machine)]
    return [*of_the_board, *sorted(folder.glob("*.c"))]


def build(compiler, folder, options, machine, output, *link):
    """`options`, SQLite's, are seen by the runtime, too, as in a project that compiles everything with them."""
    flags = [*OURS, *(f"-D{o}" for o in options), f"-I{folder}", f"-I{BOARD}", f"-I{SQLITE}", f"-I{SOURCE / 'runtime/include'}"]
    run(*compiler, *flags, *sources(folder, machine), sqlite(compiler, options), *link, "-lm", "-o", output)
    return output

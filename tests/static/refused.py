"""What `aludel build` can't make of what it is given, and says so before it compiles anything; what it makes of compilers and
libraries that aren't the system's own.

refused.py [names of checks…]
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from cli_generator.place import run_checks
from jail import namespaces
from programs import BUILD, ENVIRONMENT, LIBPQ, MADE, SQLITE, sections, variables

ARCHIVES = "libpq.a, libpgcommon.a, libpgport.a, libssl.a, libcrypto.a"
TOP = tempfile.TemporaryDirectory()
OUTPUT = pathlib.Path(TOP.name) / "migrate"


def build(*options, program=BUILD / "aludel", status=0, without=(), within=(), **more):
    given = {name: value for name, value in variables(**more).items() if name not in without}
    command = [*within, program, "build", "-C", ENVIRONMENT, *options, "-o", OUTPUT]
    done = subprocess.run(command, env=given, text=True, capture_output=True, timeout=240)
    assert done.returncode == status, f"{options}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stderr


def refuse(expected, *options, **more):
    begun = time.monotonic()
    said = " ".join(build(*options, status=1, **more).split())
    assert said == f"aludel: {expected}", f"{options}: {said}"
    assert time.monotonic() - begun < 20, "it was compiled first"
    assert not OUTPUT.exists()


def glibc_and_postgresql():
    refuse("a static program of glibc can't reach PostgreSQL: glibc resolves the names of hosts and users through libraries that "
           "it loads when it runs (NSS). musl has that in it: CC=musl-gcc aludel build --static --libpq PREFIX …; or --dialect "
           "sqlite; or without --static", "--static")


def no_sqlite():
    refuse("'musl-gcc' finds no SQLite for a static program (sqlite3.h, libsqlite3.a)"
           ": name one with --sqlite FOLDER, a folder with sqlite3.c and sqlite3.h, as sqlite.org/download.html has it (or a "
           "library with $CFLAGS and $LDFLAGS)", "--static", CC="musl-gcc")
    refuse("'musl-gcc' finds no SQLite: name one with --sqlite FOLDER, a folder with sqlite3.c and sqlite3.h, as "
           "sqlite.org/download.html has it (or a library with $CFLAGS and $LDFLAGS)", CC="musl-gcc")
    for folder in ("/usr/include", TOP.name + "/none"):
        refuse(f"--sqlite: there is no sqlite3.c in '{folder}"
               "': it is a folder with SQLite's amalgamation, as sqlite.org/download.html has it", "--static", "--sqlite", folder,
               CC="musl-gcc")


def no_libpq():
    sqlite = ("--static", "--sqlite", SQLITE)
    refuse(f"'musl-gcc' finds no libpq for a static program ({ARCHIVES}): name one with --libpq PREFIX, which has "
           "include/libpq-fe.h and lib/; Aludel's packaging/musl/libpq builds one for musl", *sqlite, CC="musl-gcc")
    refuse("--libpq: there is no include/libpq-fe.h in '/usr'", *sqlite, "--libpq", "/usr", CC="musl-gcc")
    half = pathlib.Path(TOP.name) / "half"
    shutil.copytree(LIBPQ / "include", half / "include")
    refuse(f"'musl-gcc' can't link the libpq in '{half}' ({ARCHIVES}): is it for another C library or machine?", *sqlite,
           "--libpq", half, CC="musl-gcc")
    refuse(f"'musl-gcc' can't link the libpq in '{half}': is it for another C library or machine?", "--sqlite", SQLITE, "--libpq",
           half, CC="musl-gcc")


def no_use():
    refuse("--sqlite: the program is for PostgreSQL alone (--dialect, or the setting dialects)", "--dialect", "postgresql",
           "--sqlite", SQLITE)
    refuse("--libpq: the program is for SQLite alone (--dialect, or the setting dialects)", "--dialect", "sqlite", "--libpq", LIBPQ)


def no_compiler():
    refuse("the C compiler 'false' failed", "--static", CC="false")
    refuse("can't run the C compiler 'nobody': No such file or directory (CC names another)", "--static", CC="nobody")


def no_such_flag():
    """It is the flags that are wrong, not what is looked for with them: the compiler's own words stand in front."""
    sqlite, postgresql = ("--static", "--dialect", "sqlite"), ("--static", "--sqlite", SQLITE, "--libpq", LIBPQ)
    for options, given in ((sqlite, dict(CFLAGS="-O0 -fno-such")), (sqlite, dict(LDFLAGS="-Wl,--no-such")),
                           (postgresql, dict(CFLAGS="-O0 -fno-such")), (postgresql, dict(LDFLAGS="-Wl,--no-such"))):
        said = build(*options, status=1, CC="musl-gcc", **given)
        last = "aludel: the C compiler 'musl-gcc' failed\n"
        assert "no-such" in said and said.endswith(last) and said.count("aludel: ") == 1, f"{given}: {said}"


def not_here():
    """What is run at once has to be for this system."""
    cache = {"XDG_CACHE_HOME": TOP.name + "/here"}
    for cc in ("musl-gcc", "aarch64-linux-gnu-gcc", "gcc"):
        done = subprocess.run([BUILD / "aludel", "-C", ENVIRONMENT, "heads"], env=variables(CC=cc, **cache), text=True,
                              capture_output=True, timeout=120)
        refused = (1, "", f"aludel: '{cc}' is for another C library or machine than this one, where the program is to run now: "
                   "unset CC; aludel build makes programs for others\n")
        wanted = (0, "c3 (head)\n", "") if cc == "gcc" else refused
        assert (done.returncode, done.stdout, done.stderr) == wanted, (cc, done)


def no_source():
    folder = pathlib.Path(TOP.name) / "bin"
    folder.mkdir()
    shutil.copy(BUILD / "aludel", folder)
    conf = (BUILD / "aludel-build.conf").read_text()
    kept = [line for line in conf.splitlines() if not line.startswith("amalgamation")]
    options = dict(program=folder / "aludel")
    (folder / "aludel-build.conf").write_text("\n".join(kept) + "\n")
    refuse("the runtime's source, aludel.c, isn't where it was installed", "--static", "--dialect", "sqlite", **options)
    (folder / "aludel-build.conf").write_text("\n".join([*kept, "amalgamation = /nowhere"]) + "\n")
    refuse("the runtime's source, aludel.c, isn't where it was installed: /nowhere", "--static", "--dialect", "sqlite", **options)


def migrated(database):
    done = subprocess.run([OUTPUT, "upgrade", "head"], cwd=TOP.name, env={"DATABASE_URL": f"sqlite:///{database}"}, text=True,
                          capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    version = subprocess.run([OUTPUT, "--version"], capture_output=True, text=True, check=True).stdout
    OUTPUT.unlink()
    return version


def another_c_library():
    """musl, with its dynamic linker: the runtime isn't that of the archives."""
    build("--dialect", "sqlite", "--sqlite", SQLITE, CC="musl-gcc", CFLAGS="-Os")
    names, interpreted = sections(OUTPUT)
    assert interpreted and b"ld-musl" in OUTPUT.read_bytes() and "linked:" not in migrated("musl.db"), names


def another_sqlite():
    """The archives, with an SQLite of the user's: -O0, for speed. What nobody has asked for in weeks is taken away."""
    cache = pathlib.Path(TOP.name) / "cache"
    spy, seen = pathlib.Path(TOP.name) / "spy", pathlib.Path(TOP.name) / "seen"
    spy.write_text(f'#!/bin/sh\necho "$@" >>{seen}\nexec cc "$@"\n')
    spy.chmod(0o755)
    flags = {"CFLAGS": "-O0 -DSQLITE_ENABLE_FTS5", "XDG_CACHE_HOME": str(cache), "CC": str(spy)}
    said = build("--dialect", "sqlite", "--sqlite", SQLITE, **flags)
    assert said == "aludel: compiling SQLite: it may take half a minute\n", said
    linked = seen.read_text().splitlines()[-1].split("--gc-sections")[1]
    assert ".o -lm -lpthread" in linked, f"where they aren't in the C library SQLite needs both: {linked}"
    kept, = cache.glob("aludel/*/*.o")
    assert b"ENABLE_FTS5" in OUTPUT.read_bytes(), "SQLite isn't compiled with what $CFLAGS asks for"
    version = (SQLITE / "sqlite3.h").read_text().split('#define SQLITE_VERSION        "')[1].split('"')[0]
    assert f"libraries: SQLite {version}\n" in migrated("other.db"), version
    old, young = kept.with_name("old.o"), kept.with_name("young.o")
    for path, days in ((old, 40), (young, 20), (kept, 40)):
        path.touch()
        os.utime(path, (time.time() - days * 86400,) * 2)
    assert not build("--dialect", "sqlite", "--sqlite", SQLITE, **flags), "it is compiled once"
    assert kept.exists() and time.time() - kept.stat().st_mtime < 3600, "what is used again counts as new"
    build("--dialect", "sqlite", "--static", CFLAGS="-O0", XDG_CACHE_HOME=str(cache))
    assert kept.exists() and young.exists() and not old.exists(), "an old object has stayed, or a young one went"


def same_compiler_name():
    """What is kept was made by this compiler, out of these headers: one of the same name, or flags that it adds, or a header of
    another content give what they give where nothing is kept."""
    top = pathlib.Path(TOP.name) / "renamed"
    script, header = top / "bin/mycc", top / "include/sqlite3.h"
    script.parent.mkdir(parents=True)
    header.parent.mkdir()
    given = dict(CC="mycc", CFLAGS=f"-O0 -I{header.parent}", PATH=f"{script.parent}:{os.environ['PATH']}")

    def built(name, compiler, more):
        script.write_text(f'#!/bin/sh\nexec {compiler} "$@"\n')
        script.chmod(0o755)
        os.utime(script, (10**9, 10**9))
        header.write_text(f"#include_next <sqlite3.h>\n{more}\n")
        build("--static", "--dialect", "sqlite", XDG_CACHE_HOME=str(top / name), **given)
        return OUTPUT.read_bytes(), len(list((top / name).glob("aludel/*/*.o")))

    states = [("gcc  ", ""), ("clang", ""), ("gcc -fwrapv", ""), ("gcc  ", "#define SQLITE_UTF8 SQLITE_ANY")]
    programs = []
    for number, state in enumerate(states, 1):
        program, kept = built("cache", *state)
        assert kept == number, f"{state}: {kept} objects of {number} are kept"
        programs.append(program)
    assert built("fresh", *states[1]) == (programs[1], 1) and programs[1] != programs[0], "clang's isn't what it is from nothing"
    assert built("cache", *states[0]) == (programs[0], len(states)), "what is there was compiled again"
    OUTPUT.unlink()


def no_cache():
    """Without a place to keep objects it is compiled all the same; who asks for symbols gets them."""
    build("--static", "--dialect", "sqlite", CFLAGS="-O0 -g", without=("HOME", "XDG_CACHE_HOME"))
    names, interpreted = sections(OUTPUT)
    assert ".debug_info" in names and ".symtab" in names and not interpreted, names
    assert "linked:    statically\n" in migrated("debug.db")


def read_only_cache():
    """So it is where one is there that can't be written to."""
    cache = pathlib.Path(TOP.name) / "read-only"
    options, given = ("--static", "--dialect", "sqlite"), dict(CFLAGS="-O0", XDG_CACHE_HOME=str(cache))
    build(*options, **given)
    first = OUTPUT.read_bytes()
    for kept in cache.glob("aludel/*/*.o"):
        kept.unlink()
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    build(*options, within=[*namespaces("--mount"), "sh", "-c", mount, cache], **given)
    assert OUTPUT.read_bytes() == first and not list(cache.glob("aludel/*/*.o"))
    OUTPUT.unlink()


CHECKS = [glibc_and_postgresql, no_sqlite, no_libpq, no_use, no_compiler, no_such_flag, not_here, no_source, another_c_library,
          another_sqlite, same_compiler_name, no_cache, read_only_cache]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

"""The programs that the other tests look at, built into the folder of the build: each is as static, as stripped and as small as
it shall be, and building it again takes no compiler.

programs.py
"""
import os
import pathlib
import shutil
import struct
import subprocess
import sys

from tools.size_table import keep

ROOT = pathlib.Path(os.environ["ALUDEL_SOURCE"])
BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
ENVIRONMENT = ROOT / "tests/static/environment"
SQLITE = ROOT / "build-servers/node_modules/better-sqlite3/deps/sqlite3"
LIBPQ = ROOT / "build-musl"
MADE = BUILD / "static-programs"
NEEDED = {"musl-gcc": "install 'musl-tools'", "aarch64-linux-gnu-gcc": "install 'gcc-aarch64-linux-gnu'",
          SQLITE / "sqlite3.c": "run tests/servers/install", LIBPQ / "lib/libpq.a": "run packaging/musl/libpq build-musl"}

KINDS = {  # name: ($CC, options)
    "musl": ("musl-gcc", ["--static", "--sqlite", SQLITE, "--libpq", LIBPQ]),
    "musl-sqlite": ("musl-gcc", ["--static", "--dialect", "sqlite", "--sqlite", SQLITE]),
    "glibc-sqlite": ("cc", ["--static", "--dialect", "sqlite"]),
    "aarch64-sqlite": ("aarch64-linux-gnu-gcc", ["--static", "--dialect", "sqlite", "--sqlite", SQLITE]),
    "dynamic": ("cc", []),
    "dynamic-sqlite": ("cc", ["--dialect", "sqlite"]),
}
STATIC = [kind for kind in KINDS if not kind.startswith("dynamic")]
BARE = '#include "sqlite3.h"\nint main(int n, char **a)\n{\n    sqlite3 *db;\n    return sqlite3_open(a[n - 1], &db) ||' \
       ' sqlite3_exec(db, a[1], 0, 0, 0) || sqlite3_close(db);\n}\n'
X86_64 = b"\x3e\x00"
MOST_ABOVE_BARE = 330 * 1024  # of what is ours in a program of musl's for SQLite
MOST_OF_EMBEDDED = 120 * 1024  # and in that of the profile for firmware, with rebuilds and a row loop


def need_tools():
    missing = [f"{what}: {how}" for what, how in NEEDED.items() if not (shutil.which(what) or os.path.exists(what))]
    if missing:
        sys.exit("this test needs " + "; ".join(missing))


def variables(**more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "XDG_CACHE_HOME": str(MADE / "cache"), **more}


def aludel_build(kind, output, program=BUILD / "aludel", environment=ENVIRONMENT, **more):
    cc, options = KINDS[kind]
    command = [program, "build", "-C", environment, *options, "-o", output]
    subprocess.run(command, check=True, env=variables(CC=cc, **more), timeout=600)


def sections(program):
    """The names of an ELF file's sections, and of what the kernel reads of it, the interpreter's path."""
    data = program.read_bytes()
    assert data[:6] == b"\x7fELF\x02\x01", f"{program} is no ELF file of 64 bits"
    phoff, shoff = struct.unpack_from("<QQ", data, 32)
    phsize, phcount, shsize, shcount, shnames = struct.unpack_from("<5H", data, 54)
    headers = [struct.unpack_from("<IIQQQQ", data, shoff + i * shsize) for i in range(shcount)]
    text = headers[shnames][4]
    names = {data[text + h[0]:data.index(b"\0", text + h[0])].decode() for h in headers}
    kinds = {struct.unpack_from("<I", data, phoff + i * phsize)[0] for i in range(phcount)}
    return names, 3 in kinds  # PT_INTERP


def check_kind(kind, program):
    names, interpreted = sections(program)
    assert interpreted != (kind in STATIC), f"{kind}: it asks for a dynamic linker: {interpreted}"
    libpq = b"libpq.so" in program.read_bytes()
    assert libpq == (kind == "dynamic"), f"{kind}: it links libpq: {libpq}"
    if kind in STATIC:
        assert ".symtab" not in names and ".debug_info" not in names, f"{kind}: it isn't stripped"


def kept_sqlite():
    """The object of SQLite that musl-gcc has compiled for ours."""
    objects = [o for o in MADE.glob("cache/aludel/*/*.o") if o.read_bytes()[18:20] == X86_64 and b"sqlite3VdbeExec" in o.read_bytes()]
    assert objects, "SQLite's object isn't kept"
    return max(objects, key=lambda o: o.stat().st_mtime)


def bare_size():
    """What SQLite itself is in a program that is linked as ours are."""
    source, program = MADE / "bare.c", MADE / "bare"
    source.write_text(BARE)
    subprocess.run(["musl-gcc", "-Os", "-fno-asynchronous-unwind-tables", source, kept_sqlite(), f"-I{SQLITE}", "-static", "-s",
                    "-Wl,--gc-sections", "-lm", "-o", program], check=True)
    return program.stat().st_size


def embedded_program():
    program = MADE / "musl-embedded"
    subprocess.run([BUILD / "aludel", "build", "-C", ROOT / "migrations/synth_mind", "--static", "--profile", "embedded", "--sqlite",
                    SQLITE, "-o", program], check=True, env=variables(CC="musl-gcc"), timeout=600)
    return program


def keep_sizes():
    bare, bounds = bare_size(), {"musl-sqlite": MOST_ABOVE_BARE, embedded_program().name: MOST_OF_EMBEDDED}
    sizes = {kind: (MADE / kind).stat().st_size for kind in [*STATIC, *bounds]}
    rows = [(name, size, size - bare if name in bounds else 0) for name, size in sizes.items()]
    keep("static", "Static programs", ["program", "bytes", "above the bare one"], [("bare SQLite program, musl", bare, 0), *rows])
    for name, most in bounds.items():
        assert sizes[name] - bare < most, f"{name} has {sizes[name] - bare} bytes beside SQLite"


def built_again(kind, program):
    """Seconds of processor time; and it is the same, byte for byte."""
    before, first = sum(os.times()[2:4]), program.read_bytes()
    aludel_build(kind, program)
    assert program.read_bytes() == first, f"{kind}: built again it is another program"
    return sum(os.times()[2:4]) - before


def main():
    need_tools()
    MADE.mkdir(exist_ok=True)
    for kind in KINDS:
        program = MADE / kind
        aludel_build(kind, program)
        check_kind(kind, program)
        again = built_again(kind, program)
        print(f"{kind}: {program.stat().st_size} bytes; built again in {again:.2f} s of processor time")
        assert kind not in STATIC or again < 3, f"{kind}: what was compiled isn't kept: {again:.1f} s"
    keep_sizes()
    return 0


if __name__ == "__main__":
    sys.exit(main())

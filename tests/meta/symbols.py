"""What the runtime promises to those who embed it, read off its object files: nothing writable outside of
handles, no stdio, no exit, no environment, memory from one file only, and names that stay out of others' way: none is
seen outside of what it is linked into, and none looks public without standing in a public header.
Generated code keeps its tables in read-only sections."""
import os
import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", ROOT / "build"))
DEVICE = "libaludel_embedded.a"
EMBEDDED = ["libaludel_runtime.a", "libaludel_sqlite.a", "libaludel_postgresql.a"]
COMMANDS = {"libaludel_cli.a": "cli", "libaludel_trial.a": "trial"}  # with their own prefixes

# All that the embedded parts may take from the C library.
ANYWHERE = """memchr memcmp bcmp memcpy memmove memset strchr strrchr strcmp strncmp strlen strnlen strspn strcspn
    strstr strpbrk strerror stpcpy fmod pow ldexp frexp floor ceil fabs trunc __errno_location __assert_fail __stack_chk_fail
    clock_gettime nanosleep gmtime_r gethostname getpid getrandom
    open close read write stat fstat access mkdir rename unlink fsync statvfs""".split()
# And on a device, beside SQLite.
ON_DEVICE = """memchr memcmp bcmp memcpy memmove memset strchr strrchr strcmp strncmp strlen strnlen strspn strcspn strstr strpbrk
    fmod pow ldexp frexp floor ceil fabs trunc""".split()
ALLOCATOR = {"allocator.c.o": {"realloc", "free"}}  # al_usual_allocator
LIBPQ = re.compile(r"PQ[a-z]|pg_encoding_to_char")
OURS = re.compile(r"(al|aludel|py)_")
COMPILERS = re.compile(r"_GLOBAL_OFFSET_TABLE_|__\w+_chk")


class Symbol(NamedTuple):
    member: str  # the object
    section: str  # None when it is taken from elsewhere
    size: int
    name: str
    shared: bool  # with other objects
    hidden: bool  # from other programs and libraries


def read(archive):
    text = subprocess.run(["objdump", "-t", archive], check=True, text=True, capture_output=True).stdout
    member = ""
    for line in text.splitlines():
        header = re.match(r"(\S+):\s+file format", line)
        if header:
            member = header.group(1)
        fields = re.match(r"[0-9a-f]{16} (.{7}) (\S+)\s+([0-9a-f]+)\s+(\.\w+ )?(\S+)$", line)
        if fields:
            flags, section, size, seen, name = fields.groups()
            yield Symbol(member, None if section == "*UND*" else section, int(size, 16), name, flags[0] in "gu",
                         bool(seen) and "hidden" in seen)


def public_names():
    """All that the public headers declare."""
    headers = sorted((ROOT / "runtime/include/aludel").glob("*.h"))
    unit = "".join(f'#include "{h}"\n' for h in headers)
    text = subprocess.run(["cc", "-E", "-P", "-DALUDEL_EMBEDDED", f"-I{ROOT}/runtime/include", "-x", "c", "-"], input=unit, check=True,
                          text=True, capture_output=True).stdout
    return set(re.findall(r"\w+", text))


def check_names(archive, prefixes, public):
    for s in read(archive):
        if not s.section or not s.shared:
            continue
        if not re.match(prefixes, s.name):
            yield f"{s.member}: exports '{s.name}', which has none of our prefixes"
        if not s.hidden:
            yield f"{s.member}: '{s.name}' can be seen from outside of what it is linked into"
        if re.match("aludel_|py_", s.name) and s.name not in public:
            yield f"{s.member}: '{s.name}' looks public, and stands in no public header"


def writable(section):
    return section == "*COM*" or (section and re.match(r"\.t?(data|bss)(?!\.rel\.ro)", section))


def allowed(member, name):
    if OURS.match(name) or COMPILERS.fullmatch(name) or name.startswith("sqlite3_"):
        return True
    if member.startswith("postgresql") and (LIBPQ.match(name) or name == "poll"):
        return True
    return name in ANYWHERE or name in ALLOCATOR.get(member, ())


def check_embedded(archive):
    for s in read(archive):
        if writable(s.section) and s.size:
            yield f"{s.member}: '{s.name}' is writable ({s.section})"
        if s.section is None and not allowed(s.member, s.name):
            yield f"{s.member}: uses '{s.name}', which isn't among what the runtime may take from the C library"


def check_device(archive):
    """No allocator, errno, clock, file, environment, locale or thread, and nothing that is written."""
    for s in read(archive):
        if writable(s.section) and s.size:
            yield f"{archive.name}: {s.member}: '{s.name}' is writable ({s.section})"
        known = OURS.match(s.name) or COMPILERS.fullmatch(s.name) or s.name.startswith("sqlite3_") or s.name == "__stack_chk_fail"
        if s.section is None and not known and s.name not in ON_DEVICE:
            yield f"{archive.name}: {s.member}: uses '{s.name}', which no device has to have"


def check_generated(archive):
    symbol = re.sub(r"^lib|\.a$", "", archive.name)
    for s in read(archive):
        if writable(s.section) and s.size:
            yield f"{archive.name}: {s.member}: '{s.name}' is writable ({s.section})"
        if s.section and s.shared and not s.name.startswith(symbol):
            yield f"{archive.name}: {s.member}: exports '{s.name}', which doesn't begin with {symbol}"


def main():
    if any(s.name.startswith("__asan") for s in read(BUILD / EMBEDDED[0])):
        print("not for a build with sanitizers, which add their own symbols")
        return 0
    generated = sorted(BUILD.glob("migrations/lib*_migrations.a"))
    bad = [b for name in EMBEDDED for b in check_embedded(BUILD / name)]
    public = public_names()
    bad += [b for name in EMBEDDED for b in check_names(BUILD / name, r"(al|aludel|py)_", public)]
    if (BUILD / DEVICE).exists():
        bad += [*check_device(BUILD / DEVICE), *check_names(BUILD / DEVICE, r"(al|aludel|py)_", public)]
    bad += [b for name, own in COMMANDS.items() for b in check_names(BUILD / name, rf"(al|aludel|{own})_", public)]
    bad += [b for archive in generated for b in check_generated(archive)]
    print("\n".join(bad) or f"{len(EMBEDDED) + len(COMMANDS) + len(generated)} archives as promised")
    return 1 if bad or not generated else 0


if __name__ == "__main__":
    sys.exit(main())

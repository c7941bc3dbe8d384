"""What the runtime promises to those who embed it, read off its object files: nothing writable outside of
handles, no stdio, no exit, no environment, memory from one file only, and names that stay out of others' way.
Generated code keeps its tables in read-only sections."""
import os
import pathlib
import re
import subprocess
import sys

BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", pathlib.Path(__file__).parents[2] / "build"))
EMBEDDED = ["libaludel_runtime.a", "libaludel_sqlite.a", "libaludel_postgresql.a"]
COMMAND = "libaludel_cli.a"

# All that the embedded parts may take from the C library.
ANYWHERE = """memchr memcmp bcmp memcpy memmove memset strchr strrchr strcmp strncmp strlen strnlen strspn strcspn
    strstr strpbrk strerror stpcpy fmod pow ldexp frexp floor ceil fabs trunc __errno_location __assert_fail __stack_chk_fail
    clock_gettime nanosleep gmtime_r gethostname getpid
    open close read write stat fstat access mkdir rename unlink fsync statvfs""".split()
ALLOCATOR = {"arena.c.o": {"realloc", "free"}}  # al_libc_allocator
LIBPQ = re.compile(r"PQ[a-z]|pg_encoding_to_char")
OURS = re.compile(r"(al|aludel|py)_")
COMPILERS = re.compile(r"_GLOBAL_OFFSET_TABLE_|__\w+_chk")


def read(archive):
    """(object, section or None when it is taken from elsewhere, size, name, exported) for each symbol."""
    text = subprocess.run(["objdump", "-t", archive], check=True, text=True, capture_output=True).stdout
    member = ""
    for line in text.splitlines():
        header = re.match(r"(\S+):\s+file format", line)
        if header:
            member = header.group(1)
        fields = re.match(r"[0-9a-f]{16} (.{7}) (\S+)\s+([0-9a-f]+)\s+(?:\.\w+ )?(\S+)$", line)
        if fields:
            flags, section, size, name = fields.groups()
            yield member, None if section == "*UND*" else section, int(size, 16), name, flags[0] in "gu"


def writable(section):
    return section == "*COM*" or (section and re.match(r"\.t?(data|bss)(?!\.rel\.ro)", section))


def allowed(member, name):
    if OURS.match(name) or COMPILERS.fullmatch(name) or name.startswith("sqlite3_"):
        return True
    if member.startswith("postgres") and (LIBPQ.match(name) or name == "poll"):
        return True
    return name in ANYWHERE or name in ALLOCATOR.get(member, ())


def check_embedded(archive):
    for member, section, size, name, exported in read(archive):
        if writable(section) and size:
            yield f"{member}: '{name}' is writable ({section})"
        if section and exported and not OURS.match(name):
            yield f"{member}: exports '{name}', which has none of our prefixes"
        if section is None and not allowed(member, name):
            yield f"{member}: uses '{name}', which isn't among what the runtime may take from the C library"


def check_command(archive):
    for member, section, _, name, exported in read(archive):
        if section and exported and not name.startswith(("aludel_", "al_", "cli_")):
            yield f"{member}: exports '{name}', which has none of our prefixes"


def check_generated(archive):
    symbol = re.sub(r"^lib|\.a$", "", archive.name)
    for member, section, size, name, exported in read(archive):
        if writable(section) and size:
            yield f"{archive.name}: {member}: '{name}' is writable ({section})"
        if section and exported and not name.startswith(symbol):
            yield f"{archive.name}: {member}: exports '{name}', which doesn't begin with {symbol}"


def main():
    if any(name.startswith("__asan") for _, _, _, name, _ in read(BUILD / EMBEDDED[0])):
        print("not for a build with sanitizers, which add their own symbols")
        return 0
    generated = sorted(BUILD.glob("migrations/lib*_migrations.a"))
    bad = [b for name in EMBEDDED for b in check_embedded(BUILD / name)]
    bad += check_command(BUILD / COMMAND)
    bad += [b for archive in generated for b in check_generated(archive)]
    print("\n".join(bad) or f"{len(EMBEDDED) + 1 + len(generated)} archives as promised")
    return 1 if bad or not generated else 0


if __name__ == "__main__":
    sys.exit(main())

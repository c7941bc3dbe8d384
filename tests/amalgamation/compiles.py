"""aludel.c and aludel.h compile by gcc and by clang without a warning, with every part and without any; what is left out
doesn't ask for its client's header, nothing can be seen from outside, and nothing in them tells where they were made."""
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])
FOLDER = BUILD / "amalgamation"
LIBPQ = subprocess.run(["pg_config", "--includedir"], check=True, text=True, capture_output=True).stdout.strip()
FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"]
PARTS = {"SQLITE": "sqlite3.h", "POSTGRESQL": "libpq-fe.h", "CLI": "sys/ioctl.h"}


def run(*command, text=None):
    result = subprocess.run([str(c) for c in command], input=text, text=True, capture_output=True, timeout=240)
    if result.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def left_out(compiler, omitted, folder):
    """With parts left out: their headers aren't read."""
    depends = folder / "depends"
    run(compiler, "-std=c11", "-Wshadow", *FLAGS, "-isystem", LIBPQ, *(f"-DALUDEL_OMIT_{part}" for part in omitted), "-fsyntax-only",
        "-MD", "-MF", depends, FOLDER / "aludel.c")
    for part, header in PARTS.items():
        if (f"/{header}" in depends.read_text()) != (part not in omitted):
            raise AssertionError(f"{compiler}: without {omitted or 'nothing'}, {header} is read or not, and should not or be")


def without_client():
    """Where a client's header isn't found, the compiler shows how to do without."""
    for part, header in (("SQLITE", "sqlite3"), ("POSTGRESQL", "libpq-fe")):
        line = f"#include <{header}.h> /* or compile with -DALUDEL_OMIT_{part} */\n"
        if line not in (FOLDER / "aludel.c").read_text():
            raise AssertionError(f"no {line}")


def optimised(compiler, folder):
    """What only the optimiser warns of; and which names the object has."""
    made = folder / "aludel.o"
    public = re.findall(r"\w+", run(compiler, "-E", "-P", FOLDER / "aludel.h"))
    run(compiler, "-std=c11", "-O2", *FLAGS, "-isystem", LIBPQ, "-c", FOLDER / "aludel.c", "-o", made)
    for line in run("objdump", "-t", made).splitlines():
        fields = re.match(r"[0-9a-f]{16} g.{5}(.) (\S+)\s+[0-9a-f]+ (\.hidden )?(\S+)$", line)
        if not fields or fields.group(2) == "*UND*":
            continue
        kind, _, hidden, name = fields.groups()
        if not hidden:
            raise AssertionError(f"{compiler}: '{name}' can be seen from outside of what it is linked into")
        if not re.match("(al|aludel|py|cli)_", name):
            raise AssertionError(f"{compiler}: exports '{name}', which has none of our prefixes")
        if kind == "F" and name not in public:
            raise AssertionError(f"{compiler}: {name}() stands in no public header, and isn't static")


def header_alone(compiler, language, standard):
    text = '#include "aludel.h"\n#include "aludel.h"\nint main(int argc, char **argv) ' \
           "{ return aludel_main(argc, argv, 0); }\n"
    run(compiler, f"-std={standard}", "-x", language, *FLAGS, "-I", FOLDER, "-fsyntax-only", "-", text=text)


def same_anywhere():
    """Nothing of the folders that it was built in."""
    for name in ("aludel.c", "aludel.h"):
        text = (FOLDER / name).read_text()
        for place in (ROOT, BUILD):
            if str(place) in text:
                raise AssertionError(f"{name} names the folder {place}")
        if "#include <aludel/" in text or re.search(r'^#include "(?!aludel\.h")', text, re.M):
            raise AssertionError(f"{name} asks for another file of ours")


def main():
    same_anywhere()
    without_client()
    omissions = [c for n in range(len(PARTS) + 1) for c in itertools.combinations(PARTS, n)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for compiler in ("gcc", "clang"):
            for omitted in omissions:
                left_out(compiler, omitted, folder)
            optimised(compiler, folder)
    for c, cxx in (("gcc", "g++"), ("clang", "clang++")):
        header_alone(c, "c", "c11")
        header_alone(cxx, "c++", "c++17")
    print(f"aludel.c: 2 compilers, {len(omissions)} choices of parts; aludel.h: C11 and C++17")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as e:
        sys.exit(f"FAILED: {e}")

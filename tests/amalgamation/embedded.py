"""aludel.c for a device: SQLite alone and no command. It takes no more from the C library than the archives may, has
nothing writable, and makes a program of about the size that the archives make."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])
sys.path.insert(0, str(ROOT / "tests/meta"))
import symbols  # noqa: E402
from sizes import EMBEDS, ENVIRONMENT  # noqa: E402

PARTS = ["-DALUDEL_OMIT_CLI", "-DALUDEL_OMIT_POSTGRESQL"]
FLAGS = ["-std=c11", "-DNDEBUG", "-ffunction-sections", "-fdata-sections"]
ALLOCATOR = {"realloc", "free"}
LINKING = ["-lsqlite3", "-lm", "-Wl,--gc-sections"]
MOST_OF_ARCHIVES = 1.07  # at -O2, which inlines more where it sees more
MOST_OF_UNIT = 0.95  # of what -Os makes of several units


def run(*command):
    result = subprocess.run([str(c) for c in command], text=True, capture_output=True, timeout=240)
    if result.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def check_object(made):
    for s in symbols.read(made):
        if s.section is None and not symbols.allowed("aludel.o", s.name) and s.name not in ALLOCATOR:
            raise AssertionError(f"aludel.c uses '{s.name}', which isn't among what the runtime may take from the C library")
        if symbols.writable(s.section) and s.size:
            raise AssertionError(f"aludel.c: '{s.name}' is writable ({s.section})")


def text_size(program):
    return int(run("size", program).splitlines()[1].split()[0])


def generate(folder, *options):
    run(BUILD / "aludel", "generate", "-C", ENVIRONMENT, "--dialect", "sqlite", "-o", folder, *options)
    (folder / "main.c").write_text(EMBEDS.replace("<aludel/aludel.h>", '"aludel.h"') if options else EMBEDS)
    return sorted(folder.glob("*.c"))


def with_one_file(folder, level):
    """The size of the program; that it runs."""
    sources = generate(folder, "--amalgamate")
    made = folder / "aludel.o"
    run("gcc", *FLAGS, level, *PARTS, "-c", folder / "aludel.c", "-o", made)
    check_object(made)
    others = [s for s in sources if s.name != "aludel.c"]
    run("gcc", *FLAGS, level, *others, made, *LINKING, "-o", folder / "program")
    run(folder / "program")
    return text_size(folder / "program")


def as_one_unit(folder):
    """aludel.c, the generated files and the program as one unit, of which gcc knows that there is nothing else."""
    generate(folder, "--amalgamate")
    unit = folder / "unit.c"
    files = ["aludel.c", *sorted(f.name for f in folder.glob("synth_mind*.c")), "main.c"]
    unit.write_text("".join(f'#include "{name}"\n' for name in files))
    run("gcc", *FLAGS, "-Wall", "-Wextra", "-Werror", "-Os", "-fwhole-program", *PARTS, unit, *LINKING, "-o", folder / "program")
    run(folder / "program")
    return text_size(folder / "program")


def with_archives(folder):
    sources = generate(folder)
    archives = [BUILD / f"libaludel_{part}.a" for part in ("sqlite", "runtime")]
    run("gcc", *FLAGS, "-O2", f"-I{ROOT}/runtime/include", *sources, *archives, *LINKING, "-o", folder / "program")
    run(folder / "program")
    return text_size(folder / "program")


def main():
    if "CMAKE_BUILD_TYPE:STRING=RelWithDebInfo" not in (BUILD / "CMakeCache.txt").read_text():
        print("the archives are of another build: nothing to compare with")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        one, archives = with_one_file(folder / "one", "-O2"), with_archives(folder / "archives")
        small, unit = with_one_file(folder / "small", "-Os"), as_one_unit(folder / "unit")
    print(f"synth_mind's chain in a program: {archives} bytes of code and constants with the archives, {one} with aludel.c; "
          f"with -Os {small}, as one unit {unit}")
    if one > MOST_OF_ARCHIVES * archives or unit > MOST_OF_UNIT * small:
        raise AssertionError("aludel.c makes more than it should: what keeps it from being left out?")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as e:
        sys.exit(f"FAILED: {e}")

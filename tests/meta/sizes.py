#!/usr/bin/python3
"""What of ours is linked into a program that embeds migrations, and into `migrate`: bytes by room.

They are linked from objects of -O2, those of the build, and of -Os, which are made here, the sections that nothing
needs left out, and the linker's map is added up, once more by sections (sections.py): those tables are kept in build/sizes/. Fails when a program that embeds migrations takes in anything of the command, or when runtime/README.md
tells of other sizes (a quarter off, for other compilers' sake); --update writes that table anew."""
import collections
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import sections
from source import BUILD, ROOT
from tools.size_table import keep

PAGE = ROOT / "runtime/README.md"
TABLE = re.compile(r"\| room \| embedded \|.*\n(?:\|.*\n)+")
ROOMS = ["core", "plan", "driver", "op", "ddl", "rebuild", "recipe", "inspect", "budget", "apply", "cli"]
ENVIRONMENT = ROOT / "migrations/synth_mind"
# Beyond its SQL one migration of the chain of a thousand may have so much: the row in the registry, a row for each statement, the
# two functions, the id, the message, the file's name.
MOST_BESIDE_SQL = 420

EMBEDS = """#include <aludel/aludel.h>
#include "synth_mind_migrations.h"
int main(void)
{
    struct aludel_config config = {.registry = &synth_mind_migrations, .url = "sqlite://"};
    struct aludel_error error;
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a && aludel_upgrade(a, "head", 0, &error);
    aludel_close(a);
    return !ok;
}
"""
COMMAND = """#include <aludel/main.h>
#include "synth_mind_migrations.h"
int main(int argc, char **argv) { return aludel_main(argc, argv, &synth_mind_migrations); }
"""


# (title, the program, what of ours it may need, for which databases, and their own libraries)
PROGRAMS = [("embedded", EMBEDS, ["sqlite"], ["-lsqlite3"]), ("`migrate`", COMMAND, ["cli", "sqlite"], ["-lsqlite3"]),
            ("`migrate` for both", COMMAND, ["cli", "sqlite", "postgresql"], ["-lsqlite3", "-lpq"])]


def build_small(folder):
    """The libraries once more, as a firmware's author compiles them."""
    options = ["-DCMAKE_BUILD_TYPE=MinSizeRel", "-DALUDEL_GENERATOR=OFF", "-DALUDEL_TESTS=OFF"]
    targets = [f"aludel_{part}" for part in ("runtime", "cli", "sqlite", "postgresql")]
    for command in (["-S", ROOT, "-B", folder, "-G", "Ninja", *options], ["--build", folder, "--target", *targets]):
        subprocess.run(["cmake", *command], check=True, stdout=subprocess.DEVNULL)
    return folder


def objects_of(build, parts):
    folders = [build / f"runtime/CMakeFiles/aludel_{part}.dir" for part in ("runtime", "ddl_grammar", *parts)]
    return [path for folder in folders for path in sorted(folder.rglob("*.o"))]


def link(folder, build, level, program):
    """The linker's map of a program made of its main, the generated files and the objects of our libraries."""
    _, main, parts, clients = program
    (folder / "main.c").write_text(main)
    flags = [level, "-ffunction-sections", "-fdata-sections", f"-I{ROOT}/runtime/include", f"-I{folder}"]
    sources = [folder / "main.c", *folder.glob("synth_mind_migrations*.c")]
    linking = [*clients, "-lm", "-Wl,--gc-sections", f"-Wl,-Map={folder}/map", "-o", folder / "program"]
    subprocess.run(["cc", *flags, *sources, *objects_of(build, parts), *linking], check=True)
    return (folder / "map").read_text()


def room_of(path):
    found = re.search(r"aludel_(\w+)\.dir/(\w+)/", path)
    room = found.group(2) if found else None
    return "ddl" if room == "made" else room  # its lexer and its grammar


def add_up(text):
    """Bytes by room. What was left out stands in front of the memory map."""
    rooms = collections.Counter()
    for name, _, size, path in sections.SECTION.findall(text[text.index("Linker script and memory map"):]):
        if name != "bss" and room_of(path):
            rooms[room_of(path)] += int(size, 16)
    return rooms


def measure(build, level, program):
    dialects = " ".join(part for part in program[2] if part != "cli")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        generate = [BUILD / "aludel", "generate", "-C", ENVIRONMENT, "--dialect", dialects, "-o", folder]
        subprocess.run(generate, check=True)
        return link(folder, build, level, program)


def table(sizes):
    """`sizes`: of each program at one level, then at the other."""
    titles = [title for title, *_ in PROGRAMS]
    yield "| " + " | ".join(["room", *titles, *(f"{title}, -Os" for title in titles)]) + " |\n"
    yield "|---|" + "---:|" * len(sizes) + "\n"
    for room in ROOMS:
        yield "| " + " | ".join([room, *(str(s[room]) for s in sizes)]) + " |\n"
    yield "| " + " | ".join(["all", *(str(sum(s.values())) for s in sizes)]) + " |\n"


def keep_sections(maps):
    """`maps`: of each program by its title."""
    rows = [(title, sections.of_map(text, room_of)) for title, text in maps.items()]
    keep("sections", "What of ours is in programs for x86-64", ["program", *sections.KINDS],
         [(title, *(sizes[kind] for kind in sections.KINDS)) for title, sizes in rows])


def keep_chain():
    """True when a migration has little beside its SQL."""
    rows = list(sections.chain(BUILD, ROOT / "runtime/include"))
    keep("chain", "What is generated, for x86-64 at -Os", ["", "their SQL", *sections.KINDS, "beside the SQL, each"],
         [(title, sql, *(sizes[kind] for kind in sections.KINDS), (sum(sizes.values()) - sql) // sections.CHAIN)
          for title, sql, sizes in rows])
    return all(sum(sizes.values()) - sql < MOST_BESIDE_SQL * sections.CHAIN for _, sql, sizes in rows)


def told_as_it_is(lines):
    if "CMAKE_BUILD_TYPE:STRING=RelWithDebInfo" not in (BUILD / "CMakeCache.txt").read_text():
        return True
    told, now = TABLE.search(PAGE.read_text()), [int(n) for n in re.findall(r"\d+", lines[-1])]
    sizes = [int(n) for n in re.findall(r"\d+", told.group(0).splitlines()[-1])] if told else []
    return len(sizes) == len(now) and all(0.75 < a / b < 1.25 for a, b in zip(sizes, now))


def main():
    if "fsanitize" in (BUILD / "aludel-build.conf").read_text():
        print("not for a build with sanitizers")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        builds = {"-O2": BUILD, "-Os": build_small(pathlib.Path(temporary))}
        cases = list(itertools.product(builds.items(), PROGRAMS))
        maps = {f"{program[0]}, {level}": measure(build, level, program) for (level, build), program in cases}
        sizes = [add_up(text) for text in maps.values()]
        keep_sections(maps)
    lines = list(table(sizes))
    print("".join(lines))
    if "--update" in sys.argv:
        PAGE.write_text(TABLE.sub(lambda _: "".join(lines), PAGE.read_text()))
    if not told_as_it_is(lines):
        print(f"{PAGE} tells of other sizes: read these, then --update")
        return 1
    if not keep_chain():
        print(f"a migration has more than {MOST_BESIDE_SQL} bytes beside its SQL")
        return 1
    embeds, command = sizes[:2]
    return 1 if embeds["cli"] or not embeds["apply"] or not command["cli"] else 0


if __name__ == "__main__":
    sys.exit(main())

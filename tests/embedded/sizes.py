"""What of ours is in a device's program, from real builds: aludel.c with -DALUDEL_EMBEDDED and -Os, the generated files, a main that
calls the API, what nothing needs left out by the linker; for x86-64 and a Cortex-M4. The table is kept in build/sizes/.

Fails where a program, what rebuilds add to one, or a migration beside its SQL is larger than it may be.
"""
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

from device import BUILD, SOURCE, Wrong, generate
from tools.size_table import keep
from tools.template import template

sys.path.insert(0, str(SOURCE / "tests/meta"))
from sections import CHAIN, KINDS, SECTION, kind_of, of_objects, sql_bytes, write_chain  # noqa: E402

AMALGAMATION = BUILD / "amalgamation"
FLAGS = ["-std=c11", "-Os", "-DNDEBUG", "-DALUDEL_EMBEDDED", "-DALUDEL_OMIT_CLI", "-ffunction-sections", "-fdata-sections",
         "-fno-asynchronous-unwind-tables", "-w"]
BARE = ["--specs=nosys.specs", "-Wl,--unresolved-symbols=ignore-all"]  # SQLite isn't among what is measured
# (machine, compiler, for its linker)
MACHINES = [("x86-64", ["gcc"], ["-lsqlite3", "-lm"]),
            ("Cortex-M4", ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"], BARE)]
# Of one migration of a thousand, where a pointer has 8 bytes: its row, its checksum, its id, a few bytes for each statement; and what
# --strip-messages leaves out, its message and the file's name.
BESIDE_SQL = {"": ([], False, 165), ", without messages": (["--strip-messages"], False, 105), ", with budgets": ([], True, 225)}

MAIN = """#include <sqlite3.h>
#include <stddef.h>
#include "chain.h"
static unsigned char room[CHAIN_ARENA];
int main(void)
{{
    static struct aludel_error error;
    sqlite3 *db = NULL;
    struct aludel_embedded on = {{.image = &chain, .db = db, .arena = room, .arena_size = sizeof room}};
    return sqlite3_open(":memory:", &on.db) != SQLITE_OK || !aludel_embedded_upgrade(&on, NULL, &error){more};
}}
"""
PLAIN = ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);", "DROP TABLE t;")
REBUILD = ('<% op.alter_column("t", "a", nullable=False) %>', '<% op.alter_column("t", "a", nullable=True) %>')
FUNCTION = ('% for row in op.query("SELECT id, a FROM t"):\nUPDATE t SET a = ${row.a} WHERE id = ${row.id};\n% endfor', "")
DOWN = ' || !aludel_embedded_downgrade(&on, "base", &error)'
# (title, what is in the chain behind a table, settings, what main calls besides, KiB of code at most on each machine)
PROGRAMS = [
    ("upgrade", [], "", "", (24, 16)),
    ("upgrade and downgrade", [], "", DOWN, (24, 16)),
    ("with a function that asks the database", [FUNCTION], "", DOWN, (24, 16)),
    ("with rebuilds", [REBUILD], "", DOWN, (24 + 32, 16 + 22)),
    ("with such a function and rebuilds", [FUNCTION, REBUILD], "", DOWN, (24 + 32, 16 + 22)),
    ("upgrade and downgrade, with budgets", [], "max_bytes = 1MiB\n", DOWN, (30, 24)),
    ("with rebuilds, and undo", [REBUILD], "carry_downgrades = yes\n", DOWN + " || !aludel_embedded_undo(&on, &error)", (60, 40)),
]
# What it adds, in KiB of code at most on each machine, to a program that executes statements and asks as rebuilds do.
ADDS = [("with such a function and rebuilds", "with a function that asks the database", (32, 22))]


def sqlite_header(folder):
    """Its own, without the system's others, which a bare machine's compiler mustn't see."""
    where = subprocess.run(["gcc", "-E", "-x", "c", "-"], input="#include <sqlite3.h>\n", text=True, capture_output=True,
                           check=True).stdout
    path = next(line.split('"')[1] for line in where.splitlines() if line.startswith("# ") and "sqlite3.h" in line)
    shutil.copy(path, folder)


def sections(program):
    """Of aludel.c alone."""
    text, sizes = program.with_suffix(".map").read_text(), dict.fromkeys(KINDS, 0)
    for name, rest, size, path in SECTION.findall(text[text.index("Linker script and memory map"):]):
        if path.endswith("aludel.o"):
            sizes[kind_of(name, rest)] += int(size, 16)
    return sizes


def program(folder, machine, chain, settings, more):
    _, compiler, linking = machine
    environment, made = folder / "env", folder / "made"
    shutil.rmtree(folder, ignore_errors=True)
    (environment / "versions").mkdir(parents=True)
    made.mkdir()
    (environment / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n" + settings)
    for number, (up, down) in enumerate([PLAIN, *chain]):
        text = template(f"r{number}", f"r{number - 1}" if number else None, up, down, doc="a step")
        (environment / "versions" / f"r{number}_x.mako").write_text(text)
    sources = [*generate(environment, made, "chain"), made / "main.c"]
    (made / "main.c").write_text(MAIN.format(more=more))
    includes = [f"-I{folder.parent}", f"-I{made}", f"-I{SOURCE}/runtime/include"]
    objects = []
    for source in sources:
        objects.append(source.with_suffix(".o"))
        subprocess.run([*compiler, *FLAGS, *includes, "-c", source, "-o", objects[-1]], check=True)
    out = made / "program"
    subprocess.run([*compiler, *objects, folder.parent / f"{compiler[0]}-aludel.o", "-Wl,--gc-sections", f"-Wl,-Map={out}.map", *linking,
                    "-o", out], check=True, stderr=subprocess.DEVNULL if linking is BARE else None)
    return sections(out)


def measured(folder, machine):
    name, compiler, *_ = machine
    subprocess.run([*compiler, *FLAGS, f"-I{folder}", f"-I{AMALGAMATION}", "-c", AMALGAMATION / "aludel.c", "-o",
                    folder / f"{compiler[0]}-aludel.o"], check=True)
    return {title: program(folder / "one", machine, *how) for title, *how, _ in PROGRAMS}


def thousand(folder, options, work):
    """Bytes of SQL, and of the tables; `work`: with what budgets read."""
    shutil.rmtree(folder / "long", ignore_errors=True)
    shutil.rmtree(folder / "out", ignore_errors=True)
    write_chain(folder / "long")
    (folder / "long" / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    objects = []
    for source in generate(folder / "long", folder / "out", "chain", *options):
        objects.append(source.with_suffix(".o"))
        subprocess.run(["gcc", *FLAGS, "-fno-pie", f"-I{SOURCE}/runtime/include", f"-I{folder}/out", "-c", source, "-o", objects[-1]],
                       check=True)
    # What nobody names isn't linked: the work of each, for budgets.
    linked = folder / "out" / "linked.o"
    subprocess.run(["gcc", "-r", "-nostdlib", "-Wl,--gc-sections", "-Wl,-u,chain", *(["-Wl,-u,chain_work"] if work else []),
                    *objects, "-o", linked], check=True)
    return sql_bytes(folder / "long", False), of_objects([linked])


def beyond(what, code, kib):
    return [f"{what}: {code} bytes of code, and {kib * 1024} is the most"] if code > kib * 1024 else []


def too_large(sizes, number):
    name = MACHINES[number][0]
    for title, *_, most in PROGRAMS:
        yield from beyond(f"{name}, {title}", sizes[title]["text"], most[number])
        if sizes[title]["data"] or sizes[title]["bss"]:
            yield f"{name}, {title}: something of ours can be written to"
    for title, without, most in ADDS:
        yield from beyond(f"{name}, {title}, beside {without}", sizes[title]["text"] - sizes[without]["text"], most[number])


def main():
    if platform.machine() != "x86_64":
        print("the bounds are x86-64's")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        sqlite_header(folder)
        rows, bad = [], []
        for number, machine in enumerate(MACHINES):
            sizes = measured(folder, machine)
            rows += [(f"{machine[0]}: {title}", *(found[kind] for kind in KINDS)) for title, found in sizes.items()]
            bad += too_large(sizes, number)
        for what, (options, work, most) in BESIDE_SQL.items():
            sql, found = thousand(folder, options, work)
            rows.append((f"{CHAIN:,} migrations with {sql:,} bytes of SQL{what}", *(found[kind] for kind in KINDS)))
            beside = (sum(found.values()) - sql) / CHAIN
            if beside > most:
                bad.append(f"a migration{what} has {beside:.0f} bytes beside its SQL, and {most} is the most")
        keep("embedded", "The profile for firmware, -Os: what of ours is in a device's program", ["", *KINDS], rows)
    if bad:
        raise Wrong("\n".join(bad))
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""The rebuild of SQLite's tables is linked by a chain that rebuilds one, and by no other; it is small.

Two environments are built into `migrate` as anybody's are: the symbols of the one without a rebuild have nothing of
runtime/rebuild. (The reader of CREATE TABLE, runtime/ddl, is in every `migrate`, whose `check` needs it.)

What a rebuild adds to a program that executes statements is what the linker keeps for `aludel_rebuild` and not for
`aludel_run`: its rooms, and what of core and op only they need. It is compiled with -Os as a firmware's author does,
for this machine and for a Cortex-M4.

    rebuild_size.py            the rooms
    rebuild_size.py --all      function by function, the largest first
"""
import collections
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", ROOT / "build"))
OF_REBUILD = re.compile(r"al_(rebuild|shape|keys|users)_|aludel_rebuild$")

# (machine, its compiler, the most code, the most code and constants)
MACHINES = [("x86-64", ["cc"], 31 * 1024, 39 * 1024),
            ("Cortex-M4", ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb"], 22 * 1024, 30 * 1024)]
FLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-DALUDEL_EMBEDDED", "-Os", "-DNDEBUG", "-fvisibility=hidden", "-ffunction-sections",
         "-fdata-sections", f"-I{ROOT}/runtime/include", f"-I{ROOT}/runtime", f"-I{BUILD}/runtime/made"]
SOURCES = ["runtime/rebuild/*.c", "runtime/ddl/*.c", "runtime/core/*.c", "runtime/op/*.c"]
NO_CLOCK = "env.c"  # op.utcnow's, which newlib hasn't; no rebuild needs it
STATEMENTS = ["aludel_run", "al_op_begin", "al_op_end", "al_error_hint", "al_error_statement"]
# A section's name, address, size and object in the linker's map; a long name has a line of its own.
SECTION = re.compile(r"^ \.((text|rodata|data)\S*)\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+(\S+)$", re.M)

SCRIPT = '''from alembic import op
import sqlalchemy as sa

revision = "5ca1e"
down_revision = None


def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Text()))
{more}

def downgrade():
    op.drop_table("t")
'''
# The chain without a rebuild does on its table all that SQLite can do itself.
WITHOUT = '    op.add_column("t", sa.Column("b", sa.Integer()))\n    op.rename_table("t", "u")\n    op.rename_table("u", "t")\n'
WITH = '    op.alter_column("t", "a", nullable=False)\n'


# ---- Who links it --------------------------------------------------------------------------------------------


def symbols(folder, more):
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    (versions / "5ca1e.py").write_text(SCRIPT.format(more=more))
    program = folder / "migrate"
    subprocess.run([BUILD / "aludel", "-C", folder, "build", "-o", program], check=True)
    return set(re.findall(r" [tT] (\S+)", subprocess.run(["nm", program], check=True, text=True, capture_output=True).stdout))


def wrongly_linked(folder):
    without, linked = symbols(folder / "without", WITHOUT), symbols(folder / "with", WITH)
    if strangers := sorted(name for name in without if OF_REBUILD.match(name)):
        yield "a chain without a rebuild links " + ", ".join(strangers)
    if not any(OF_REBUILD.match(name) for name in linked):
        yield "a chain with a rebuild shows no symbol of it: what is looked for?"


# ---- How large it is -----------------------------------------------------------------------------------------


def compile_all(folder, compiler):
    sources = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern)) if path.name != NO_CLOCK]
    for source in [*sources, *sorted((BUILD / "runtime/made").glob("*.c"))]:
        room = "ddl" if source.parent.name == "made" else source.parent.name
        output = folder / f"{room}+{source.stem}.o"
        subprocess.run([*compiler, *FLAGS, "-c", source, "-o", output], check=True)
        yield output


def kept(folder, compiler, objects, roots):
    """What the linker keeps for these functions, as bytes of (room, section); the driver and the C library may be missing."""
    linker = ["--gc-sections", "--unresolved-symbols=ignore-all", f"-Map={folder}/map", "-e", roots[0],
              *(word for root in roots for word in ("-u", root))]
    subprocess.run([*compiler, "-nostdlib", "-static", "-Wl," + ",".join(linker), *objects, "-o", folder / "linked"], check=True,
                   stderr=subprocess.DEVNULL)
    text = (folder / "map").read_text()
    text = re.sub(r"(?m)^( \.\S+)\n\s+0x", r"\1 0x", text[text.index("Linker script and memory map"):])
    sizes = collections.Counter()
    for section, _, size, path in SECTION.findall(text):
        sizes[pathlib.Path(path).name, section] += int(size, 16)
    return sizes


def added(folder, compiler):
    objects = list(compile_all(folder, compiler))
    sizes = kept(folder, compiler, objects, ["aludel_rebuild", *STATEMENTS])
    sizes.subtract(kept(folder, compiler, objects, STATEMENTS))
    return sizes


def add_up(sizes):
    """(code, constants) by room."""
    rooms = collections.defaultdict(lambda: [0, 0])
    for (path, section), size in sizes.items():
        rooms[path.split("+")[0]][not section.startswith("text")] += size
    return rooms


def show(machine, sizes, rooms):
    print(f"{machine}: " + "; ".join(f"{room} {text} + {data}" for room, (text, data) in sorted(rooms.items())))
    if "--all" in sys.argv:
        for (path, section), size in sizes.most_common():
            if size:
                print(f"  {size:6} {path[:-2].replace('+', '/')} {section}")


def too_large(folder, machine, compiler, most_code, most):
    if not shutil.which(compiler[0]):
        return f"{compiler[0]} is missing: install Debian's gcc-arm-none-eabi and libnewlib-arm-none-eabi"
    if machine == "x86-64" and platform.machine() != "x86_64":
        return None
    folder.mkdir()
    sizes = added(folder, compiler)
    rooms = add_up(sizes)
    show(machine, sizes, rooms)
    code, constants = (sum(room[i] for room in rooms.values()) for i in (0, 1))
    print(f"  code {code} of {most_code}, with constants {code + constants} of {most}")
    return f"{machine}: too large" if not 0 < code <= most_code or code + constants > most else None


def main():
    if "fsanitize" in (BUILD / "aludel-build.conf").read_text():
        print("not for a build with sanitizers")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        wrong = [too_large(folder / machine[0], *machine) for machine in MACHINES]
        wrong = [line for line in wrong if line] + list(wrongly_linked(folder))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

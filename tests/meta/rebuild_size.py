#!/usr/bin/python3
"""The rebuild of SQLite's tables is linked by a chain that rebuilds one, and by no other; its code is small. (The reader of CREATE
TABLE, runtime/ddl, is linked by every `migrate`, whose `check` needs it.)

Two environments are built into `migrate` as anybody's are: the symbols of the one without a rebuild have nothing of
runtime/rebuild. What those rooms come to is compiled with -Os and added up, section by section.
"""
import collections
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", ROOT / "build"))
MOST = 37 * 1024  # of code, for x86-64
OF_REBUILD = re.compile(r"al_(rebuild|shape|keys|users)_|aludel_rebuild$")

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


def build(folder, more):
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    (versions / "5ca1e.py").write_text(SCRIPT.format(more=more))
    program = folder / "migrate"
    subprocess.run([BUILD / "aludel", "-C", folder, "build", "-o", program], check=True)
    return program


def symbols(program):
    return set(re.findall(r" [tT] (\S+)", subprocess.run(["nm", program], check=True, text=True, capture_output=True).stdout))


def sections(files):
    """Bytes of code, constants and unwinding tables."""
    text = subprocess.run(["size", "-A", *files], check=True, text=True, capture_output=True).stdout
    sizes = collections.Counter()
    for name, size in re.findall(r"^\.(text|rodata|eh_frame)\S*\s+(\d+)", text, re.M):
        sizes[name] += int(size)
    return sizes


def compile_small(folder):
    made = BUILD / "runtime/made"
    flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Os", "-DNDEBUG", "-fvisibility=hidden", f"-I{ROOT}/runtime/include",
             f"-I{ROOT}/runtime", f"-I{made}"]
    for source in [*ROOT.glob("runtime/rebuild/*.c"), *ROOT.glob("runtime/ddl/*.c"), *made.glob("*.c")]:
        output = folder / f"{source.parent.name}-{source.stem}.o"
        subprocess.run(["cc", *flags, "-c", source, "-o", output], check=True)
        yield output


def check(folder):
    without, linked = build(folder / "without", WITHOUT), build(folder / "with", WITH)
    if strangers := sorted(name for name in symbols(without) if OF_REBUILD.match(name)):
        yield "a chain without a rebuild links " + ", ".join(strangers)
    if not any(OF_REBUILD.match(name) for name in symbols(linked)):
        yield "a chain with a rebuild shows no symbol of it: what is looked for?"
    before, after, small = sections([without]), sections([linked]), sections(compile_small(folder))
    print("linked with a rebuild:", *(f"{name} {after[name] - before[name]}" for name in sorted(after)))
    print("the rooms, -Os:", *(f"{name} {small[name]}" for name in sorted(small)))
    if platform.machine() == "x86_64" and not 0 < small["text"] <= MOST:
        yield f"{small['text']} bytes of code are more than {MOST}"


def main():
    if "fsanitize" in (BUILD / "aludel-build.conf").read_text():
        print("not for a build with sanitizers")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        wrong = list(check(pathlib.Path(folder)))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The C of every case and story: no warning from gcc and clang, the same bytes whatever the folder, and nothing
written when nothing changed.

    run_generated.py
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from cases import ALUDEL, HERE, all_cases, groups_of, two_at_a_time, write, write_group
from run_stories import INI, parts
from tools.postgres import roomy_folder

INCLUDE = os.path.join(os.environ["ALUDEL_SOURCE"], "runtime", "include")
FLAGS = ["-std=c11", "-O1", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow",
         "-Wconversion", "-Werror", "-I", INCLUDE]


def environments(folder):
    """Every environment, each in a folder of its own; stories that show errors give none."""
    for group, members in groups_of(all_cases()).items():
        write_group(folder / group, group, members)
        yield folder / group
    for story in sorted((HERE / "stories").glob("*.story")):
        text = story.read_text(encoding="utf-8")
        files, _ = parts(text)
        for name, body in {"aludel.ini": INI["sqlite"], **files}.items():
            write(folder / story.stem / name, body)
        if "error: " not in text:
            yield folder / story.stem


def generate(environment, out):
    done = subprocess.run([ALUDEL, "generate", "-C", str(environment), "-o", str(out)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"aludel generate {environment.name}:\n{done.stdout}{done.stderr}")
    return {f.name: f.read_bytes() for f in out.iterdir() if f.is_file()}


def times(out):
    return {f.name: f.stat().st_mtime_ns for f in out.iterdir()}


def check(environment, elsewhere, outs):
    """What is wrong, as text."""
    name = environment.name
    out, other = outs / name, outs / "other" / name
    made = generate(environment, out)
    before = times(out)
    generate(environment, out)
    wrong = "" if times(out) == before else f"{name}: files that didn't change were written again\n"
    shutil.copytree(environment, elsewhere / name)
    if generate(elsewhere / name, other) != made:
        wrong += f"{name}: another folder, other bytes:\n"
        wrong += subprocess.run(["diff", "-r", out, other], capture_output=True, text=True).stdout[:2000]
    sources = [str(out / f) for f in made if f.endswith(".c")]
    for compiler in ("gcc", "clang"):
        for source in sources:
            command = [compiler, *FLAGS, "-I", str(out), "-iquote", str(environment), "-c", source, "-o", "/dev/null"]
            done = subprocess.run(command, capture_output=True, text=True)
            wrong += done.stderr[:3000]
    return wrong


def main():
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder, tempfile.TemporaryDirectory() as elsewhere:
        root = pathlib.Path(folder)
        found = list(environments(root / "environments"))
        other = pathlib.Path(elsewhere, "a b", "ü")
        wrong = [w for w in two_at_a_time(lambda e: check(e, other, root / "out"), found) if w]
    print("\n".join(wrong))
    print(f"{len(found)} environments, {len(wrong)} wrong")
    sys.exit(1 if wrong or not found else 0)


if __name__ == "__main__":
    main()

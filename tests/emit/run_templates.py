"""Every template that folds (tests/fold/cases), as C: against templates/<case>.c, and compiled by gcc and clang.

    run_templates.py ALUDEL [--update]

A golden holds the migration's own file, or its part of the shared one, and the hooks'.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tools.golden import difference

HERE = pathlib.Path(__file__).parent
CASES = HERE.parent / "fold" / "cases"
GOLDENS = HERE / "templates"
INCLUDE = pathlib.Path(os.environ.get("ALUDEL_SOURCE", HERE.parent.parent)) / "runtime" / "include"
FLAGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-fsyntax-only"]
IDS = {".mako": '<%! revision = "{}"; down_revision = None %>\n', ".sql": "-- revision: '{}'\n-- down_revision: None\n",
       ".py": "revision = '{}'\ndown_revision = None\n"}
DOWNGRADE = {".mako": '\n<%def name="downgrade()">\n</%def>\n', ".sql": "\n-- aludel:downgrade\n",
             ".py": "\n\ndef downgrade():\n    pass\n"}


def cases():
    every = [*CASES.glob("*.mako"), *CASES.glob("*.sql"), *CASES.glob("*.py")]
    return sorted(c for c in every if c.with_suffix(".prog").exists())


def with_ids(text, name, kind):
    """What a case leaves out because folding alone doesn't need it."""
    if not re.search(r"\brevision *[=:]", text):
        text = text.rstrip("\n") + "\n" + IDS[kind].format(name) if kind == ".mako" else IDS[kind].format(name) + text
    elif kind == ".mako" and "down_revision" not in text:
        text += "\n<%! down_revision = None %>\n"
    wants = {".mako": 'name="downgrade()"', ".sql": "aludel:downgrade", ".py": "def downgrade("}[kind]
    return text if wants in text or 'name="change()"' in text else text + DOWNGRADE[kind]


def write_environment(folder, case):
    parts = re.split(r"^=== (.*)\n", case.read_text(), flags=re.M)
    first = f"versions/{case.name}"
    files = {first: parts[0], **dict(zip(parts[1::2], parts[2::2]))}
    if not parts[0]:
        files.pop(first)
    if first in files:
        files[first] = with_ids(files[first], case.stem[:32], case.suffix)
    settings = re.match(r"## settings: (.*)\n", parts[0])
    lines = settings.group(1).replace("naming=", "naming_convention=").split() if settings else []
    files.setdefault("aludel.ini", "\n".join(["[aludel]", *lines, ""]))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def generate(aludel, folder, case):
    write_environment(folder, case)
    out = folder / "out"
    done = subprocess.run([aludel, "generate", "-C", str(folder), "-o", str(out), "--symbol", "t"],
                          capture_output=True, text=True, env={**os.environ, "ALUDEL_BUILD_TEST": "1"})
    if done.returncode:
        return None, done.stderr
    return out, ""


def interesting(out):
    """All but the header, and of the registry what stands in front of it: the hooks."""
    texts = []
    for path in sorted(out.glob("*.c")):
        text = path.read_text(errors="surrogateescape")
        if path.name == "t.c":
            text = text.split("aludel_step_fn t_upgrade_")[0]
            if "struct aludel_op" not in text:
                continue
        if "aludel_step_fn" in text or path.name == "t.c":
            texts.append(f"/* ==== {path.name} */\n" + re.sub(r"(Made by aludel )[\d.]+", r"\1VERSION", text))
    return "\n".join(texts)


def compiles(folders):
    """All files of all cases with one call of each compiler."""
    bad = []
    files = sorted(str(f) for folder in folders for f in folder.glob("*.c"))
    for compiler in ("gcc", "clang"):
        if not shutil.which(compiler):
            bad.append(f"no {compiler}")
            continue
        done = subprocess.run([compiler, *FLAGS, f"-I{INCLUDE}", *files], capture_output=True, text=True)
        if done.returncode:
            bad.append(done.stderr[:6000])
    return bad


def check(case, text, update):
    golden = GOLDENS / (case.stem + ".c")
    if update:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(text, errors="surrogateescape")
        return []
    expected = golden.read_text(errors="surrogateescape") if golden.exists() else ""
    if expected == text:
        return []
    return [difference(expected, text, golden.name)]


def main():
    bad, folders, count = [], [], 0
    with tempfile.TemporaryDirectory() as base:
        for case in cases():
            count += 1
            out, error = generate(os.path.abspath(sys.argv[1]), pathlib.Path(base) / case.stem, case)
            if not out:
                bad.append(f"{case.name}: {error}")
                continue
            folders.append(out)
            bad += check(case, interesting(out), "--update" in sys.argv)
        bad += compiles(folders)
    print("\n".join(bad))
    print(f"{count} templates, {len(bad)} complaints")
    sys.exit(1 if bad or not count else 0)


main()

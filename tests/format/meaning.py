"""aludel fmt changes no meaning: of every template and .sql file there is in this repository (the samples, the cases of
tests/lang and tests/fold, which are those of tests/emit, the corpus of tests/fuzz) the tree and the compiled program are the same behind it, no comment is lost, and a
second time nothing changes.

    meaning.py LANG_DUMP FOLD_TOOL
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["ALUDEL_SOURCE"])
ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")
PATTERNS = ("migrations/**/*.mako", "migrations/**/*.sql", "tests/fold/cases/*.mako", "tests/fold/cases/*.sql",
            "tests/lang/cases/*.mako", "tests/lang/cases/*.sql", "tests/format/cases/*.mako", "tests/format/cases/*.sql",
            "tests/fuzz/corpus/template/*")
AT_LEAST = 300, 90  # that many are read, and folded; fewer: the patterns have lost them


class Case:
    """A file; those of tests/fold and tests/fuzz hold several, behind lines `=== name`."""

    def __init__(self, path):
        self.path = path
        suffix = path.suffix or ".mako"
        pieces = re.split(rb"^(=== .*\n)", path.read_bytes(), flags=re.M)
        self.names = [b"", *pieces[1::2]]
        self.before = pieces[0::2]
        self.suffixes = [suffix, *(pathlib.Path(n.decode(errors="replace").strip()).suffix for n in pieces[1::2])]
        self.whole = b"".join(n + b for n, b in zip(self.names, self.before))

    def parts(self):
        return [i for i, s in enumerate(self.suffixes)
                if s in (".mako", ".sql") and not self.before[i].startswith(b"#!py")]


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)


def without_blanks(text):
    """A text's trailing blanks are what fmt takes away from SQL; both printers write a line's end as \\n."""
    return re.sub(rb"[ \t]+(?=(\\x0d)?\\n|\n)", b"", text)


def squeezed(text):
    """What no layout changes."""
    return re.sub(rb"[\s'\",;\\]|\b[uU](?=['\"])", b"", text)


def trees(dump, paths):
    out = run(dump, *paths).stdout.split(b"\f\n")
    return [without_blanks(t) for t in out[:-1]]


def tokens(dump, paths):
    """As the checksums see them; blanks of SQL aside, which sql/ takes care of."""
    return [re.sub(rb"sql:(?=code:|sql:|$)", b"", re.sub(rb"\s", b"", t))
            for t in run(dump, "-t", *paths).stdout.split(b"\f\n")[:-1]]


def same_comments(before, after):
    after = squeezed(after)
    return [c for c in re.findall(rb"#.*", before) if squeezed(c.replace(b"%>", b"")) not in after.replace(b"%>", b"")]


def program(fold, folder, case, parts):
    path = folder / ("case" + case.suffixes[0])
    path.write_bytes(b"".join(n + p for n, p in zip(case.names, parts)))
    out = run(fold, path)
    return without_blanks(out.stdout) if out.returncode == 0 else None


def same_tree(suffix, before, after):
    """A .sql file's defs and assignments may change their order, and there may be other empty lines between them."""
    squeeze = [sorted(re.sub(rb'\(doc "(\\n)*"\)|[\s()]|\\n', b"", t)) for t in (before, after)]
    return before == after or suffix == ".sql" and squeeze[0] == squeeze[1]


def check(case, part, before, after, tree):
    name = f"{case.path.relative_to(ROOT)}, part {part}"
    if not same_tree(case.suffixes[part], *tree):
        yield f"{name}: another tree\n{after.decode(errors='replace')}"
    lost = same_comments(before, after)
    if lost:
        yield f"{name}: comments are lost: {lost}\n{after.decode(errors='replace')}"
    if case.suffixes[part] == ".mako" and sorted(squeezed(before)) != sorted(squeezed(after)):
        yield f"{name}: more is different than blanks, quotes and commas\n{after.decode(errors='replace')}"


def statements(folder):
    """What the migrations of an environment compile to, there and back."""
    out = []
    for path in sorted(p for p in (folder / "versions").rglob("*") if p.is_file()):
        revision = re.search(r"""^(?:-- )?revision\s*[:=]\s*["']?(\w+)""", path.read_text(), re.M)[1]
        for way in ([], ["--downgrade"]):
            done = run(ALUDEL, "-C", folder, "sql", "--at", revision, *way)
            assert done.returncode == 0, done.stderr.decode()
            out.append(without_blanks(done.stdout))
    return out


def environments(top):
    for ini in sorted(ROOT.glob("migrations/*/aludel.ini")):
        folder = top / ini.parent.name
        shutil.copytree(ini.parent, folder)
        before = statements(folder)
        run(ALUDEL, "-C", folder, "fmt")
        assert statements(folder) == before and len(before) > 3, folder
        said = run(ALUDEL, "-C", folder, "fmt", "--check")
        assert said.returncode == 0 and said.stdout == b"", said.stdout


class Work:
    """A part of a case as a file of its own."""

    def __init__(self, case, part, path):
        self.case, self.part, self.path = case, part, path
        path.write_bytes(case.before[part])


def laid_out(dump, work):
    """All of them, twice; what was different before and behind: trees, tokens."""
    paths = [one.path for one in work]
    before = trees(dump, paths), tokens(dump, paths)
    said = run(ALUDEL, "fmt", *paths)
    after = trees(dump, paths), tokens(dump, paths)
    again = run(ALUDEL, "fmt", *paths)
    assert b"this file can't be laid out anew without changing what it means" not in said.stderr, said.stderr.decode()
    assert said.returncode in (0, 1) and again.stdout == b"", again.stdout.decode()
    return zip(work, zip(before[0], after[0]), zip(before[1], after[1]))


def check_files(dump, work, changed):
    """What is wrong with each, behind how many could be read; `changed` gets the new texts."""
    failures, read = [], 0
    for one, tree, (old, new) in laid_out(dump, work):
        case, part, text = one.case, one.part, one.path.read_bytes()
        if old != new:
            failures.append(f"{case.path}, part {part}: other tokens, so another checksum\n{old.decode()}\n{new.decode()}")
        if not tree[0].startswith(b"(file"):
            assert text == case.before[part], f"{case.path}: it has errors, and was changed"
            continue
        read += 1
        changed[case][part] = text
        failures += check(case, part, case.before[part], text, tree)
    return failures, read


def check_programs(fold, folder, changed):
    failures, programs = [], 0
    for case, parts in changed.items():
        wanted = program(fold, folder, case, case.before)
        programs += wanted is not None
        if wanted is not None and program(fold, folder, case, parts) != wanted:
            failures.append(f"{case.path}: another program")
    return failures, programs


def main():
    dump, fold = sys.argv[1:3]
    cases = [Case(p) for pattern in PATTERNS for p in sorted(ROOT.glob(pattern))]
    changed = {case: list(case.before) for case in cases}
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top)
        environments(folder / "environments")
        work = [Work(c, i, folder / f"{n}_{i}{c.suffixes[i]}") for n, c in enumerate(cases) for i in c.parts()]
        failures, read = check_files(dump, work, changed)
        others, programs = check_programs(fold, folder, changed)
    print("\n".join(failures + others) or f"{read} files as they were, {programs} programs")
    assert read >= AT_LEAST[0] and programs >= AT_LEAST[1], (read, programs)
    return 1 if failures or others else 0


if __name__ == "__main__":
    sys.exit(main())

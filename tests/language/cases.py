"""The files of cases/: what they mean, and environments made of them. README.md has the format."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent
ALUDEL = os.path.join(os.environ["ALUDEL_BUILD"], "aludel")
DIALECTS = ("sqlite", "postgresql")
# How a run is made, and the dialect of it: "script" is --sql, through psql.
WAYS = {"sqlite": "sqlite", "postgresql": "postgresql", "script": "postgresql"}
GROUPS = {"both": "sqlite postgresql", "sqlite": "sqlite", "postgresql": "postgresql"}

HEADER = '<%%doc>%s</%%doc>\n<%%!\nrevision = "%s"\ndown_revision = None\n%%>\n'


class Run:
    """One `=== expect` or `=== fails`: a run from base, with its variables and arguments."""

    def __init__(self, kind, words, body):
        self.kind, self.body = kind, body
        self.ways = [w for w in WAYS if self.is_meant(w, words)]
        self.variables = dict(w.split("=", 1) for w in words if re.match(r"[A-Z_0-9]+=", w))
        self.arguments = [w for w in words if w not in (*DIALECTS, "live") and w.split("=", 1)[0] not in self.variables]

    @staticmethod
    def is_meant(way, words):
        """Without a database's name all of them; "live" leaves the script out."""
        named = [w for w in words if w in DIALECTS] or DIALECTS
        return WAYS[way] in named and not (way == "script" and "live" in words)


class Case:
    def __init__(self, path):
        self.name = path.stem
        self.message, self.migration, self.group, self.live, self.before = "", None, "both", False, ""
        self.runs, self.files = [], {}
        parts = re.split(r"^=== (.*)\n", path.read_text(encoding="utf-8"), flags=re.M)
        self.message = " ".join(parts[0].split())
        for head, body in zip(parts[1::2], parts[2::2]):
            self.section(path, shlex.split(head), body)
        if self.migration is None or not self.runs:
            sys.exit(f"{path.name}: needs a '=== migration' and an '=== expect' or '=== fails'")

    def section(self, path, words, body):
        kind, words = words[0], words[1:]
        if kind == "migration":
            self.group, self.migration = (*[w for w in words if w in GROUPS], "both")[0], body
            self.live = "live" in words
        elif kind == "before":
            self.before = body
        elif kind == "file":
            self.files[words[0]] = body
        elif kind in ("expect", "fails"):
            run = Run(kind, [*words, *(["live"] if self.live else [])], body)
            run.ways = [w for w in run.ways if self.group in ("both", WAYS[w])]
            self.runs.append(run)
        else:
            sys.exit(f"{path.name}: unknown section '{kind}'")

    def goes_down(self):
        return "op.irreversible" not in self.migration


def questions(body):
    """[(query, expected lines)] of an `=== expect`: lines with `? ` ask."""
    asked = []
    for line in body.splitlines():
        if line.startswith("? "):
            asked.append((line[2:], []))
        elif asked:
            asked[-1][1].append(line)
    for _, lines in asked:
        while lines and not lines[-1]:
            lines.pop()
    return asked


def all_cases(names=()):
    cases = [Case(p) for p in sorted((HERE / "cases").glob("*.case"))]
    return [c for c in cases if not names or c.name in names]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_group(folder, group, cases):
    """All cases of a group are one environment: each a migration with no parent."""
    write(folder / "aludel.ini", f"[aludel]\ndialects = {GROUPS[group]}\nlog_table =\n")
    for case in cases:
        write(folder / "versions" / f"{case.name}.mako", HEADER % (case.message, case.name) + case.migration)
        for name, text in case.files.items():
            write(folder / name, text)


def groups_of(cases):
    found = {g: [c for c in cases if c.group == g] for g in GROUPS}
    return {g: members for g, members in found.items() if members}


def build(folder):
    """The program of an environment; what the build said is the end when it fails."""
    done = subprocess.run([ALUDEL, "build", "-C", str(folder), "-o", str(folder / "migrate")], capture_output=True,
                          text=True)
    if done.returncode:
        sys.exit(f"aludel build {folder.name}:\n{done.stdout}{done.stderr}")
    return folder / "migrate"


def two_at_a_time(function, items):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(function, items))

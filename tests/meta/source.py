"""C as the tests of the house read it: files, functions, statements, and the objects that are made of them. It is
formatted, so columns say where things begin."""
import os
import pathlib
import re
import subprocess
from dataclasses import dataclass

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", ROOT / "build"))
C = (".c", ".h", ".re", ".y")


@dataclass
class Function:
    path: str
    line: int  # of its {
    name: str
    body: list

    @property
    def is_scanner(self):
        """re2c's rules, a line each."""
        return any("/*!re2c" in line for line in self.body)

    @property
    def is_switch(self):
        """Little else than one."""
        return sum("case " in line for line in self.body) * 2 > len(self.body)


def tracked(*folders, endings=C):
    """Files of ours below the folders, but for goldens and what is generated."""
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, check=True, text=True, capture_output=True)
    return [p for p in listed.stdout.split("\0") if p.endswith(endings) and (ROOT / p).exists()]


def without_comments(text):
    """Strings stay: what looks like a comment in one isn't."""
    return re.sub(r'''("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*(?!!re2c).*?\*/''',
                  lambda m: m.group(1) or "\n" * m.group().count("\n"), text, flags=re.S)


def functions(path):
    lines = without_comments((ROOT / path).read_text()).split("\n")
    at = 0
    while at < len(lines):
        if lines[at] == "{":
            end = next(i for i in range(at, len(lines)) if lines[i] == "}")
            head = " ".join(lines[max(0, at - 4):at])
            names = re.findall(r"(\w+)\s*\(", head[head.rfind(";") + 1:])
            yield Function(path, at + 1, names[0] if names else "?", lines[at + 1:end])
            at = end
        at += 1


def statements(function):
    """(line, statement): what goes on in the next line is joined; braces alone are none."""
    whole, first = "", 0
    for number, line in enumerate(function.body, function.line + 1):
        text = line.strip()
        if not text or not re.search(r"\w", text.replace("else", "")):
            continue
        first = first if whole else number
        whole = f"{whole} {text}".strip()
        closed = whole.count("(") == whole.count(")")
        if re.search(r"[;{:}]$", whole) and closed or re.match(r"(if|for|while|else)\b", whole) and closed:
            yield first, whole
            whole = ""


# ---- Objects ------------------------------------------------------------------------------------------------


def source_of(top, made):
    """The file that an object was made from, without its ending; made/ holds what re2c and lemon wrote. None: that file
    is gone, and its object was left behind."""
    if made.parts[0] != "made":
        return f"{top}/{made.parent / made.stem}" if (ROOT / top / made).exists() else None
    return next((f"{p.parent.relative_to(ROOT) / p.stem}" for p in sorted((ROOT / top).rglob(f"{made.stem}.*"))
                 if p.suffix in (".re", ".y")), None)


def objects():
    """(source, object) for everything of ours that is built, shared libraries left out: they have the same once more."""
    for top in ("runtime", "generator"):
        for path in sorted((BUILD / top / "CMakeFiles").rglob("*.o")):
            target, *inside = path.relative_to(BUILD / top / "CMakeFiles").parts
            source = None if target.endswith("_shared.dir") else source_of(top, pathlib.Path(*inside).with_suffix(""))
            if source:
                yield source, path

"""The manual pages: mandoc's linter has nothing to say of them, groff neither; they render as text and as HTML; what they
refer to is there; their examples print what they say."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from roff import plain

from tools import console

ROOT = pathlib.Path(os.environ["ALUDEL_SOURCE"])
BUILD = os.environ["ALUDEL_BUILD"]
BLOCK = re.compile(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed$", re.M | re.S)
REFERENCE = re.compile(r"^\.Xr (\S+) (\d)", re.M)
SECTION = re.compile(r"^\.S[hs] (.*)$", re.M)
OTHERS = {"aludel(3)", "pg_dump(1)"}  # not here: made of the header; PostgreSQL's


def pages():
    return sorted((ROOT / "packaging/man").glob("*.[1-9]"))


def run(*command, **variables):
    if not shutil.which(command[0]):
        sys.exit(f"there is no {command[0]}: apt-get install {'man-db' if command[0] == 'man' else command[0]}")
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **variables})


def lint(page):
    for said in (run("mandoc", "-T", "lint", "-W", "warning", page).stdout,
                 run("man", "--warnings", "-E", "UTF-8", "-l", page, MANWIDTH="80", LC_ALL="C.UTF-8", MANROFFSEQ="", MAN_DISABLE_SECCOMP="1").stderr):
        yield from said.splitlines()


def rendered(page):
    """Nothing is lost on the way: each heading is in the text, and in the HTML as an anchor."""
    for kind in ("ascii", "utf8", "html"):
        result = run("mandoc", "-T", kind, page)
        text = re.sub(".\b", "", result.stdout)
        if result.returncode or "<?>" in text:
            yield f"mandoc -T {kind} fails, or can't show a character: {result.stderr}"
        if kind != "html":
            yield from (f"-T {kind} has no heading {h}" for h in SECTION.findall(page.read_text()) if h not in text)
        else:
            yield from ("no HTML" for _ in [1] if text.count("<section") < 5)


def other_version(page):
    """The footer says which Aludel a page is about."""
    version = re.search(r"^project\(aludel VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.M).group(1)
    footer = run("mandoc", "-T", "ascii", page).stdout.splitlines()[-1]
    if not footer.startswith(f"Aludel {version} ") or not footer.endswith(f" Aludel {version}"):
        yield f"its footer isn't about Aludel {version} (.Os): {footer}"


def dead_references(page):
    there = {f"{p.stem}({p.suffix[1:]})" for p in pages()} | OTHERS
    text = page.read_text()
    yield from (f"refers to {name}({section})" for name, section in REFERENCE.findall(text)
                if f"{name}({section})" not in there)
    yield from (f"refers to a section {name}" for name in re.findall(r"\bSx ([A-Z' ]+[A-Z])", text)
                if name not in SECTION.findall(text))


def untold_variables():
    """Environment variables that are read by their names."""
    pages_text = "".join(page.read_text() for page in pages())
    for top in ("generator", "runtime"):
        for path in (ROOT / top).rglob("*.c"):
            for name in re.findall(r'\w*(?:getenv|from_environment)\([^"();]*"(\w+)"', path.read_text()):
                if not re.search(rf"^\.(?:It )?Ev .*\b{name}\b", pages_text, re.M):
                    yield f"no page tells of the variable {name}, which {path.relative_to(ROOT)} reads"


def session(page):
    """Its examples one behind the other; `...` stands for anything in what is printed."""
    lines = []
    for block in BLOCK.findall(page.read_text()):
        if block.startswith("$ "):
            for step in console.parse(plain(block))[1]:
                lines += [f"$ {step.command}", *(line.replace("...", console.ANY) for line in step.expected)]
    return "\n".join(lines) + "\n"


def examples(page):
    with tempfile.TemporaryDirectory() as cache:
        wrong = console.check_session(page.name, session(page), [BUILD], variables={"XDG_CACHE_HOME": cache})
    yield from wrong.splitlines()


def main():
    checks = (lint, rendered, other_version, dead_references, examples)
    wrong = [f"{page.name}: {what}" for page in pages() for check in checks for what in check(page)]
    wrong += untold_variables()
    print("\n".join(wrong) or f"{len(pages())} pages")
    return 1 if wrong or len(pages()) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())

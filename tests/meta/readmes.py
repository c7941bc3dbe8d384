"""Every folder has a README.md, which names the sources in it; what READMEs link to and name is there. Folders
of cases and of migrations are told of by the folder above them."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
# The last one is runtime/include's only folder; Debian says what is in the one before.
DATA = {"alembic", "cases", "checks", "corpus", "expected", "facts", "golden", "stories", "templates", "versions", "debian", "aludel"}
ELSEWHERE = {"sqlite3.c", "sqlite3.h"}  # files of others that pages speak of
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
SOURCE = re.compile(r"`(\w+\.(?:c|h|re|y|py|def))`")
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)


def tracked():
    names = subprocess.check_output(["git", "-c", "safe.directory=*", "ls-files"], cwd=ROOT, text=True)
    return [pathlib.PurePath(n) for n in names.splitlines()]


def folders(files):
    for folder in sorted({parent for f in files for parent in f.parents}):
        if not DATA.intersection(folder.parts):
            yield folder


def anchors(text):
    """As the usual hosts make them: lower case, blanks to hyphens, punctuation left out."""
    for title in re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.M):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def dead_links(page):
    for target in LINK.findall(FENCE.sub("", page.read_text())):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        to = (page.parent / path) if path else page
        if not to.exists():
            yield f"{page.relative_to(ROOT)}: there is no {target}"
        elif anchor and to.is_file() and anchor not in anchors(to.read_text()):
            yield f"{page.relative_to(ROOT)}: {to.relative_to(ROOT)} has no heading for #{anchor}"


def sources(files):
    """Names by folder. Tests may keep theirs to themselves."""
    for f in files:
        if f.parts[0] in ("generator", "runtime") and f.suffix in (".c", ".h", ".re", ".y"):
            yield f


def untold(files):
    for f in sources(files):
        page = ROOT / f.parent / "README.md"
        if page.exists() and not re.search(rf"\b{re.escape(f.stem)}\b", page.read_text()):
            yield f"{f.parent}/README.md doesn't tell of {f.name}"


def gone(page, names):
    for name in SOURCE.findall(FENCE.sub("", page.read_text())):
        if name not in names:
            yield f"{page.relative_to(ROOT)}: there is no {name}"


def main():
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        print("not a clone: nothing says which files belong to the tree")
        return 0
    files = tracked()
    bad = [f"{folder}/ has no README.md" for folder in folders(files) if not (ROOT / folder / "README.md").exists()]
    pages = [ROOT / f for f in files if f.suffix == ".md" and (ROOT / f).exists()]
    bad += [b for page in pages for b in dead_links(page)]
    names = {f.name for f in files} | ELSEWHERE
    bad += [*untold(files), *(b for page in pages for b in gone(page, names))]
    print("\n".join(bad) or f"{len(pages)} pages, no link astray")
    return 1 if bad or not pages else 0


if __name__ == "__main__":
    sys.exit(main())

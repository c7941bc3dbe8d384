"""Runs the `console` blocks of every README.md in the tree: the blocks of one file are one session, in an
empty folder of its own, with the built programs on PATH. With --update the files are rewritten.

A page that stands in an environment whose `dialects` begin with PostgreSQL gets an empty database on a private server
(one with pgvector where its migrations create that extension), whose URL is in the first variable of the environment's
`url_env`. --without-postgresql leaves such pages out."""
import configparser
import contextlib
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from tools import console  # noqa: E402
from tools.pgvector import PrivatePgvector, needs_pgvector  # noqa: E402
from tools.postgres import PrivatePostgres  # noqa: E402

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = os.environ.get("ALUDEL_BUILD", str(ROOT / "build"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def pages():
    """All but those that `aludel init` writes: tests/init runs them where they stand then."""
    for path in sorted(ROOT.rglob("*.md")):
        top, *below = path.relative_to(ROOT).parts
        if not top.startswith(("build", ".git")) and not (top == "templates" and len(below) > 1):
            yield path


def compiler_flags():
    """What the libraries were built with and a program that links them needs too: the sanitizers."""
    conf = pathlib.Path(BUILD, "aludel-build.conf")
    found = re.search(r"^cflags = (.*)$", conf.read_text() if conf.exists() else "", re.M)
    return found.group(1) if found else ""


def url_variable(page):
    """Of the environment that the page is about, if PostgreSQL is the first of its dialects."""
    settings = configparser.RawConfigParser()
    settings.read(page.parent / "aludel.ini")
    if settings.get("aludel", "dialects", fallback="").replace(",", " ").split()[:1] != ["postgresql"]:
        return None
    return settings["aludel"]["url_env"].replace(",", " ").split()[0]


class Servers:
    """Private PostgreSQL servers, each started for the first page that needs it."""

    def __init__(self, stack):
        self.stack, self.running = stack, {}

    def variables(self, page):
        """What the page's session finds in its environment: a database of its own, if it needs one."""
        name = url_variable(page)
        if not name:
            return {}
        kind = PrivatePgvector if needs_pgvector(page.parent) else PrivatePostgres
        if kind not in self.running:
            self.running[kind] = self.stack.enter_context(kind())
        server = self.running[kind]
        return {name: server.url_of(server.new_database())}


def main():
    with tempfile.TemporaryDirectory() as cache:
        os.environ.update(ALUDEL_SOURCE=str(ROOT), ALUDEL_BUILD=BUILD, CFLAGS=compiler_flags(), XDG_CACHE_HOME=cache)
        with contextlib.ExitStack() as stack:
            report, count = run_all(Servers(stack))
    print(report or f"{count} pages print what they say")
    return 1 if report or not count else 0


def run_all(servers):
    report, count = "", 0
    for page in pages():
        text = page.read_text()
        blocks = BLOCK.findall(text)
        if not blocks or ("--without-postgresql" in sys.argv and url_variable(page)):
            continue
        count += 1
        if "--update" in sys.argv:
            page.write_text(updated(text, servers.variables(page)))
            blocks = BLOCK.findall(page.read_text())
        report += console.check_session(str(page.relative_to(ROOT)), "".join(blocks), [BUILD],
                                        variables=servers.variables(page))
    return report, count


def updated(page, variables):
    """Each block with what its commands print now; all blocks run as one session."""
    blocks = BLOCK.findall(page)
    marked = "".join(f"$ : block {i}\n{b}" for i, b in enumerate(blocks))
    parts = re.split(r"^\$ : block \d+\n", console.updated(marked, [BUILD], variables=variables), flags=re.M)[1:]
    fresh = iter(parts)
    return BLOCK.sub(lambda m: "```console\n" + next(fresh).rstrip("\n") + "\n```", page)


if __name__ == "__main__":
    sys.exit(main())

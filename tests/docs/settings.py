"""The table of settings in migrations/README.md is that of settings.def. --update writes it anew."""
import re
import sys

from docs import ROOT
from tools.golden import difference

PAGE = ROOT / "migrations/README.md"
LINE = re.compile(r'^SETTING\((\w+), \w+, "(.*?)", "(.*)"\)$', re.M)
TABLE = re.compile(r"(?<=\| setting \| default \| \|\n\|---\|---\|---\|\n)(?:\|.*\n)+")


def build_only():
    """The settings that mean nothing to a finished program; the generator's own list of them."""
    source = (ROOT / "generator/model/settings.c").read_text()
    return set(re.findall(r'"(\w+)"', re.search(r"is_build_only.*?\};", source, re.S).group(0)))


def table():
    text, starred = (ROOT / "runtime/include/aludel/settings.def").read_text(), build_only()
    for name, default, meaning in LINE.findall(text):
        star = " *" if name in starred else ""
        shown = f" `{default}` " if default else " "
        yield f"| `{name}`{star} |{shown}| " + meaning.replace("|", "\\|") + " |\n"


def main():
    page, wanted = PAGE.read_text(), list(table())
    if "--update" in sys.argv:
        PAGE.write_text(TABLE.sub(lambda _: "".join(wanted), page))
        return 0
    found = TABLE.search(page)
    lines = found.group(0).splitlines(True) if found else []
    diff = difference("".join(lines), "".join(wanted), "migrations/README.md")
    print(diff or f"{len(wanted)} settings")
    return 1 if lines != wanted or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())

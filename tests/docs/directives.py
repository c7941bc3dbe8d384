"""The tables of migrations/DIRECTIVES.md are those of generator: the directives with their parameters (fold/op), and the
types (sql/types.def). --update writes them anew."""
import re
import sys

from docs import BLOCK, ROOT
from tools import type_rows
from tools.golden import difference

PAGE = ROOT / "migrations/DIRECTIVES.md"
SOURCE = ROOT / "generator/fold/op"
DEFINE = re.compile(r"^#define (\w+)((?:[ \t]+|\\\n|\"[^\"\n]*\"|\b[A-Z]+\b)+)$", re.M)
ENTRY = re.compile(r'\{"([\w.]+)",\s*((?:"[^"]*"|[A-Z]+|\s)+),\s*(\d+),\s*\w+,\s*(?:NULL|"[^"]*")\}')
ITEMS = ("Column", "Computed", "Identity", "Sequence", "PrimaryKeyConstraint", "UniqueConstraint", "CheckConstraint",
         "ForeignKey", "ForeignKeyConstraint", "ExcludeConstraint", "Index")


def joined(text, defines):
    """C's strings side by side, some of them behind a macro's name."""
    return "".join(string if not name else joined(defines[name], defines)
                   for string, name in re.findall(r'"([^"]*)"|([A-Z]+)', text))


def signature(parameters):
    words = [w for w in parameters.split(",") if w]
    shown, last = [], len(words) - 1
    for i, word in enumerate(words):
        if not word.startswith("_") and not (word == "-" and i == last):
            shown.append({"-": "*", "*": "…"}.get(word, word))
    return ", ".join(shown)


def natives():
    for path in sorted(SOURCE.glob("*.c")):
        text = path.read_text()
        defines = dict(DEFINE.findall(text))
        for name, parameters, _ in ENTRY.findall(text):
            yield name, signature(joined(parameters, defines))


def directives():
    yield "| directive | its arguments, in this order |\n|---|---|\n"
    for name, shown in sorted(natives()):
        if name.startswith("op."):
            yield f"| `{name}` | {shown} |\n"


def items():
    yield "| | its arguments, in this order |\n|---|---|\n"
    known = dict(natives())
    for name in ITEMS:
        yield f"| `{name}` | {known[name]} |\n"


def plain(sql):
    """<length:1>: what it may be is said in front of the table."""
    return re.sub(r"<(\w+)[:?].*?>", r"<\1>", sql)


def types():
    """Names of which the same is written share a line; "itself" is a type that PostgreSQL calls so."""
    rows = {}
    for row in type_rows.rows():
        itself = re.sub(rf"^{row.name.upper()}(?![ \w])", "itself", row.postgresql)
        shown = plain(itself if row.sqlite == "TEXT" != row.postgresql else row.postgresql)
        counting = {name for name, _ in type_rows.holes(row)}
        used = ", ".join(p for p in row.parameters if p in counting)
        rows.setdefault((used, shown, row.extension, plain(row.sqlite)), []).append(f"`{row.name}`")
    yield "| type | arguments that count | PostgreSQL | SQLite |\n|---|---|---|---|\n"
    for (used, postgresql, extension, sqlite), names in rows.items():
        where = f", of extension {extension}" if extension else ""
        yield f"| {' '.join(names)} | {used} | `{postgresql}`{where} | `{sqlite}` |\n".replace("`itself`", "itself")


TABLES = {"directives": directives, "items": items, "types": types}
ROOMS = {"directives": "generator/fold/op", "items": "generator/fold/op", "types": "generator/sql"}


def with_tables(page):
    for name, lines in TABLES.items():
        between = re.compile(rf"(?<=<!-- {name} of {ROOMS[name]} -->\n).*?(?=<!-- to here -->)", re.S)
        page, count = between.subn(lambda _: "".join(lines()), page, count=1)
        assert count == 1, f"no place for the table of {name}"
    return page


def not_shown(page):
    """The directives that no example calls."""
    shown = "".join(BLOCK.findall(page))
    return [name for name, _ in natives() if name.startswith("op.") and f"{name}(" not in shown]


def main():
    page = PAGE.read_text()
    wanted = with_tables(page)
    if "--update" in sys.argv:
        PAGE.write_text(wanted)
        return 0
    diff = difference(page, wanted, PAGE.name)
    missing = "".join(f"no example calls {name}\n" for name in not_shown(page))
    print(diff + missing or f"{len(list(natives()))} names")
    return 1 if diff or missing else 0


if __name__ == "__main__":
    sys.exit(main())

"""The manual pages say what --help says, and what the tables of settings, directives and types hold. --update writes those
parts of them anew."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["ALUDEL_SOURCE"])
BUILD = os.environ["ALUDEL_BUILD"]
sys.path.append(str(ROOT / "tests/docs"))
import directives as page_of_directives  # noqa: E402
import settings as page_of_settings  # noqa: E402
from commands import commands  # noqa: E402
from roff import argument, prose, sentence  # noqa: E402

from tools import type_rows  # noqa: E402
from tools.golden import difference  # noqa: E402

PAGES = ROOT / "packaging/man"
PART = re.compile(r'(?<=^\.\\" )(.*)(?=: writes from here$)', re.M)


def migrate_program(folder):
    """A program of an empty environment."""
    (folder / "versions").mkdir()
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    subprocess.run([f"{BUILD}/aludel", "build", "-o", folder / "migrate"], cwd=folder, check=True,
                   env={**os.environ, "XDG_CACHE_HOME": str(folder)})
    return str(folder / "migrate")


# ---- Commands and options -------------------------------------------------------------------------------------------

def option_item(o):
    names = [f"Fl {o.letter[1:]}"] if o.letter else []
    names += [f"Fl -{o.name}"] if o.name else []
    return f".It {' , '.join(names)}{' ' + argument(o.value) if o.value else ''}\n{prose(o.help)}"


def options_list(options):
    return ".Bl -tag -width Ds\n" + "".join(map(option_item, options)) + ".El\n"


def command_item(c, common):
    shown = [o for o in c.options if o not in common]
    operand = f" {argument(c.operand)}" if c.operand else ""
    text = f".It Cm {c.name}{' Oo Ar option ... Oc' if shown else ''}{operand}\n{prose(sentence(c.summary))}{prose(c.text)}"
    return text + (options_list(shown) if shown else "")


def commands_list(found, common):
    """`common`: options that stand above, for all of them."""
    return ".Bl -tag -width Ds\n" + "".join(command_item(c, common) for c in found) + ".El\n"


def by_group(found, common):
    for group in dict.fromkeys(c.group for c in found):
        yield f".Ss {group}\n{commands_list([c for c in found if c.group == group], common)}"


def short_list(found):
    width = max((c.name for c in found), key=len)
    return f".Bl -tag -width {width} -compact\n" + "".join(f".It Cm {c.name}\n{c.summary}\n" for c in found) + ".El\n"


def of_programs():
    with tempfile.TemporaryDirectory() as folder:
        own, before = commands(f"{BUILD}/aludel")
        theirs, before_theirs = commands(migrate_program(pathlib.Path(folder)))
    first = own[0].group
    return {
        "--help of aludel, options": options_list(before),
        "--help of aludel, own": commands_list([c for c in own if c.group == first], before),
        "--help of aludel, others": short_list([c for c in own if c.group != first]),
        "--help of migrate, options": options_list(before_theirs),
        "--help of migrate, commands": "".join(by_group(theirs, before_theirs)),
    }


# ---- Tables of the sources ------------------------------------------------------------------------------------------

def setting_items():
    text = (ROOT / "runtime/include/aludel/settings.def").read_text()
    build = page_of_settings.build_only()
    for name, default, meaning in page_of_settings.LINE.findall(text):
        star = " Pq Em build" if name in build else ""
        shown = f" = Li {default}" if default else ""
        yield f".It Ic {name}{shown}{star}\n{prose(meaning)}"


def native_items(wanted):
    for name, parameters in sorted(page_of_directives.natives()):
        if wanted(name):
            shown = " ".join(f'"{p}"' for p in parameters.replace("…", "...").split(", ") if p)
            yield f".It\n.Fn {name} {shown}\n"


def type_items():
    rows = {}
    for row in type_rows.rows():
        databases = tuple(page_of_directives.plain(sql) for sql in (row.postgresql, row.sqlite))
        rows.setdefault((databases, row.extension), []).append(row.name)
    for (databases, extension), names in rows.items():
        shown = " , ".join(dict.fromkeys(databases))
        yield f".It Li {' , '.join(names)}\n.Li {shown}{f' Pq of extension {extension}' if extension else ''}\n"


def items_list(items, kind="-tag -width Ds -compact"):
    return f".Bl {kind}\n" + "".join(items) + ".El\n"


def of_sources():
    return {
        "settings of settings.def": items_list(setting_items(), "-tag -width Ds"),
        "directives of generator/fold/op": items_list(native_items(lambda name: name.startswith("op.")), "-bullet -compact"),
        "items of generator/fold/op": items_list(native_items(lambda name: name in page_of_directives.ITEMS), "-bullet -compact"),
        "types of generator/sql": items_list(type_items()),
    }


# ---- Pages ----------------------------------------------------------------------------------------------------------

def with_parts(page, parts, used):
    for name in PART.findall(page):
        used.add(name)
        begin = f'.\\" {name}: writes from here\n'
        at = page.index(begin) + len(begin)
        page = page[:at] + parts[name] + page[page.index('.\\" to here\n', at):]
    return page


def main():
    parts, report, used = {**of_programs(), **of_sources()}, "", set()
    for path in sorted(PAGES.glob("*.[1-9]")):
        page = path.read_text()
        wanted = with_parts(page, parts, used)
        if "--update" in sys.argv:
            path.write_text(wanted)
        elif page != wanted:
            report += difference(page, wanted, path.name)
    report += "".join(f"no page has '{name}'\n" for name in parts if name not in used)
    print(report or f"{len(used)} parts of pages")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())

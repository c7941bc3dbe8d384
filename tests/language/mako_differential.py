"""Random templates rendered by Mako and compiled by us: the statements' texts must be the same.

    mako_differential.py [templates] [seed]

All templates are one environment, a migration each with no parent, whose script is written by `upgrade heads --sql`.
A template that differs is shrunk: nodes are left out as long as it still does. What templates are made of, and what
is kept out, is in mako_templates.py.
"""
import collections
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

from mako.lookup import TemplateLookup

from cases import ALUDEL, HEADER, build, write
from mako_templates import Maker, lines_of, smaller
from tools.postgres import roomy_folder

LIBRARY = """<%def name="noted(a, b=1)">
SELECT 'noted', ${a}, ${b};
</%def>
"""
PASTED = "SELECT 'pasted';\n% for i in range(2):\nSELECT ${i + 4};\n% endfor\n"
NAMESPACE = '<%namespace name="lib" file="lib/library.mako"/>\n'


FAILED = collections.Counter()  # what Mako said to templates that it couldn't render


def source(template):
    """(defs, what upgrade() writes), as text."""
    defs, body = template
    return "\n".join(lines_of(defs)) + "\n", "\n".join(lines_of(body)) + "\n"


def write_environment(folder, templates):
    write(folder / "aludel.ini", "[aludel]\ndialects = sqlite\nlog_table =\n")
    write(folder / "lib/library.mako", LIBRARY)
    write(folder / "lib/pasted.mako", PASTED)
    for i, template in enumerate(templates):
        defs, body = source(template)
        write(folder / "versions" / ("t%04d.mako" % i), HEADER % ("t", "t%04d" % i) + NAMESPACE + defs +
              '<%def name="upgrade()">\n' + body + '</%def>\n<%def name="downgrade()"></%def>\n')


def statements(text):
    """Without white space, which is the one thing that may differ between statements."""
    return "".join(text.split())


def theirs(folder, template):
    defs, body = source(template)
    lookup = TemplateLookup(directories=[str(folder)])
    try:
        lookup.put_string("t.mako", NAMESPACE + defs + body)
        return statements(lookup.get_template("t.mako").render())
    except Exception as error:
        FAILED[type(error).__name__ + ": " + str(error)[:60]] += 1
        return None


def ours(folder):
    """What each template of the environment wrote, by its number; and what else was said."""
    program = build(folder)
    done = subprocess.run([program, "-q", "upgrade", "heads", "--sql", "--dialect", "sqlite"], capture_output=True,
                          text=True)
    found = {}
    for part in done.stdout.split("-- Running upgrade  -> t")[1:]:
        number, text = part.split("\n", 1)
        found[int(number)] = statements(text.split("INSERT INTO alembic_version")[0])
    return found, done.stderr


def refused(folder, templates):
    """{number: what is said} of the templates that don't compile."""
    write_environment(folder, templates)
    done = subprocess.run([ALUDEL, "lint", "-C", str(folder)], capture_output=True, text=True)
    found = {}
    for line in (done.stdout + done.stderr).splitlines():
        match = re.match(r"versions/t(\d+)\.mako:.* error: ", line)
        if match:
            found.setdefault(int(match[1]), line)
    return found


def clear(folder):
    for path in (folder / "versions").glob("*.mako"):
        path.unlink()


def differing(templates):
    """[(template, Mako's, ours)] of those that differ, and how many are the same; what Mako itself can't render is
    passed over."""
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        write_environment(folder, [])
        kept = [(t, wanted) for t, wanted in ((t, theirs(folder, t)) for t in templates) if wanted is not None]
        wrong = []
        bad = refused(folder, [t for t, _ in kept])
        while bad:
            wrong += [(*kept[i], said) for i, said in bad.items()]
            kept = [k for i, k in enumerate(kept) if i not in bad]
            clear(folder)
            bad = refused(folder, [t for t, _ in kept])
        found, said = ours(folder) if kept else ({}, "")
    for i, (template, wanted) in enumerate(kept):
        if found.get(i, "") != wanted:
            wrong.append((template, wanted, found.get(i, said)))
    return wrong, len(templates) and len(kept) - sum(found.get(i, "") != w for i, (_, w) in enumerate(kept))


def candidates(template):
    defs, body = template
    yield from ((defs, fewer) for fewer in smaller(body))
    yield from ((fewer, body) for fewer in smaller(defs))


def shrink(case, told):
    """The smallest case found that differs in the same way: told is "error" or "text"."""
    while True:
        wrong, _ = differing(list(candidates(case[0])))
        wrong = [w for w in wrong if kind(w) == told]
        if not wrong:
            return case
        case = min(wrong, key=lambda w: len("".join(source(w[0]))))


def kind(case):
    """A refusal stays a refusal with the same words."""
    return case[2].partition(" error: ")[2] or "text"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    r = random.Random(seed)
    wrong, same = differing([Maker(r).template() for _ in range(count)])
    print(*("%6d  Mako can't: %s" % (n, what) for what, n in FAILED.most_common(8)), sep="\n")
    shown = {}
    for case in wrong:
        shown.setdefault(kind(case), case)
    for told, case in list(shown.items())[:3]:
        template, wanted, found = shrink(case, told)
        print("----\n%s%s  Mako: %s\n  ours: %s" % (*source(template), wanted, found))
    print("seed %d, %d templates: %d the same, %d differ" % (seed, count, same, len(wrong)))
    return 1 if wrong or same < count // 2 else 0


if __name__ == "__main__":
    sys.exit(main())

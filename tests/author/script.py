"""script.mako: its text is Mako's own, for the same names; what can't be in it.

script.py [names of checks…]
"""
import re
import sys

import mako.template

from files import Empty
from place import run_checks

TOP = """<%text><%doc></%text>
${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}
<%text></%doc>
<%!</%text>
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
${imports if imports else ""}
<%text>%></%text>
"""
WAYS = """<%text><%def name="upgrade()">
</%text>${upgrades if upgrades else "-- write it"}<%text>
</%def>
<%def name="downgrade()"></%text>
    ${downgrades if downgrades else ""}
<%text></%def></%text>
"""
SCRIPTS = {
    "alembic's names": TOP + WAYS,
    "a loop and its `loop`": TOP + "<%text><%! # </%text>\\\n% for x in ['it''s', '\"', \"it's\"]:\n${loop.index}${x}${'' if loop.last else ', '}\\\n% endfor\n\n"
                             "<%text>%></%text>\n" + WAYS,
    "comments": "## of ours\n<%doc>\n more of them\n</%doc>\n" + TOP + "%% not a control line? A comment, in what comes of it: ##\n".replace("%%", "##") + WAYS,
    "a helper": "<%!\ndef shout(s, n=1):\n    return s.upper() + '!' * n\n%>\n" + TOP.replace("${message}", "${message | shout} ${shout(message, 3)}") + WAYS,
    "a def": '<%def name="line(x)">-- [${x}] ${None} ${1.5} ${[1, "a"]} ${{"k": True}}</%def>' + TOP
             + WAYS.replace("-- write it\"}", "\"}${line('/* it''s')}\n-- ${line(up_revision).strip() if False else 1}"),
    "statements": "<% n = [len(message)] %>\\\n<% n.append(3) %>\\\n" + TOP + WAYS.replace("-- write it", "-- ") + "## ${n}\n",
    "conditions": TOP + "% if branch_labels and 'left' in branch_labels:\n<%text><%! left = True %></%text>\n% elif depends_on is None:\n"
                        "<%text><%! alone = True %></%text>\n% else:\n<%text><%! after = True %></%text>\n% endif\n" + WAYS,
}


def comma(value):
    return "" if value is None else value if isinstance(value, str) else ", ".join(value)


def theirs(script, text, **names):
    """What Mako makes of it; the date is that of the file."""
    date = re.search(r"^Create Date: (.*)$", text, re.M).group(1)
    return mako.template.Template(script).render_unicode(create_date=date, comma=comma, imports="", upgrades="", downgrades="", **names)


def beside_mako():
    for name, script in SCRIPTS.items():
        p = Empty()
        (p.environment / "script.mako").write_text(script)
        chain = [
            (["revision", "-m", "it's \"one\" <%text>", "--rev-id", "a1", "--branch-label", "left"], ("a1", None, ("left",), None)),
            (["revision", "-m", "zwei: Größe", "--rev-id", "b'1", "--head", "base"], ("b'1", None, None, None)),
            (["revision", "-m", "three", "--rev-id", "c1", "--head", "a1", "--depends-on", "b'1"], ("c1", "a1", None, "b'1")),
            (["merge", "-m", "all", "--rev-id", "m1", "--branch-label", "x", "--branch-label", "y"], ("m1", ("b'1", "c1"), ("x", "y"), None)),
        ]
        for command, (up, down, labels, depends) in chain:
            p.run(*command)
            text = next(p.versions.glob(f"{up}_*")).read_text()
            wanted = theirs(script, text, message=command[2], up_revision=up, down_revision=down, branch_labels=labels, depends_on=depends)
            assert text == wanted, f"{name}\n--- Mako\n{wanted}\n--- ours\n{text}"
        assert p.graph() == {"a1": "", "b'1": "", "c1": "a1", "m1": "b'1,c1"}, p.graph()


def doc_end():
    p = Empty()
    (p.environment / "script.mako").write_text(TOP + WAYS)
    p.revision("-m", "a </%doc> within", "--rev-id", "a1")
    assert "message=a </% doc> within\n" in p.run("lint", "--dump")
    p.revision("--sql", "--rev-id", "b1")
    assert (p.versions / "b1_.sql").read_text().startswith("-- empty message\n")


def refused():
    """At its line; and nothing is written."""
    later = "error: this is known when a migration runs, and a new file is made now"
    for text, said in {
        "${env('HOME')}": "script.mako:1:1: " + later,
        "% if env('X', True):\nx\n% endif": later,
        "% while env('X', True):\nx\n% endwhile": later,
        "% for row in op.query('SELECT 1'):\nx\n% endfor": later,
        "${'x' if env('X', True) else 'y'}": later,
        "<% op.execute('SELECT 1') %>": later,
        "<% op.drop_table('x') %>": "error",
        "${nothing}": "script.mako:1:3: error: unknown name 'nothing'",
        "${message | h}": "the filter 'h' of Mako is for web pages",
        "${comma(1)}": "error: ",
        "${comma()}": "error: ",
        "<%def name=\"f()\">x</%def>${f}": "f is a function: call it",
        "% for": "script.mako:1:",
        "${": "script.mako:1:",
        TOP.replace("${repr(up_revision)}", "'x'") + WAYS: "_.mako:9:12: error: 'revision' isn't what was asked for in the new file",
        TOP.replace("${repr(down_revision)}", "'zz'") + WAYS: "error: Can't locate revision identified by 'zz'",
        TOP.replace("${repr(down_revision)}", "'r1'") + WAYS: "error: Self-loop is detected in revisions (r1)",
        TOP.replace("branch_labels = ${repr(branch_labels)}", "") + WAYS: "error: 'branch_labels' isn't what was asked for in the new file",
        TOP.replace("${repr(depends_on)}", "None") + WAYS: "error: 'depends_on' isn't what was asked for in the new file",
    }.items():
        p = Empty()
        p.revision("--rev-id", "a1")
        (p.environment / "script.mako").write_text(text)
        output = p.refused("revision", "--rev-id", "r1", "--head", "base", "--branch-label", "left", "--depends-on", "a1")
        assert said in output, (text, output)
    p = Empty()
    (p.environment / "script.mako").mkdir()
    assert "error: can't read 'script.mako': " in p.refused("revision")


SQL = """-- ${message}
-- by ${", ".join(["us", "them"])}
--
-- revision: ${up_revision}
-- down_revision: ${down_revision or "None" | comma}
% if branch_labels:
-- branch_labels: ${branch_labels | comma}
% endif
-- aludel:upgrade
"""


def sql_files():
    """script.sql.mako: what --sql makes; and all, where it alone is there."""
    p = Empty()
    (p.environment / "script.sql.mako").write_text(SQL)
    assert p.revision("-m", "a </%doc> within", "--rev-id", "a1").startswith("  Generating versions/a1_a_doc_within.sql ...")
    text = (p.versions / "a1_a_doc_within.sql").read_text()
    assert text == "-- a </%doc> within\n-- by us, them\n--\n-- revision: a1\n-- down_revision: None\n-- aludel:upgrade\n", text
    p.revision("-m", "x", "--rev-id", "b1", "--head", "base", "--branch-label", "left", "--branch-label", "more")
    assert "-- branch_labels: left, more\n" in (p.versions / "b1_x.sql").read_text()
    assert "versions/m1_all.sql" in p.run("merge", "-m", "all", "--rev-id", "m1")
    (p.environment / "script.mako").write_text(TOP + WAYS)
    assert "versions/c1_.mako" in p.revision("--rev-id", "c1")
    assert "versions/d1_.sql" in p.revision("--rev-id", "d1", "--sql")
    assert "-- by us, them\n" in (p.versions / "d1_.sql").read_text()
    assert p.graph() == {"a1": "", "b1": "", "m1": "a1,b1", "c1": "m1", "d1": "c1"}, p.graph()


def no_migrations():
    """Where the migrations are beside them."""
    p = Empty()
    p.settings("[aludel]\ndialects = sqlite\nversion_locations = .\n")
    (p.environment / "script.sql.mako").write_text(SQL)
    (p.environment / "script.mako").write_text(TOP + WAYS)
    p.revision("--rev-id", "a1")
    p.revision("--rev-id", "b1", "--sql")
    assert p.graph() == {"a1": "", "b1": "a1"}, p.graph()


CHECKS = [beside_mako, doc_end, refused, sql_files, no_migrations]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

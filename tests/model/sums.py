"""What counts for a checksum and what doesn't.

sums.py TOOL
"""
import pathlib
import subprocess
import sys
import tempfile

MAKO = '''<%doc>
message
</%doc>
<%!
revision = "a1"
down_revision = None
limit = 3
%>
<%def name="upgrade()">
CREATE TABLE t (x INTEGER DEFAULT 1, y TEXT DEFAULT 'a  b');
% if dialect == "sqlite":
INSERT INTO t (x) VALUES (${limit + 1});
% endif
</%def>
<%def name="downgrade()">
DROP TABLE t;
</%def>
'''
SQL = '''-- message
-- revision: "a1"
-- down_revision: None
-- aludel:upgrade
CREATE TABLE t (x INTEGER, y TEXT DEFAULT 'a  b');
-- aludel:downgrade
DROP TABLE t;
'''
SAME = {
    "line endings": lambda t: t.replace("\n", "\r\n"),
    "a comment in SQL": lambda t: t.replace("DROP TABLE t;", "-- all of it\nDROP /* really */ TABLE t;"),
    "white space": lambda t: t.replace("CREATE TABLE t (x", "CREATE  TABLE\n    t ( x"),
    "the identifiers": lambda t: t.replace('"a1"', '"b2"'),
    "what it is compatible with": lambda t: t.replace("down_revision = None", 'down_revision = None\ncompatible_with = "a1"').replace(
        "-- down_revision: None", "-- down_revision: None\n-- compatible_with: a1"),
    "the message": lambda t: t.replace("message", "another message"),
}
SAME_MAKO = {
    "a template comment": lambda t: t.replace("% if", "## why\n% if"),
    "white space in an expression": lambda t: t.replace("limit + 1", " limit+1 "),
    "a comment in a block": lambda t: t.replace("limit = 3", "limit = 3  # three"),
}
DIFFERENT = {
    "a name": lambda t: t.replace("DROP TABLE t", "DROP TABLE u"),
    "white space in a string": lambda t: t.replace("'a  b'", "'a b'"),
    "case": lambda t: t.replace("TEXT DEFAULT", "text DEFAULT"),
}
DIFFERENT_MAKO = {
    "an expression": lambda t: t.replace("limit + 1", "limit + 2"),
    "a constant": lambda t: t.replace("limit = 3", "limit = 4"),
    "a condition": lambda t: t.replace('"sqlite"', '"postgresql"'),
}


def sums(tool, name, text):
    with tempfile.TemporaryDirectory() as temporary:
        path = pathlib.Path(temporary) / "versions" / name
        path.parent.mkdir()
        path.write_bytes(text.encode())
        run = subprocess.run([tool, temporary, "--sums"], stdout=subprocess.PIPE, text=True, timeout=30)
        assert run.returncode == 0, run.stdout
        return dict(reversed(line.split(" ")) for line in run.stdout.splitlines())


def check(tool, name, text, same, different):
    failed = 0
    first = sums(tool, name, text)["versions/" + name]
    for what, change in {**same, **different}.items():
        changed = change(text)
        assert changed != text, what
        equal = sums(tool, name, changed)["versions/" + name] == first
        if equal != (what in same):
            failed += 1
            print(f"{name}: {what}: the checksum {'stays' if equal else 'changes'}")
    return failed


def main():
    tool = sys.argv[1]
    failed = check(tool, "a1_x.mako", MAKO, {**SAME, **SAME_MAKO}, {**DIFFERENT, **DIFFERENT_MAKO})
    failed += check(tool, "a1_x.sql", SQL, SAME, DIFFERENT)
    chain = sums(tool, "a1_x.mako", MAKO)["chain"]
    if sums(tool, "a1_x.mako", MAKO.replace('"a1"', '"b2"'))["chain"] == chain:
        failed += 1
        print("the chain's checksum doesn't see an id")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

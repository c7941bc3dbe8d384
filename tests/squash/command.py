"""`aludel squash`: what it writes, and what it refuses.

command.py [names of checks…]
"""
import itertools
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "cli_generator"))
from place import run_checks  # noqa: E402

from squash.chain import ALUDEL, run, template  # noqa: E402
from squash.environment import Chain  # noqa: E402

SOURCE = pathlib.Path(os.environ["ALUDEL_SOURCE"])


def sql(folder, revision, dialect, down):
    text = run(ALUDEL, "-C", str(folder), "sql", "--at", revision, "--dialect", dialect, *(["--downgrade"] if down else []))
    text = re.sub(r"\bv\d+\b|(?<=^-- ).*|(?<=^--   ).*", lambda found: re.sub(r"\d+", "", found[0]), text, flags=re.M)
    comments = re.findall(r"^-- (rebuild|irreversible).*", text, re.M)
    text = re.sub(r"^--.*", r"\g<0>;", re.sub(r"^-- (sqlite|postgresql)\n", "", text, flags=re.M), flags=re.M)
    return re.sub(r"[\s;]*;[\s;]*", ";", re.sub(r"\s+", " ", text)).strip(" ;"), "irreversible" in comments


def same_statements(folder, ids, dialect, squashed):
    """What the squashed migration compiles to is what the others do, one behind the other."""
    for down in (False, True):
        parts = [sql(folder, id, dialect, down) for id in (reversed(ids) if down else ids)]
        found, one_way = sql(squashed, ids[-1], dialect, down)
        if any(irreversible for _, irreversible in parts):
            assert one_way, f"{ids}: a way back: {found}"
            continue
        wanted = ";".join(text for text, _ in parts if text)
        assert found == wanted, f"{ids} {dialect}: is\n{found}\nwanted\n{wanted}"


def real_ones():
    """Ranges of every environment of migrations/ that can be squashed: all of a short one, some of a long one."""
    chance = random.Random(7)
    squashed = 0
    folders = sorted(p.parent for p in (SOURCE / "migrations").glob("*/aludel.ini"))
    for folder in folders:
        ids = re.findall(r"^(\S+) parents=", run(ALUDEL, "-C", str(folder), "lint", "--dump"), re.M)
        dialects = re.search(r"^dialects *= *(.*)", (folder / "aludel.ini").read_text(), re.M)[1].replace(",", " ").split()
        ranges = list(itertools.combinations(range(len(ids)), 2))
        for first, last in chance.sample(ranges, min(len(ranges), 25)):
            with tempfile.TemporaryDirectory() as top:
                copy = pathlib.Path(top) / folder.name
                shutil.copytree(folder, copy)
                output = run(ALUDEL, "-C", str(copy), "squash", f"{ids[first]}:{ids[last]}", status=None)
                if "can't be squashed" in output or "isn't below" in output:
                    continue
                written = re.search(r"Generating (.*) \.\.\.  done", output)
                assert written, output
                line = re.search(r"^replaces = \([^)]*|^-- replaces: .*", (copy / written[1]).read_text(), re.M)[0]
                for dialect in dialects:  # between two ids of a chain with branches there are fewer than in the list
                    same_statements(folder, [id for id in ids if re.search(rf"\b{id}\b", line)], dialect, copy)
                squashed += 1
    assert squashed > 20, squashed


def py(id, down, up="pass", back="pass", top=""):
    return (f'"""make {id}\n\nRevision ID: {id}\nRevises: {down}\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\n'
            f'revision: str = "{id}"\ndown_revision = {down!r}\n{top}\n\ndef upgrade():\n    {up}\n\n\ndef downgrade():\n'
            f"    {back}\n")


def plain(id, down, up="", back=""):
    return f"-- make {id}\n\n-- revision: {id}\n-- down_revision: {down}\n\n-- aludel:upgrade\n{up}\n-- aludel:downgrade\n{back}\n"


def compared(files, ids, *arguments):
    """Squashed, and compared with what was there before."""
    before, chain = Chain(files), Chain(files)
    chain.squash(*(arguments or (f"{ids[0]}:{ids[-1]}",)))
    assert chain.run("lint") == "", chain.run("lint")
    for dialect in ("sqlite", "postgresql"):
        same_statements(before.environment, ids, dialect, chain.environment)
    return chain


def names_of_two():
    """What two files call by one name, an early return, a variable of each."""
    one = template("a", None, "CREATE TABLE ${table | id} (x TEXT);\n% for name in names:\nINSERT INTO t VALUES (${label(name)});\n"
                   "% endfor\n<% x = 1 %>", "DROP TABLE ${table | id}",
                   'table = "t"; names = ["n"]\ndef label(v):\n    return v + table\n')
    two = py("b", "a", 'table = op.f("u")\n    op.create_table(table, sa.Column("y", sa.Integer()))\n    if names:\n'
             '        return\n    op.drop_table(table)', 'op.drop_table("u")', 'names = revision\n\n\ndef label():\n    pass\n')
    three = template("c", "b", "<% if revision == 'c': return %>\nDROP TABLE t", "", "x = 5; label = down_revision\n")
    chain = compared({"a.mako": one, "b.py": two, "c.mako": three}, ["a", "b", "c"])
    text = chain.text()
    assert re.findall(r"^(\w+) = ", text, re.M)[:5] == ["revision", "down_revision", "branch_labels", "depends_on", "replaces"]
    assert 'table_a = "t"\nnames_a = ["n"]\n' in text and "names_b = revision_b" in text and "label_c = down_revision_c" in text, text
    assert chain.written == "c_a_to_c_in_one.mako", chain.written


def forms():
    """.sql and .py stay what they are."""
    chain = compared({"a.sql": plain("a", "None", "CREATE TABLE t (x TEXT)", "DROP TABLE t;"),
                      "b.sql": plain("b", "a", "INSERT INTO t VALUES ('${x}; %'); -- done;", "DELETE FROM t -- all;"),
                      "c.sql": plain("c", "b", "UPDATE t SET x = 'y'", "")}, ["a", "b", "c"])
    assert chain.written.endswith(".sql") and "-- replaces: a, b, c\n" in chain.text(), chain.text()
    chain = compared({"a.py": py("a", None, 'op.create_table("t", sa.Column("x", sa.Text()))', 'op.drop_table("t")'),
                      "b.py": py("b", "a", 'op.add_column("t", sa.Column("y", sa.Text()))', 'op.drop_column("t", "y")')},
                     ["a", "b"], "a:b", "-m", 'it\'s "one"')
    assert chain.written == "b_it_s_one.py", chain.written
    compared({"a.sql": plain("a", "None", "CREATE TABLE t (x TEXT DEFAULT '${y}')\n", "DROP TABLE t"),
              "b.mako": template("b", "a", "INSERT INTO t VALUES ('${1}')", "DELETE FROM t")}, ["a", "b"])


def both_ways_at_once():
    """change() in all of them."""
    def change(id, down, what):
        return f'<%doc>{id}</%doc>\n<%! revision = "{id}"; down_revision = {down!r} %>\n<%def name="change()">\n<% {what} %>\n</%def>\n'

    files = {"a.mako": change("a", None, 'op.create_table("t", Column("x", Integer()))'),
             "b.mako": change("b", "a", 'op.add_column("t", Column("y", Integer()))')}
    compared(files, ["a", "b"])
    mixed = Chain({**files, "c.mako": template("c", "b", "DELETE FROM t;", "")})
    mixed.refused("'c' can't be squashed: of these some have change() and some upgrade() and downgrade()", "a:c")


def open_ends():
    """A last statement without `;` doesn't go on in the next migration's text, whatever stands behind it; where it has one, or
    there is none, no second one is written."""
    table = template("a", None, "CREATE TABLE t (a INTEGER, b TEXT);", "DROP TABLE t;")
    line = "INSERT INTO t VALUES (2, 'y')"
    ends = {f"{line}\n<% y = 1 %>": 1, f"{line} -- ${{1 | n}};": 1, f"{line} /* ; */": 1, f"<% x = 2 %>\n{line};\n<% y = 1 %>": 0,
            f"% for i in [1, 2]:\n{line};\n% endfor": 0, f"% if 1 > 2:\nSELECT 1;\n% else:\n{line}\n% endif": 1,
            f"% for i in [1, 2]:\n{line};\n% if i == 1:\nSELECT 3\n<% break %>\n% endif\n;\n% endfor": 1,
            f"{line}\n% if 2 > 1:\n<% return %>\n% endif\n;": 1, "-- nothing": 0, "": 0,
            f'<% row() %>\n</%def>\n<%def name="row()">\n{line}': 1, f"% if 1 > 2:\n% elif 2 > 1:\n{line}\n% endif": 1}
    for up, count in ends.items():
        chain = compared({"a.mako": table, "b.mako": template("b", "a", up, ""), "c.mako": template("c", "b", line + ";", "")},
                         ["b", "c"])
        assert chain.text().count("\n;\n") == count + ("\n;\n" in up + "\n"), (up, chain.text())
        chain.run("upgrade", "head")
    chain = compared({"a.sql": plain("a", "None", "CREATE TABLE t (x TEXT);", "-- none"), "b.sql": plain("b", "a", "-- none", "-- c2"),
                      "c.sql": plain("c", "b", "SELECT '-- x;'", "SELECT 1 -- ;")}, ["a", "b", "c"])
    assert chain.text().count("\n;\n") == 2, chain.text()


def titles():
    """What is of which migration is said above it, where fmt puts it, too; what was cut leaves nothing behind."""
    def helper(id):
        return f"def h{id}():\n    return 'CREATE TABLE {id} (x TEXT);'\n"

    files = {id: template(id, down, f"${{h{id}() | n}}", f"DROP TABLE {id};", helper(id)) for id, down in (("a", None), ("b", "a"))}
    files["c"] = ('<%doc>c</%doc>\n<%! revision = "c"; down_revision = "b" %>\n\n## about the namespace\n<%namespace name="lib" file="lib.mako"/>\n'
                  '## about upgrade\n\n## more about it\n<%def name="upgrade()">\n${lib.made()}\n</%def>\n<%! def late(): pass %>\n')
    chain = Chain({f"{id}.mako": text for id, text in files.items()})
    chain.put("../lib.mako", '<%def name="made()">\nSELECT 1;\n</%def>\n')
    chain.squash("a:c")
    found = re.findall(r"^(?:##|def|<%(?:def|namespace)) .*", chain.text(), re.M)
    assert found == [
        "## ---- a: its helpers", "def ha():", "## ---- b: its helpers", "def hb():", "## ---- c: its helpers", "def late():",
        "## ---- a: a", '<%def name="upgrade_a()">', '<%def name="downgrade_a()">', "## ---- b: b", '<%def name="upgrade_b()">',
        '<%def name="downgrade_b()">', "## ---- c: c", "## about the namespace", '<%namespace name="lib" file="lib.mako"/>',
        "## about upgrade", "## more about it", '<%def name="upgrade_c()">', '<%def name="upgrade()">', '<%def name="downgrade()">'
    ], (found, chain.text())
    assert chain.written not in chain.run("fmt", "--check", status=1)
    cut = "from sqlalchemy import text\nbranch_labels = None; depends_on = None  # none\nW = 1\n"
    chain = compared({"a.py": py("a", None, top=cut), "b.py": py("b", "a", top=cut.replace("W", "branch_labels; V"))}, ["a", "b"])
    assert "text\nW = 1\n" in chain.text() and "none" not in chain.text().split('"b")')[1].split("b:")[0], chain.text()


def byte_order_marks():
    files = {"a.mako": template("a", None, "CREATE TABLE t (x TEXT);", "DROP TABLE t;"),
             "b.mako": template("b", "a", "INSERT INTO t VALUES ('b');", ""),
             "c.py": py("c", "b", 'op.execute("INSERT INTO t VALUES (\'c\')")').split('"""\n', 1)[1],
             "d.sql": plain("d", "c", "INSERT INTO t VALUES ('d');")}
    for names in ("ab", "bc", "cd"):
        compared({n: text if n[0] == "a" else "\ufeff" + text for n, text in files.items()}, list(names))


def wrong_text():
    """Errors in a file that isn't there: that is said, too. A namespace is looked for from where the file is."""
    chain = Chain({"a.mako": template("a", None, "", "")}, "recursive_version_locations = yes\n")
    (chain.environment / "versions" / "inner").mkdir()
    chain.put("inner/b.mako", template("b", "a", "${lib.made()}", "") + '<%namespace name="lib" file="../../lib.mako"/>\n')
    chain.put("../lib.mako", '<%def name="made()"></%def>\n')
    chain.refused("the new file 'versions/b_x.mako' would be wrong; it wasn't written", "a:b", "-m", "x")


def no_way_back():
    chain = Chain({"a.mako": template("a", None, "CREATE TABLE t (x TEXT);", "DROP TABLE t;"),
                   "b.mako": template("b", "a", "DELETE FROM t;", '<% op.irreversible("the rows are gone") %>'),
                   "c.sql": plain("c", "b", "INSERT INTO t VALUES ('1');", "").split("-- aludel:downgrade")[0]})
    output = chain.squash("a:b")
    assert "It can't be undone: 'b' has no way back: the rows are gone\n" in output, output
    chain.run("upgrade", "b")
    output = chain.run("downgrade", "base", status=1)
    assert "'b' has no way back: the rows are gone" in output, output
    output = chain.squash("b:c")
    assert "It can't be undone: 'c' has no way back: it has no downgrade()" in output, output
    assert 'replaces = ("a", "b", "c")' in chain.text(), chain.text()


def squashed_again():
    """A squashed one among those that are squashed; longer with the same end; each step's files may go."""
    ids = ["a", "b", "c", "d"]
    files = {f"{id}.mako": template(id, ids[i - 1] if i else None, f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};")
             for i, id in enumerate(ids)}
    chain = Chain(files, dialects="sqlite")
    chain.squash("b:c", "-m", "two")
    chain.refused("it was squashed into 'c' (versions/c_two.mako)", "b:d")
    chain.squash("c:d", "-m", "three")
    chain.squash("a:d", "-m", "all")
    assert 'replaces = ("a", "b", "c", "d")' in chain.text(), chain.text()
    assert re.findall(r"^(\S+) parents=(\S*)", chain.run("lint", "--dump"), re.M) == [("d", "")]
    chain.run("upgrade", "b")
    assert re.findall(r"-> (\w+)", chain.run("upgrade", "head")) == ["c", "d"]
    assert re.findall(r"(\w+) ->", chain.run("downgrade", "base")) == ["d"]
    for name in ["b.mako", "c.mako", "c_two.mako", "d.mako", "d_three.mako", "a.mako"]:
        (chain.environment / "versions" / name).unlink()
    assert re.findall(r"-> (\w+)", chain.run("upgrade", "head")) == ["d"]


def identifiers():
    """What those beside it are told by: labels, dependencies, several parents."""
    t = {id: (f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};") for id in "abcdefg"}
    chain = Chain({"a.mako": template("a", None, *t["a"]), "b.mako": template("b", None, *t["b"]),
                   "c.mako": template("c", ("a", "b"), *t["c"]), "d.mako": template("d", "c", *t["d"], 'depends_on = "g"\n'),
                   "e.mako": template("e", "d", *t["e"], 'branch_labels = ("shop",)\ndepends_on = "g"\n'),
                   "f.mako": template("f", "e", *t["f"]), "g.mako": template("g", None, *t["g"])}, dialects="sqlite")
    chain.squash("c:shop")
    text = chain.text()
    for line in ('revision = "e"', 'down_revision = ("a", "b")', 'branch_labels = ("shop",)', 'depends_on = "g"'):
        assert f"\n{line}\n" in text, text
    chain.run("upgrade", "heads")
    assert chain.run("history").count("\n") == 5
    chain.run("downgrade", "d")
    assert re.findall(r"-> (\w+)", chain.run("upgrade", "heads")) == ["e", "f"]


def compatible():
    """With which programs the last one is, the whole is: they may be older than all of it, or in the middle."""
    def of(first, *said):
        chain = Chain({f"{id}.mako": template(id, down, f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};",
                                              f'compatible_with = "{what}"\n' if what else "")
                       for id, down, what in zip("abcde", (None, *"abcd"), (first, *said))}, dialects="sqlite")
        chain.squash("b:d")
        assert chain.run("lint") == "", chain.run("lint")
        return chain

    def said(chain):
        return re.findall(r"^(\S+) parents=.* compatible=(\S+)", chain.run("lint", "--dump"), re.M)

    chain = of(None, "a", "a", "a", "c")
    assert '"d")\ncompatible_with = "a"\n%>' in chain.text(), chain.text()
    assert said(chain) == [("d", "a:a+b+c"), ("e", "c:d")], said(chain)
    for name in "bcd":
        (chain.environment / "versions" / f"{name}.mako").unlink()
    assert said(chain) == [("d", "a:a+b+c"), ("e", "c:d")], said(chain)
    chain.squash("d:e")
    assert 'compatible_with = "c"\n%>' in chain.text(), chain.text()
    assert said(chain) == [("e", "c:a+b+c+d")], said(chain)
    assert said(of(None, None, "b", "c", "d")) == [("d", "c:a+b+c"), ("e", "d:d")]
    silent = of(None, "a", "a", None, None)
    assert "compatible_with" not in silent.text() and said(silent) == [], silent.text()


def originals_by_id():
    """Commands that need no database know them, too."""
    chain = Chain({f"{id}.sql": plain(id, down, f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};")
                   for id, down in (("aa1", "None"), ("aa2", "aa1"), ("bb3", "aa2"), ("cc4", "bb3"))}, dialects="sqlite")
    chain.squash("aa2:bb3", "-m", "short")
    assert "CREATE TABLE aa2" in chain.run("sql", "--at", "aa2"), chain.run("sql", "--at", "aa2")
    schema = chain.run("schema", "--at", "aa2")
    assert "aa1" in schema and "aa2" in schema and "bb3" not in schema, schema
    assert "Can't locate revision identified by 'zz'" in chain.run("sql", "--at", "zz", status=1)
    for id, file in (("aa2", "aa2.sql"), ("bb3", "bb3_short.sql")):
        assert chain.run("edit", id, EDITOR="echo").split() == ["versions/" + file]
    (chain.environment / "versions" / "aa2.sql").unlink()
    (chain.environment / "versions" / "bb3.sql").unlink()
    assert "it was squashed into 'bb3'" in chain.run("edit", "aa2", EDITOR="echo", status=1)


def names_of_files():
    """The last one's id is the new one's, too: where that is the whole name, or the message is the same, it gets another."""
    chain = Chain({f"{id}.mako": template(id, down, f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};")
                   for id, down in (("a", None), ("b", "a"), ("c", "b"))}, "file_template = %(rev)s\n", "sqlite")
    chain.squash("b:c")
    assert chain.written == "c_squashed.mako", chain.written
    chain.squash("a:c")
    assert chain.written == "c_squashed_2.mako", chain.written
    chain.run("upgrade", "head")


def many():
    """Originals are compiled 64 a file, as others are, into files that whoever builds knows beforehand."""
    ids = [f"m{i:03}" for i in range(130)]
    chain = Chain({f"{id}.sql": plain(id, ids[i - 1] if i else "None", f"CREATE TABLE {id} (x TEXT);") for i, id in enumerate(ids)},
                  dialects="sqlite")
    chain.squash("m000:m128")
    chain.run("generate", "-o", "out", "--symbol", "app")
    files = {p.name: p.read_text().count("\nbool app_") for p in (chain.environment / "out").glob("*.c")}
    assert files == {"app.c": 0, "app_0.c": 64 * 2, "app_1.c": 64 * 2, "app_2.c": 3 * 2}, files


def hooks_and_settings():
    chain = Chain({"a.mako": template("a", None, "", ""), "b.mako": template("b", "a", "", "")},
                  "file_template = %(slug)s\n[post_write_hooks]\nhooks = count\ncount.type = exec\ncount.executable = grep\n"
                  "count.options = -c replaces REVISION_SCRIPT_FILENAME\n")
    changing = Chain({"a.sql": plain("a", "None", "CREATE TABLE t (x TEXT);", "DROP TABLE t;"), "b.sql": plain("b", "a")},
                     "[post_write_hooks]\nhooks = h\nh.type = exec\nh.executable = sed\n"
                     "h.options = -i s/TEXT/BLOB/ REVISION_SCRIPT_FILENAME\n", "sqlite")
    output = changing.run("squash", "a:b", status=1)
    assert "error: the schema behind it isn't the one that what it replaces leads to" in output, output
    chain.put("../script.mako", "a template for other ones")
    assert chain.squash("a:b").endswith('Running post write hook "count" ...\n1\n  done\n')
    assert "squash: which ones? aludel squash FIRST:LAST, both of them included" in chain.run("squash", status=2)


def refusals():
    t = {id: (f"CREATE TABLE {id} (x TEXT);", f"DROP TABLE {id};") for id in "abcdefgh"}

    def of(*revisions):
        return Chain({f"{r[0]}.mako": template(r[0], r[1], *t[r[0]], *r[2:]) for r in revisions}, dialects="sqlite")

    line = of(("a", None), ("b", "a"), ("c", "b"))
    line.refused("'a' isn't a range of migrations", "a")
    line.refused("aludel squash FIRST:LAST, both of them included, as `aludel history` names them", ":b")
    line.refused("'a' can't be squashed: it is a single one", "a:a")
    line.refused("Can't locate revision identified by 'x'", "a:x")
    line.refused("'base' isn't one migration", "base:b")
    line.refused("'b' isn't below 'a'", "b:a")
    fork = of(("a", None), ("b", "a"), ("c", "b"), ("d", "b"))
    fork.refused("'b' can't be squashed: a branch begins there", "a:c")
    fork.squash("a:b")
    of(("a", None), ("b", None), ("c", ("a", "b")), ("d", "c")).refused(
        "'c' can't be squashed: it merges branches; the first one alone may", "a:d")
    of(("a", None), ("b", "a"), ("c", "b"), ("d", None, 'depends_on = "b"\n')).refused(
        "'b' can't be squashed: another one depends on it", "a:c")
    of(("a", None, 'branch_labels = "shop"\n'), ("b", "a")).refused(
        "'a' can't be squashed: it has a branch label; the last one alone may", "a:b")
    texts = {"C": ("<%c>int a;</%c>", "there is C in it"),
             "pieces": ("% with op.autocommit():\nVACUUM;\n% endwith", "it leaves its transaction with op.autocommit()")}
    for up, why in texts.values():
        Chain({"a.mako": template("a", None, up, ""), "b.mako": template("b", "a", "", "")}, dialects="sqlite").refused(
            f"'a' can't be squashed: {why}", "a:b")
    Chain({"a.mako": template("a", None, "", ""), "b.sql": plain("b", "a", "SELECT '</%text>';")}).refused(
        "'b' can't be squashed: its text holds </%text>, which ends a template's part", "a:b")
    Chain({"a.mako": template("a", None, "", ""), "b.py": py("b", "a", "op.execute('SELECT 1 %>')")}).refused(
        "'b' can't be squashed: its text holds %>, which ends a template's part", "a:b")
    wrong = Chain({"a.mako": template("a", None, "CREATE TABLE a (x", ""), "b.mako": template("b", "a", "", "")})
    wrong.squash("a:b", status=1)


def one_transaction():
    """What PostgreSQL takes of several, but not of one."""
    enum = "CREATE TYPE mood AS ENUM ('x');\nCREATE TABLE t (m mood);"
    add = "ALTER TYPE mood ADD VALUE 'z';"
    chain = Chain({"a.mako": template("a", None, enum, "DROP TABLE t;\nDROP TYPE mood;"), "b.mako": template("b", "a", add, ""),
                   "c.mako": template("c", "b", "INSERT INTO t VALUES ('z');", "")}, dialects="postgresql")
    chain.refused("'b' can't be squashed: it adds a value to an enum; the last one alone may", "a:c")
    chain.squash("a:b")
    key = "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES p (id) {});\nCREATE TABLE d (x TEXT);"
    drop = "DROP TABLE d;\nDROP TABLE c;\nDROP TABLE p;"
    add, rows = "ALTER TABLE {} ADD COLUMN y TEXT;", "INSERT INTO p VALUES (1);\nINSERT INTO c VALUES (1);"
    for when, up, undo, changed, refused in (
            ("DEFERRABLE INITIALLY DEFERRED", rows, "", "c", True), ("DEFERRABLE INITIALLY DEFERRED", rows, "", "p", True),
            ("DEFERRABLE INITIALLY DEFERRED", rows, "", "d", False), ("DEFERRABLE", rows, "", "c", False), ("", rows, "", "c", False),
            ("DEFERRABLE", "SET CONSTRAINTS ALL DEFERRED;\n" + rows, "", "c", True)):
        chain = Chain({"a.mako": template("a", None, key.format(when), drop), "b.mako": template("b", "a", up, undo),
                       "c.mako": template("c", "b", add.format(changed), f"ALTER TABLE {changed} DROP COLUMN y;")},
                      dialects="postgresql")
        if refused:
            output = chain.squash("a:c", status=1)
            assert "'b' can't be squashed: a constraint waits for COMMIT to look at its rows" in output, output
            assert f"PostgreSQL doesn't change the table '{changed}' in that transaction" in output, output
            assert "versions/c.mako:3:12: note: this one changes it" in output, output
        else:
            chain.squash("a:c")
    chain = Chain({"a.mako": template("a", None, key.format("DEFERRABLE INITIALLY DEFERRED"), drop),
                   "b.mako": template("b", "a", add.format("c"), "ALTER TABLE c DROP COLUMN y;"),
                   "c.mako": template("c", "b", "", "DELETE FROM c;")}, dialects="postgresql")
    chain.refused("'c' can't be squashed: a constraint waits for COMMIT to look at its rows", "b:c")


def names_that_clash():
    one = py("a", None, "op.execute(f(table=1))", top="table = 'x'\ndef f(table):\n    return 'SELECT ' + str(table)\n")
    Chain({"a.py": one, "b.py": py("b", "a", "op.execute(table)", top="table = 'SELECT 1'\n")}).refused(
        "'table' is a name of two of these migrations, and this one can't be renamed", "a:b")
    chain = Chain({"a.py": py("a", None, top="from datetime import datetime\n"),
                   "b.py": py("b", "a", top="import datetime\n")})
    chain.refused("'datetime' is something else in another one of these migrations", "a:b")
    library = '<%def name="made(t)">\nCREATE TABLE ${t | id} (x TEXT);\n</%def>\n'
    for file, good in (("lib.mako", True), ("other.mako", False)):
        space = '<%namespace name="lib" file="{}"/>\n'
        chain = Chain({"a.mako": template("a", None, "${lib.made('a')}", "DROP TABLE a;") + space.format("lib.mako"),
                       "b.mako": template("b", "a", "${lib.made('b')}", "DROP TABLE b;") + space.format(file)})
        for name in ("lib.mako", "other.mako"):
            chain.put("../" + name, library)
        if good:
            chain.squash("a:b")
            assert chain.text().count("<%namespace") == 1, chain.text()
        else:
            chain.refused("'lib' is something else in another one of these migrations", "a:b")


CHECKS = [real_ones, names_of_two, forms, both_ways_at_once, no_way_back, squashed_again, identifiers, compatible,
          hooks_and_settings, refusals, names_that_clash, byte_order_marks, wrong_text, names_of_files, many,
          open_ends, titles, one_transaction, originals_by_id]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

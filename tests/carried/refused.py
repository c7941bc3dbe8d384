"""What can't be undone from the log is refused before anything is changed.

    refused.py sqlite|postgresql [names of tests…]
"""
import hashlib
import sys

from carried.programs import Times, Wrong, must, play_on

HINT = "hint: downgrade with a program that knows 'a2', or restore a backup from before its upgrade"
KNOWS_A1 = "CREATE TABLE t (id INTEGER PRIMARY KEY);"


class Bench:
    """An old program that knows a1, a new one that knows a2 and a3 as well, and a database at a3."""

    def __init__(self, dialect, server):
        self.dialect, self.server = dialect, server
        self.times = Times(dialect)
        self.times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
        self.old = self.times.build()
        self.times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
        self.times.migration("a3", "a2", "ALTER TABLE t ADD COLUMN n INTEGER;", "ALTER TABLE t DROP COLUMN n;")
        self.new = self.times.build()

    def database(self, program=None):
        database = self.times.database(self.server)
        (program or self.new).run(database.url, "upgrade", "heads")
        return database

    def form(self, database, id="a2"):
        return "\n".join(database.rows(f"SELECT carried FROM aludel_log WHERE revision = '{id}'"))

    def put_form(self, database, text, id="a2"):
        quoted = "NULL" if text is None else "'" + text.replace("'", "''") + "'"
        trouble = database.script(f"UPDATE aludel_log SET carried = {quoted} WHERE revision = '{id}';")
        must(not trouble, trouble)

    def refused(self, database, *wanted, words=("downgrade", "--carried"), status=3, program=None):
        """And nothing is changed by it."""
        before = database.schema(with_version=True), database.rows("SELECT count(*) FROM aludel_log")
        said = (program or self.old).refuses(database.url, *wanted, words=words, status=status)
        after = database.schema(with_version=True), database.rows("SELECT count(*) FROM aludel_log")
        must(before == after, f"it has changed something: {said}")
        return said


def signed(body):
    """A form with its checksum."""
    return f"aludel recipe 1 {hashlib.sha256(body.encode()).hexdigest()[:32]}\n{body}"


def tests(b):
    def damaged():
        """One byte that is another, anywhere."""
        database = b.database()
        form = b.form(database)
        for at in range(0, len(form), 1 if b.dialect == "sqlite" else 9):
            b.put_form(database, form[:at] + ("x" if form[at] != "x" else "y") + form[at + 1:])
            b.refused(database, "'a2' can't be undone from the log: what its row carries is", HINT)
        b.put_form(database, form)
        b.old.run(database.url, "downgrade", "--carried")

    def cut_off():
        database = b.database()
        form = b.form(database)
        for length in range(0, len(form), 3 if b.dialect == "sqlite" else 20):
            b.put_form(database, form[:length])
            b.refused(database, "'a2' can't be undone from the log: ")

    def newer_format():
        database = b.database()
        b.put_form(database, b.form(database).replace("recipe 1 ", "recipe 2 "))
        b.refused(database, "what its row carries is of a format that this program doesn't know")

    def badly_formed():
        """With a checksum that holds."""
        database = b.database()
        for body in ("i2:a2p2:a1f;z3:abc", "p2:a1i2:a2f;", "i2:a2p2:a1f;s99:DROP", "i2:a2p2:a1", "i2:a2p2:a1f;!2:nos1:x",
                     "i2:a2p2:a1f;r1:u", "i2:a2p2:a1f;r1:ue1;.;", "i2:a2p2:a1f;!0:", "i0:p2:a1f;", ""):
            b.put_form(database, signed(body))
            b.refused(database, "'a2' can't be undone from the log: what its row carries is damaged")

    def another_one():
        database = b.database()
        b.put_form(database, b.form(database, "a3"))
        b.refused(database, "'a2' can't be undone from the log: its row carries the way back from another revision")

    def nothing_carried():
        database = b.database()
        b.put_form(database, None)
        b.refused(database, "'a2' can't be undone from the log: the program that applied it (aludel 0.1.0) left no way back")
        b.put_form(database, "a1+a2")
        b.refused(database, "'a2' can't be undone from the log: what its row carries isn't the way back")

    def no_row():
        database = b.database()
        database.script("DELETE FROM aludel_log WHERE revision = 'a2'")
        b.refused(database, "'a2' can't be undone from the log: it has no row there", HINT)
        said = b.old.run(database.url, "current", status=3)
        must("--carried" not in said, said)

    def no_log():
        database = b.times.database(b.server)
        b.new.run(database.url, "upgrade", "heads")
        database.script("DROP TABLE aludel_log")
        b.old.refuses(database.url, "'a3' can't be undone from the log: it has no row there")

    def not_an_upgrade():
        """The last that was done with it counts."""
        database = b.database()
        b.new.run(database.url, "stamp", "a2")
        b.new.run(database.url, "stamp", "a3")
        b.refused(database, "'a3' can't be undone from the log: the last that was done with it is a stamp, not an upgrade")

    def a_parent_that_nobody_knows():
        database = b.database()
        b.put_form(database, signed("i2:a2p4:lostf;s12:DROP TABLE u"))
        b.refused(database, "'lost' can't be undone from the log: it has no row there")

    def out_of_order():
        """By the log it was applied before what it needs."""
        database = b.database()
        b.put_form(database, signed("i2:a2p2:a3f;s12:DROP TABLE u"))
        b.refused(database, "'a2' can't be undone from the log: by the log it was applied before 'a3', which it needs")

    def newer_log():
        database = b.database()
        database.script("UPDATE aludel_log SET layout = 99 WHERE revision = 'a3'")
        b.refused(database, "was written by a newer program (its layout is beyond 1)")

    def other_chain():
        """Another program's database, which it has been pointed at."""
        with Times(b.dialect) as times:
            times.migration("zz", None, "CREATE TABLE z (id INTEGER);", "DROP TABLE z;")
            database = b.database(times.build())
            b.refused(database, "'zz' can't be undone from the log: it stands on no revision that this program knows: this may "
                      "be another program's database")

    def built_without():
        with Times(b.dialect, "") as times:
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            old = times.build()
            database = b.database()
            b.refused(database, "this program can't undo what newer ones did: it was built without carry_downgrades",
                      "hint: set `carry_downgrades = yes` in aludel.ini before it is built", program=old, status=1)
            said = old.run(database.url, "upgrade", "head", status=3)
            must("--carried" not in said, said)

    def unknown_target():
        database = b.database()
        b.refused(database, "Can't locate revision identified by 'a2'", words=("downgrade", "--carried", "a2"), status=1)

    def known_irreversible():
        """Below the target it goes on to: looked at before anything is undone."""
        with Times(b.dialect) as times:
            times.migration("a0", None, "SELECT 1;", "SELECT 1;")
            times.migration("a1", "a0", KNOWS_A1, '<% op.irreversible("it was long ago") %>')
            old = times.build()
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            database = b.database(times.build())
            b.refused(database, "'a1' can't be downgraded: it was long ago", words=("downgrade", "--carried", "a0"), status=1,
                      program=old)

    def steps_that_are_no_recipe():
        for what, top, back, why in (
                ("irreversible", "", '<% op.irreversible("the rows are gone") %>', "the rows are gone"),
                ("c", '<%c>\n#include <stddef.h>\n</%c>\n', "<%c>(void)op;</%c>\nDROP TABLE u;", "its downgrade runs C"),
                ("asks", "", '% if op.has_table("u"):\nDROP TABLE u;\n% endif', "its downgrade "),
                ("rows", "", '% for row in op.query("SELECT id FROM t"):\nDELETE FROM u WHERE id = ${row.id};\n% endfor\n'
                 "DROP TABLE u;", "its downgrade asks the database"),
                ("outside", "", "% with op.autocommit():\nVACUUM;\n% endwith\nDROP TABLE u;",
                 "its downgrade runs statements outside of transactions"),
                ("variable", "", 'DELETE FROM u WHERE id = ${int(env("ID"))};\nDROP TABLE u;', "its downgrade "),
        ):
            with Times(b.dialect) as times:
                times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
                old = times.build()
                times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", back, top)
                times.migration("a3", "a2", "CREATE TABLE v (id INTEGER);", "DROP TABLE v;")
                database = b.database(times.build())
                said = b.refused(database, "'a2' can't be undone from the log: " + why, "nothing has been executed", HINT,
                                 program=old)
                must("a3" not in said, f"{what}: {said}")
                said = old.run(database.url, "current", status=3)
                must("--carried" not in said, f"{what}: {said}")

    def hooks_that_are_no_recipe():
        with Times(b.dialect) as times:
            times.put("env.mako", '<%def name="after_each()">\n% if op.has_table("u"):\nDELETE FROM u;\n% endif\n</%def>\n')
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            old = times.build()
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            b.refused(b.database(times.build()), "'a2' can't be undone from the log: after_each() in env.mako ", program=old)

    def interrupted():
        """A newer program's migration that was interrupted outside of its transactions."""
        with Times(b.dialect) as times:
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            old = times.build()
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            times.migration("a3", "a2", "% with op.autocommit():\nANALYZE;\n% endwith\n"
                            '<% fail("stop") if not env("GO", False) else None %>', "SELECT 1;")
            new, database = times.build(), times.database(b.server)
            new.run(database.url, "upgrade", "heads", status=1)
            b.refused(database, "the upgrade of 'a3' was interrupted and isn't part of this run",
                      "finish it first, with a program that still has it", program=old, status=1)

    def in_a_squash():
        """It is an older database, not a newer one."""
        with Times(b.dialect) as times:
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            times.migration("a3", "a2", "CREATE TABLE v (id INTEGER);", "DROP TABLE v;")
            database = times.database(b.server)
            times.build().run(database.url, "upgrade", "a2")
            times.remove("a2_x.mako")
            times.migration("a3", "a1", "CREATE TABLE u (id INTEGER);\nCREATE TABLE v (id INTEGER);", "DROP TABLE v;\nDROP TABLE u;",
                            '<%! replaces = ("a2", "a3") %>\n')
            b.refused(database, "'a2' was squashed into 'a3'", program=times.build(), status=1)

    def on_the_middle_of_a_squash():
        """What is newer stands on a revision that this program has only within another one."""
        with Times(b.dialect) as times:
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            times.migration("x3", "a2", "CREATE TABLE w (id INTEGER);", "DROP TABLE w;")
            database = b.database(times.build())
            times.remove("x3_x.mako")
            times.remove("a2_x.mako")
            times.migration("a3", "a1", "CREATE TABLE u (id INTEGER);\nCREATE TABLE v (id INTEGER);", "DROP TABLE v;\nDROP TABLE u;",
                            '<%! replaces = ("a2", "a3") %>\n')
            b.refused(database, "'a2' can't be undone from the log: it was squashed into 'a3', which this program has",
                      program=times.build())

    def a_squash_of_what_is_known():
        """The older program has a part of it, with rows: undone as a whole they would be lost."""
        with Times(b.dialect) as times:
            times.migration("a1", None, KNOWS_A1, "DROP TABLE t;")
            times.migration("a2", "a1", "CREATE TABLE u (id INTEGER);", "DROP TABLE u;")
            old = times.build()
            times.remove("a2_x.mako")
            times.migration("a3", "a1", "CREATE TABLE u (id INTEGER);\nCREATE TABLE v (id INTEGER);", "DROP TABLE v;\nDROP TABLE u;",
                            '<%! replaces = ("a2", "a3") %>\n')
            b.refused(b.database(times.build()), "'a3' can't be undone from the log: it was squashed from others, 'a2' among them",
                      program=old)

    def only_downgrade():
        said = b.old.run(b.database().url, "upgrade", "--carried", "head", status=2)
        must("--carried" in said, said)
        said = b.old.run(b.database().url, "downgrade", status=2)
        must("downgrade wants REV" in said, said)

    return [value for value in list(locals().values()) if callable(value) and value is not b]


if __name__ == "__main__":
    try:
        sys.exit(play_on(sys.argv[1], Bench, tests, sys.argv[2:]))
    except Wrong as wrong:
        sys.exit(str(wrong))

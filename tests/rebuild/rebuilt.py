"""A test case with a database file that is rebuilt by rebuild_tool, and is looked at before and behind.

    class Triggers(RebuildTest):
        def test_one(self):
            self.make("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, '2')")
            self.rebuild(edit("SET_TYPE", "b", "TEXT"), becomes="CREATE TABLE t (a, b TEXT)")
            self.refuses("becomes NOT NULL", edit("SET_NOT_NULL", "a"))

            for _ in self.keeps("CREATE TABLE t (n INTEGER, …)"):
                …                        in place and by copy

    run()                                the program is the script's first argument

`rebuild` shows that nothing else has changed: no other text in the schema, no value, no type of one, no rowid;
`refuses` that nothing has changed at all.
"""
import contextlib
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import unittest

from tool import Tool, edit  # noqa: F401: for the scripts that use this one
from tools.postgres import roomy_folder

NAMES = ("rowid", "_rowid_", "oid")
WAYS = [("SET_NOT_NULL", None, "n INTEGER NOT NULL"), ("SET_DEFAULT", "7", "n INTEGER DEFAULT 7"),
        ("SET_TYPE", "BIGINT", "n BIGINT")]


def connect(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
    return db


def quoted(name):
    return '"%s"' % name.replace('"', '""')


# ---- A database as it stands -----------------------------------------------------------------------------------

def schema_of(db):
    return sorted(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"), key=repr)


def columns_of(db, table):
    return [name for _, name, *_ in db.execute(f"PRAGMA table_xinfo({quoted(table)})")]


def rowid_of(db, table):
    """The expression that gives it; NULL for a table that has none."""
    for name in NAMES:
        if name not in (c.lower() for c in columns_of(db, table)):
            with contextlib.suppress(sqlite3.OperationalError):
                db.execute(f"SELECT {name} FROM {quoted(table)} LIMIT 0")
                return name
    return "NULL"


def rows_of(db, table):
    """A row for each: the rowid, and for every column its value and type."""
    columns = columns_of(db, table)
    parts = ", ".join(f"{quoted(c)}, typeof({quoted(c)})" for c in columns)
    rows = db.execute(f"SELECT {rowid_of(db, table)}, {parts} FROM {quoted(table)}").fetchall()
    pairs = [(row[0], {c: row[1 + 2 * i:3 + 2 * i] for i, c in enumerate(columns)}) for row in rows]
    return sorted(pairs, key=repr)


def everything(path):
    """The schema, and the rows of each table."""
    with contextlib.closing(connect(path)) as db:
        schema = schema_of(db)
        tables = [name for type, name, _, sql in schema
                  if type == "table" and not (sql or "").startswith("CREATE VIRTUAL")]
        return schema, {name: rows_of(db, name) for name in tables}


def common(rows, others):
    """What both have of each row; the values of columns that only one of them has are left out."""
    names = set(rows[0][1] if rows else ()) & set(others[0][1] if others else ())
    return [(rowid, {c: v for c, v in values.items() if c in names}) for rowid, values in rows]


# ---- The test case ---------------------------------------------------------------------------------------------

class RebuildTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.tool = Tool(sys.argv[1])
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aludel-rebuild-", dir=roomy_folder()))
        self.file = self.folder / "test.db"

    def tearDown(self):
        self.tool.stop()
        shutil.rmtree(self.folder)

    # -- Making and asking

    def make(self, sql, file=None):
        with contextlib.closing(connect(file or self.file)) as db:
            db.executescript(sql)

    def ask(self, query, file=None):
        with contextlib.closing(connect(file or self.file)) as db:
            return db.execute(query).fetchall()

    def column(self, query):
        return [value for value, *_ in self.ask(query)]

    def text(self, name, file=None):
        return self.ask(f"SELECT sql FROM sqlite_master WHERE name = '{name}'", file)[0][0]

    def everything(self):
        return everything(self.file)

    # -- What must hold

    def healthy(self, broken_keys=()):
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(sorted(self.ask("PRAGMA foreign_key_check")), sorted(broken_keys))

    def same_but(self, before, after, table, becomes, gone):
        """The text of the table and what has gone by name are all that differs."""
        schema, rows = before
        wanted = [(type, name, of, becomes if (type, name) == ("table", table) else sql)
                  for type, name, of, sql in schema if name not in gone]
        self.assertEqual(after[0], wanted)
        for name in rows:
            self.assertEqual(common(after[1][name], rows[name]), common(rows[name], after[1][name]), name)

    def rebuild(self, *edits, becomes, table="t", gone=(), compare=True, broken_keys=(), **options):
        before = self.everything()
        answer = self.tool.rebuild(table, edits, file=self.file, **options)
        self.assertTrue(answer.ok, f"{edits}: {answer.message}")
        self.as_it_was(answer, options)
        self.healthy(broken_keys)
        if compare:
            self.same_but(before, self.everything(), table, becomes, gone)
        return answer

    def as_it_was(self, answer, options):
        self.assertEqual((answer.keys, answer.legacy), (bool(options.get("keys")), False), "settings of the connection")

    def refuses(self, message, *edits, hint=None, table="t", **options):
        before = self.everything()
        answer = self.tool.rebuild(table, edits, file=self.file, **options)
        self.assertFalse(answer.ok, "it was done")
        self.assertIn(message, answer.message)
        if hint is not None:
            self.assertIn(hint, answer.hint)
        self.as_it_was(answer, options)
        self.assertEqual(self.everything(), before)
        return answer

    # -- Both ways

    def keeps(self, sql, table="t", **options):
        """Whatever `sql` makes, a rebuild loses none of it. The table has a column `n INTEGER`, which is edited."""
        for kind, with_, text in WAYS:
            self.file.unlink(missing_ok=True)
            self.make(sql)
            becomes = self.text(table).replace("n INTEGER", text)
            answer = self.rebuild(edit(kind, "n", with_), becomes=becomes, table=table, **options)
            self.assertEqual(copied(answer), kind != "SET_NOT_NULL" or bool(options.get("defensive")))
            yield kind


def copied(answer):
    return any(s.startswith("INSERT OR ABORT INTO") for s in answer.statements)


def run():
    """All test cases of the script."""
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])

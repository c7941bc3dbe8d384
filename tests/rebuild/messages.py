"""What a rebuild says when it refuses: messages.txt, a block a case.

    messages.py PROGRAM [--update]
"""
import pathlib
import sqlite3
import sys
import tempfile

from tool import Tool, edit
from tools.golden import difference

EXPECTED = pathlib.Path(__file__).with_name("messages.txt")
TABLE = """
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT CONSTRAINT positive CHECK (c > 0), d INT REFERENCES p, UNIQUE (b, c), CHECK (b <> 'x'));
CREATE TABLE alone (a);
CREATE TABLE spread (a GENERATED ALWAYS AS (b + 1), b);
CREATE TABLE k (t INT REFERENCES t (a));
CREATE INDEX i ON t (b, d);
CREATE INDEX i2 ON t (c) WHERE b > 'a';
CREATE VIEW v AS SELECT * FROM t WHERE d > 0;
CREATE VIEW w AS SELECT b FROM t;
CREATE TRIGGER r AFTER UPDATE OF d ON t BEGIN SELECT 1; END;
CREATE TRIGGER s AFTER INSERT ON k BEGIN UPDATE t SET d = NULL; END;
CREATE VIRTUAL TABLE f USING fts5 (x);
INSERT INTO t VALUES (1, 'one', 1, NULL), (2, NULL, 2, 7), (3, NULL, 3, NULL);
INSERT INTO k VALUES (1), (2);
"""
CASES = [
    ("no such table", "nowhere", [edit("DROP_COLUMN", "a")], {}),
    ("a view", "v", [edit("DROP_COLUMN", "a")], {}),
    ("a virtual table", "f", [edit("DROP_COLUMN", "a")], {}),
    ("no such column", "t", [edit("SET_TYPE", "z", "INT")], {}),
    ("a column that is there", "t", [edit("ADD_COLUMN", "B", "B TEXT")], {}),
    ("beside no column", "t", [edit("ADD_COLUMN", "e", "e TEXT", after="z")], {}),
    ("no definition", "t", [edit("SET_TYPE", "b", "(")], {}),
    ("no definition of a column", "t", [edit("ADD_COLUMN", "e", "e TEXT, (")], {}),
    ("the last column", "alone", [edit("DROP_COLUMN", "a")], {}),
    ("used columns", "t", [edit("DROP_COLUMN", "c"), edit("DROP_COLUMN", "d"), edit("DROP_COLUMN", "a")], {}),
    ("used elsewhere", "t", [edit("DROP_CONSTRAINT", constraint="UNIQUE", columns=["b", "c"]), edit("DROP_COLUMN", "b")],
     {"setup": "DROP INDEX i; DROP INDEX i2"}),
    ("no such constraint", "t", [edit("DROP_CONSTRAINT", "negative", constraint="CHECK")], {}),
    ("no constraint at all", "alone", [edit("DROP_CONSTRAINT", "negative", constraint="CHECK")], {}),
    ("no such key", "alone", [edit("DROP_CONSTRAINT", constraint="UNIQUE", columns=["a"])], {}),
    ("no definition", "alone", [edit("REDEFINE", None, "CREATE TABLE alone AS SELECT 1 AS a")], {}),
    ("several constraints", "t", [edit("DROP_CONSTRAINT", constraint="CHECK")], {}),
    ("NULLs, in place", "t", [edit("SET_NOT_NULL", "b")], {}),
    ("one NULL, copied", "t", [edit("SET_NOT_NULL", "b"), edit("COMPUTE", "b", "coalesce(b, nullif(a, 3))")], {}),
    ("NULLs, copied", "t", [edit("SET_NOT_NULL", "b"), edit("SET_TYPE", "b", "VARCHAR(9)")], {}),
    ("NOT NULL, and new", "t", [edit("ADD_COLUMN", "e", "e TEXT NOT NULL")], {}),
    ("a check", "t", [edit("ADD_CONSTRAINT", "small", "CONSTRAINT small CHECK (c < 2)")], {}),
    ("a check of one row", "t", [edit("ADD_CONSTRAINT", None, "CHECK (a < 3)")], {}),
    ("a check, copied", "t", [edit("ADD_CONSTRAINT", "small", "CONSTRAINT small CHECK (c < 2)"), edit("SET_DEFAULT", "c", "1")], {}),
    ("a check, copied with another type", "t", [edit("SET_TYPE", "b", "INT"), edit("ADD_CONSTRAINT", None, "CHECK (c <2)")], {}),
    ("a named check, copied with another type", "t",
     [edit("ADD_CONSTRAINT", "small", "CONSTRAINT [small] CHECK (c <2)"), edit("SET_TYPE", "b", "INT")], {}),
    ("a key twice, of several", "t", [edit("ADD_CONSTRAINT", None, "UNIQUE (b, C)"), edit("ADD_CONSTRAINT", None, "UNIQUE (D, a)"),
                                      edit("COMPUTE", "d", "5"), edit("ADD_CONSTRAINT", None, "UNIQUE (D)")], {}),
    ("a check of no column", "t", [edit("ADD_CONSTRAINT", None, "CHECK (z < 2)")], {}),
    ("a key twice", "t", [edit("ADD_CONSTRAINT", None, "UNIQUE (d)"), edit("COMPUTE", "d", "5")], {}),
    ("a key twice, as the rows stand", "t", [edit("ADD_CONSTRAINT", "one_c", "CONSTRAINT one_c UNIQUE (c)")],
     {"setup": "INSERT INTO t (a, c) VALUES (4, 3)"}),
    ("a key of two twice, as the rows stand", "t", [edit("ADD_CONSTRAINT", None, "UNIQUE (C, d)")],
     {"setup": "INSERT INTO t (a, c, d) VALUES (4, 5, 7), (5, 5, 7)"}),
    ("a primary key twice", "alone", [edit("ADD_CONSTRAINT", None, "PRIMARY KEY (a)")], {"setup": "INSERT INTO alone VALUES (1), (1)"}),
    ("no parent", "t", [edit("ADD_CONSTRAINT", None, "FOREIGN KEY (c) REFERENCES p (id)")], {}),
    ("no parent, copied", "t", [edit("COMPUTE", "d", "a")], {}),
    ("the only parents", "t", [edit("COMPUTE", "a", "a + 10")], {}),
    ("keys that are on", "t", [edit("SET_TYPE", "b", "INT")], {"keys": True, "open": True}),
    ("a parent that never was, and keys that are on", "k", [edit("SET_TYPE", "t", "BIGINT")],
     {"keys": True, "open": True, "setup": "PRAGMA foreign_keys = OFF; INSERT INTO k VALUES (99); PRAGMA foreign_keys = ON"}),
    ("a key that fits no parent, and keys that are on", "mine", [edit("SET_TYPE", "n", "BIGINT")],
     {"keys": True, "open": True, "setup": "CREATE TABLE far (id); CREATE TABLE mine (n INT REFERENCES far (id))"}),
    ("nothing to copy", "alone", [edit("ADD_COLUMN", name, name) for name in ("rowid", "oid", "_rowid_")] + [edit("DROP_COLUMN", "a")], {}),
    ("one value for all rows", "t", [edit("COMPUTE", "b", "max(b)")], {}),
    ("one value for no rows", "alone", [edit("COMPUTE", "a", "max(a)")], {}),
    ("no row may be copied", "t", [edit("SET_TYPE", "b", "INT")], {"ignore": "t"}),
    ("no definition may be written", "t", [edit("DROP_CONSTRAINT", "positive")], {"ignore": "sqlite_master"}),
    ("names itself, defensive", "mine", [edit("SET_TYPE", "a", "TEXT")],
     {"setup": "CREATE TABLE mine (a, CHECK (mine.a > 0))", "defensive": True}),
    ("a script, unknown", "t", [edit("SET_NOT_NULL", "b")], {"file": None, "unknown": "its shape isn't certain"}),
    ("a script, used columns", "t", [edit("DROP_COLUMN", "b")],
     {"file": None, "sql": "CREATE TABLE t (a, b)", "indexes": ['CREATE UNIQUE INDEX "i ""1""" ON t (a, b)'],
      "triggers": ["CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN SELECT 1; END"]}),
    ("a script, not told", "t", [edit("SET_NOT_NULL", "b")], {"file": None}),
]


def said(tool, file, case):
    title, table, edits, options = case
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as db:
        db.executescript(TABLE)
    before = list(db.iterdump())
    answer = tool.rebuild(table, edits, **{"file": file, **options})
    assert not answer.ok, title
    if "setup" not in options:
        assert list(db.iterdump()) == before, title
    db.close()
    title += f" (at edit {answer.edit})" if answer.edit else ""
    return f"{title}\n    {answer.message}\n" + (f"    hint: {answer.hint}\n" if answer.hint else "")


def main():
    with tempfile.TemporaryDirectory() as folder, Tool(sys.argv[1]) as tool:
        now = "".join(said(tool, pathlib.Path(folder, "x.db"), case) for case in CASES)
    if sys.argv[2:] == ["--update"]:
        EXPECTED.write_text(now)
    expected = EXPECTED.read_text()
    print(difference(expected, now, EXPECTED.name) or f"{len(CASES)} messages")
    sys.exit(now != expected)


if __name__ == "__main__":
    main()

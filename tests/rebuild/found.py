"""What random tables have found once: each must stay mended. run(tool, file) yields what isn't.

Each: its name; statements, the first of which makes the table t; edits; the definition that must come of it, None where
it must be refused; and rows, or what else must be there behind it: a query and its rows.
"""
import sqlite3

from tool import edit

FOUND = [
    ("a check that names the table is added in place", ["CREATE TABLE t (a)"],
     [edit("ADD_CONSTRAINT", with_="CHECK (t.a > 0)")], "CREATE TABLE t (a, CHECK (t.a > 0))"),
    ("a named default is dropped", ["CREATE TABLE t (a CONSTRAINT d DEFAULT 5)", "INSERT INTO t VALUES (1)"],
     [edit("DROP_CONSTRAINT", "d", constraint="CHECK")], "CREATE TABLE t (a)"),
    ("a named collation is dropped, and its index is made anew",
     ["CREATE TABLE t (a TEXT CONSTRAINT c COLLATE nocase UNIQUE)", "INSERT INTO t VALUES ('b'), ('A')"],
     [edit("DROP_CONSTRAINT", "c", constraint="CHECK")], "CREATE TABLE t (a TEXT UNIQUE)",
     ("SELECT a FROM t ORDER BY a", [("A",), ("b",)])),
    ("a key to the table itself is told by its own columns",
     ["CREATE TABLE t (a, b, FOREIGN KEY (a) REFERENCES t (b), FOREIGN KEY (b) REFERENCES t (a))"],
     [edit("DROP_CONSTRAINT", constraint="FOREIGN_KEY", columns=["b"])],
     "CREATE TABLE t (a, b, FOREIGN KEY (a) REFERENCES t (b))"),
    ("a key that leads to the same table in other letters has no more rows without their parent",
     ["CREATE TABLE t (a PRIMARY KEY, b CONSTRAINT k REFERENCES T)", "INSERT INTO t VALUES (1, 2)"],
     [edit("DROP_CONSTRAINT", "k", constraint="FOREIGN_KEY"), edit("ADD_CONSTRAINT", with_="FOREIGN KEY (b) REFERENCES t")],
     "CREATE TABLE t (a PRIMARY KEY, b, FOREIGN KEY (b) REFERENCES t)"),
    ("a new column's default has no parent",
     ["CREATE TABLE t (a)", "CREATE TABLE p (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)"],
     [edit("ADD_COLUMN", "b", "b INT DEFAULT 9 REFERENCES p (id)")], None),
    ("an index that names a column by a string keeps it", ["CREATE TABLE t (a, b)", "CREATE INDEX i ON t (a, 'b')"],
     [edit("DROP_COLUMN", "a")], None),
    ("an index goes with the last of its columns", ["CREATE TABLE t (a, b, c)", "CREATE INDEX i ON t (a, b)"],
     [edit("DROP_COLUMN", "a"), edit("DROP_COLUMN", "b")], "CREATE TABLE t (c)"),
    ("a comment between a column and its comma goes where that goes", ["CREATE TABLE t (a /* of a */, b)"],
     [edit("MOVE_COLUMN", "a", after="b")], "CREATE TABLE t (b, a /* of a */)"),
    ("a comment on its own line stays there", ["CREATE TABLE t (a, b,\n-- of c\nc)"],
     [edit("DROP_COLUMN", "b"), edit("DROP_COLUMN", "a")], "CREATE TABLE t (\n-- of c\nc)"),
    ("a comment with dashes in it isn't one of a line", ["CREATE TABLE t (a/* -- */, b)"],
     [edit("MOVE_COLUMN", "a", after="b")], "CREATE TABLE t (b, a/* -- */)"),
    ("a word of SQLite's is no column", ["CREATE TABLE t (\"or\", a, CHECK (a > 1 OR a < 0))"],
     [edit("DROP_COLUMN", "a")], "CREATE TABLE t (\"or\")"),
    ("what stands behind UPDATE OF is a column, whatever its name",
     ["CREATE TABLE t (a, desc)", "CREATE TRIGGER r UPDATE OF desc, a ON t BEGIN SELECT 1; END"],
     [edit("DROP_COLUMN", "desc")], None),
    ("the END of a CASE is no column", ["CREATE TABLE t (a CHECK (CASE WHEN a IS 5 THEN 0 ELSE 1 END), \"end\")"],
     [edit("DROP_COLUMN", "end")], "CREATE TABLE t (a CHECK (CASE WHEN a IS 5 THEN 0 ELSE 1 END))"),
    ("a collation is no column", ["CREATE TABLE t (nocase, a)", "CREATE INDEX i ON t (a COLLATE nocase)"],
     [edit("DROP_COLUMN", "a")], "CREATE TABLE t (nocase)"),
    ("a table is no column", ["CREATE TABLE t (t, a, CHECK (t.a > 1))"], [edit("DROP_COLUMN", "a")], "CREATE TABLE t (t)"),
    ("a type is no column", ["CREATE TABLE t (text, a, CHECK (CAST(a AS TEXT) <> 'q'))"],
     [edit("DROP_COLUMN", "a")], "CREATE TABLE t (text)"),
    ("an order is no column", ["CREATE TABLE t (\"desc\", a)", "CREATE INDEX i ON t (a DESC)"],
     [edit("DROP_COLUMN", "desc")], "CREATE TABLE t (a)"),
    ("UPDATE OF names a column by a string",
     ["CREATE TABLE t (a, b)", "CREATE TRIGGER g AFTER UPDATE OF 'a' ON t BEGIN SELECT 1; END"], [edit("DROP_COLUMN", "a")], None),
    ("a key that names no column of its parent doesn't name the one without a name",
     ["CREATE TABLE t (a PRIMARY KEY, '')", "CREATE TABLE c (t REFERENCES t)"], [edit("DROP_COLUMN", "")],
     "CREATE TABLE t (a PRIMARY KEY)"),
    ("a key may name the column without a name", ["CREATE TABLE t (a, '' UNIQUE)", "CREATE TABLE c (t REFERENCES t (''))"],
     [edit("DROP_COLUMN", "")], None),
    ("a check that comes and goes looks at no row", ["CREATE TABLE t (a)", "INSERT INTO t VALUES (1)"],
     [edit("ADD_CONSTRAINT", "c", "CONSTRAINT c CHECK (a > 5)"), edit("DROP_CONSTRAINT", "c", constraint="CHECK")],
     "CREATE TABLE t (a)"),
    ("a new key counts the rows in their order",
     ["CREATE TABLE t (a INT UNIQUE)", "INSERT INTO t VALUES (9), (3)"], [edit("ADD_COLUMN", "id", "id INTEGER PRIMARY KEY")],
     "CREATE TABLE t (a INT UNIQUE, id INTEGER PRIMARY KEY)", ("SELECT id, a FROM t ORDER BY id", [(1, 9), (2, 3)])),
]


def made(statements):
    db = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements:
        db.execute(statement)
    return db.serialize()


def opened(data):
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    return db


def run_one(tool, file, statements, edits, text, more=None):
    """What is wrong, or None."""
    with open(file, "wb") as f:
        f.write(made(statements))
    answer = tool.rebuild("t", edits, file=file)
    if answer.ok != (text is not None):
        return answer.message or "it was not refused"
    with open(file, "rb") as f:
        db = opened(f.read())
    stands = db.execute("SELECT sql FROM sqlite_master WHERE name = 't'").fetchone()[0]
    if text and stands != text:
        return f"the definition is {stands}"
    if more and db.execute(more[0]).fetchall() != more[1]:
        return f"{more[0]}: {db.execute(more[0]).fetchall()}"
    return None


def run(tool, file):
    for name, *case in FOUND:
        wrong = run_one(tool, file, *case)
        if wrong:
            yield f"{name}: {wrong}"

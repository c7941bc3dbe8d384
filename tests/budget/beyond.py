"""What a statement does besides to the table that it names: queries in it, other databases, replaced rows, names in other spellings. What
is said to be certain is no less than what is needed, and what can't be is said not to be, with the reason."""
import pathlib
import random
import sqlite3
import sys
import tempfile

import build
import chains

TABLES = """CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, at INTEGER);
CREATE INDEX t_name ON t (name);
CREATE TABLE s (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE w (id INTEGER PRIMARY KEY, key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
CREATE TABLE k (name TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE "CamelCase" (a REFERENCES t (id), b, c);
CREATE INDEX cc ON "CamelCase" (a, b) WHERE c > 0;
"""
KEEPS, ELSEWHERE, STRANGE = "what a query keeps while it runs", "another database", "isn't in the database's main part"


def names_of(count):
    """A list of literals, 99 bytes each."""
    return ", ".join(repr(f"{'x' * 90}{number:05}") for number in range(count))


# What, its text, and why it isn't certain; None: it is.
STATEMENTS = [
    ("NOT IN (SELECT)", "DELETE FROM s WHERE name NOT IN (SELECT name FROM t);", KEEPS),
    ("IN (SELECT)", "UPDATE s SET name = 'x' WHERE name IN (SELECT name FROM t);", KEEPS),
    ("IN table", "DELETE FROM s WHERE (id, name) IN s;", KEEPS),
    ("IN literals", "DELETE FROM t WHERE at IN (1, 2, 3);", None),
    ("IN many literals", f"DELETE FROM t WHERE name IN ({names_of(20000)});", KEEPS),
    ("IN so many literals", f"DELETE FROM t WHERE name IN ({names_of(330)});", None),
    ("IN a few more", f"DELETE FROM t WHERE name IN ({names_of(332)});", KEEPS),
    ("EXISTS", "DELETE FROM s WHERE EXISTS (SELECT 1 FROM t WHERE t.id + 1000000 = s.id);", KEEPS),
    ("what it adds to", "INSERT INTO s SELECT id, name FROM t WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.id = t.id);", KEEPS),
    ("beyond what it adds to", "INSERT INTO s SELECT id + 2000000, name FROM t WHERE id > (SELECT max(id) FROM s) - 2000000;", KEEPS),
    ("asked by itself", '<% found = op.scalar("SELECT count(*) FROM t WHERE EXISTS (SELECT 1 FROM s WHERE s.name = t.name)") %>', KEEPS),
    ("OR without rowids", "INSERT INTO s (name) SELECT at FROM k WHERE name = 'a' OR at > 1;", None),
    ("OR, asked", """<% found = op.scalar("SELECT count(*) FROM k WHERE name = 'a' OR at > 1") %>""", KEEPS),
    ("chosen by CASE", "CREATE TABLE c AS SELECT CASE WHEN at % 2 THEN name ELSE name END AS n FROM t;", None),
    ("several paths", "CREATE TABLE j AS SELECT json_extract(name, '$', '$') AS n FROM t WHERE json_valid(name);", "a function gives"),
    ("hex of a column", "CREATE TABLE h AS SELECT hex(name) AS n FROM t;", "a function gives"),
    ("hex of so many bytes", "INSERT INTO s VALUES (3000000, lower(hex(randomblob(16))));", None),
    ("replaced in the plan's own", "CREATE TABLE p (id INTEGER PRIMARY KEY, key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);\n"
     "INSERT INTO p SELECT id, key, value FROM w;\nINSERT INTO p SELECT id + 10, key, value FROM w;", None),
    ("renamed in a schema that has grown", "".join(f"CREATE TABLE g{i} (a, {', '.join(f'column_{j}' for j in range(60))});\n" for i in range(40)) +
     "ALTER TABLE s RENAME TO s2;", None),
    ("renamed again and again", "CREATE TABLE a0 (id INTEGER);\n" + "".join(f"ALTER TABLE a{i} RENAME TO a{i + 1};\n" for i in range(60)),
     "can't be bounded"),
    ("a branch", '% if op.has_table("nothing"):\nDROP TABLE t;\n% else:\nUPDATE t SET name = name || name;\n% endif', "changes the schema"),
    ("behind a way out", '% if op.has_table("nothing"):\n<% return %>\n% endif\nDROP TABLE w;', "changes the schema"),
    ("a loop", '% for row in op.query("SELECT id FROM s WHERE id < 0"):\nDROP TABLE t;\n% endfor\nUPDATE t SET name = name || name;', "changes the schema"),
    ("a view in a table's place", "ALTER TABLE t RENAME TO accounts;\nCREATE VIEW t AS SELECT * FROM accounts;\n"
     "INSERT INTO s SELECT id + 2000000, name FROM t;", STRANGE),
    ("a view in a dropped one's place", "DROP TABLE s;\nCREATE VIEW s AS SELECT * FROM t;\nCREATE TABLE s2 AS SELECT * FROM s;", STRANGE),
    ("in a SELECT's WHERE", "INSERT INTO s SELECT id, name FROM t WHERE name IN (SELECT name FROM k);", KEEPS),
    ("two tables, one by its index", "INSERT INTO s (id) SELECT t.id FROM t INDEXED BY t_name, k WHERE t.name = k.name;", "reads several tables"),
    ("a trigger on a view", "CREATE VIEW v AS SELECT id FROM t;\nCREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN SELECT 1; END;", None),
    ("RETURNING", "UPDATE t SET at = 1 RETURNING id, name;", KEEPS),
    ("a grouping question", "SELECT name FROM t GROUP BY name HAVING count(*) > 100;", KEEPS),
    ("a plain question", "SELECT count(*) FROM t WHERE at > 5;", None),
    ("rows in an order", '% for row in op.query("SELECT id FROM t ORDER BY name"):\n-- ${row.id}\n% endfor\n', KEEPS),
    ("count(DISTINCT)", "INSERT INTO s (id) SELECT count(DISTINCT name) FROM t;", None),
    ("grouped", "INSERT INTO s (name) SELECT max(at) FROM t GROUP BY name;", None),
    ("in an order", "INSERT INTO s (id) SELECT id FROM t WHERE (at > 0) ORDER BY name, at DESC;", None),
    ("in a computed order", "INSERT INTO s (id) SELECT id FROM t ORDER BY hex(name);", KEEPS),
    ("a wide row replaced", "INSERT OR REPLACE INTO w VALUES (1, 'key1', NULL);", None),
    ("wide rows replaced by themselves", "INSERT INTO w VALUES (11, 'key1', NULL), (12, 'key2', NULL);", None),
    ("an index in another spelling", "DROP INDEX T_Name;", None),
    ("a table in another spelling", "DROP TABLE T;", None),
    ("uneven entries go", "DELETE FROM t WHERE length(name) < 10;", None),
    ("uneven rows go", "DELETE FROM k WHERE length(name) < 10;", None),
    ("a column twice", "CREATE INDEX i ON t (name, at, name);", None),
    ("a column renamed", "ALTER TABLE \"CamelCase\" RENAME COLUMN c TO c_as_it_is_called_from_here_on;", None),
    ("a table renamed", "ALTER TABLE t RENAME TO t_as_it_is_called_from_here_on_in_all_of_its_indexes;", None),
    ("from sqlite_master", "CREATE TABLE u AS SELECT * FROM sqlite_master;", STRANGE),
    ("from a function", "INSERT INTO s SELECT 1000 + key, value FROM json_each WHERE json = '[1, 2, 3]';", STRANGE),
    ("from an attached database", "INSERT INTO s SELECT 1000 + id, name FROM legacy;", STRANGE),
    ("of an attached database", "DELETE FROM aux.legacy;", ELSEWHERE),
    ("into an attached database", "INSERT OR IGNORE INTO aux.legacy SELECT * FROM s;", ELSEWHERE),
    ("from a temporary table", "INSERT INTO s SELECT 1000 + id, name FROM passing;", STRANGE),
    ("behind a temporary table", "DELETE FROM shade;", STRANGE),
    ("a temporary table", "CREATE TEMP TABLE saved AS SELECT * FROM t;", "what is kept in temporary tables"),
    ("a virtual table", "CREATE VIRTUAL TABLE v USING fts5(a);", "what a virtual table keeps"),
    ("a setting", "PRAGMA cache_size = 1;\nUPDATE t SET at = at + 1;", "what a PRAGMA makes of what follows"),
    ("autocommit", '<% with op.get_context().autocommit_block(): op.execute("UPDATE t SET at = 1") %>',
     "what statements need that are transactions of their own"),
]
ATTACHED = ["ATTACH 'FOLDER/aux.db' AS aux", "CREATE TEMP TABLE passing AS SELECT * FROM aux.legacy",
            "CREATE TEMP TABLE shade AS SELECT * FROM aux.legacy"]


def fill(db, seed):
    r = random.Random(seed)
    names = ["n%08d" % n if n % 2 else "n%08d" % n + "x" * 850 for n in r.sample(range(10**8), 3000)]
    db.executemany("INSERT INTO t VALUES (?, ?, ?)", ((i, name, r.randint(0, 10**9)) for i, name in enumerate(names)))
    db.executemany("INSERT INTO k VALUES (?, ?)", ((name, r.randint(0, 10**9)) for name in names))
    db.executemany("INSERT INTO s VALUES (?, ?)", ((10**6 + i, f"n{i}") for i in range(100)))
    db.executemany("INSERT INTO w VALUES (?, ?, zeroblob(1000000))", ((i, f"key{i}") for i in range(1, 4)))
    db.execute("CREATE TABLE shade (id INTEGER PRIMARY KEY, name TEXT)")
    db.commit()


def prepare(folder, page, vacuum, mode):
    """The file, filled, and another one to attach."""
    file = folder / f"{page}{vacuum}{mode}.db"
    db = sqlite3.connect(file)
    for pragma in (f"page_size = {page}", f"auto_vacuum = {vacuum}"):
        db.execute("PRAGMA " + pragma)
    db.execute("CREATE TABLE other (a)")
    db.execute(f"PRAGMA journal_mode = {mode}")
    db.close()
    return file


def write_other(folder):
    db = sqlite3.connect(folder / "aux.db")
    db.execute("CREATE TABLE legacy (id INTEGER PRIMARY KEY, name TEXT)")
    db.executemany("INSERT INTO legacy VALUES (?, ?)", ((i, "n" * 100) for i in range(5000)))
    db.commit()
    db.close()


def judge(step, why):
    if step.certain and step.over():
        return "; ".join(step.over())
    if why is None and not step.certain:
        return f"isn't certain: {step.unknown}"
    if why and why not in step.unknown:
        return f"not {why!r}, but {step.unknown!r}"
    return None


def check(name, text, why):
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        build.write(folder / "e", {"r0": chains.template("r0", None, TABLES), "r1": chains.template("r1", "r0", text)})
        tool = build.build(folder / "e", folder)
        write_other(folder)
        for page, vacuum, mode, how in ((4096, 0, "DELETE", []), (512, 1, "DELETE", []), (4096, 0, "WAL", ["begun"]), (1024, 2, "WAL", [])):
            file = prepare(folder, page, vacuum, mode)
            build.run(tool, file, "up", "r0")
            db = sqlite3.connect(file)
            fill(db, page)
            db.close()
            attached = [h.replace("FOLDER", place) for h in ATTACHED] if why in (ELSEWHERE, STRANGE) else []
            [step], _ = build.steps(tool, file, "up", "head", *attached, *how)
            said = judge(step, why)
            wrong += [f"page {page}, {mode}, {how}: {said}"] if said else []
    print(f"{'FAILED' if wrong else 'ok'}: {name}{': ' if wrong else ''}{'; '.join(wrong)}", flush=True)
    return not wrong


if __name__ == "__main__":
    chosen = [s for s in STATEMENTS if not sys.argv[1:] or s[0] in sys.argv[1:]]
    sys.exit(0 if all([check(*s) for s in chosen]) else 1)

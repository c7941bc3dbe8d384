"""SQLite: what only a rebuild reaches, and in which order. Each case is two schemas with rows in the first one: the
migration that leads to the second is applied and taken back; behind each way there is nothing more to do, for `diff` and
for `check`, and the rows are what they were.

lite.py [names of cases…]
"""
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")

PARENT = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT{});"
CHILD = "CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT{});"
FAMILY = "INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1, 'x');"
PAIR_KEY = "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY ({}));"

# name: the present, the target, rows; what the migration says, perhaps
CASES = {
    # A key goes behind the foreign key that leans on it, and comes in front of the one that will.
    "key_goes": (PARENT.format(" UNIQUE") + CHILD.format(" REFERENCES p (code)"), PARENT.format("") + CHILD.format(""), FAMILY),
    "key_shrinks": (PAIR_KEY.format("a, b") + "CREATE TABLE u (a INTEGER, b INTEGER, FOREIGN KEY (a, b) REFERENCES t (a, b));",
                    PAIR_KEY.format("a") + "CREATE TABLE u (a INTEGER, b INTEGER);", "INSERT INTO t VALUES (1, 2); INSERT INTO u VALUES (1, 2);"),
    "other_parent": (PARENT.format(" UNIQUE") + "CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code));",
                     PARENT.format(" NOT NULL") + "CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT, p INTEGER REFERENCES p (id));",
                     "INSERT INTO p VALUES (1, 'x'); INSERT INTO a VALUES (1, 'x');"),
    "key_becomes_index": (PARENT.format(" UNIQUE") + CHILD.format(" REFERENCES p (code)"),
                          PARENT.format("") + "CREATE UNIQUE INDEX i ON p (code);" + CHILD.format(" REFERENCES p (code)"), FAMILY),
    "both_change": (PARENT.format("") + "CREATE UNIQUE INDEX i ON p (code);" + CHILD.format(" REFERENCES p (code)"),
                    PARENT.format(" UNIQUE") + CHILD.format(" REFERENCES p (code) ON DELETE CASCADE"), FAMILY),
    "to_itself": (PARENT.format(" UNIQUE").replace(");", ", up TEXT REFERENCES p (code));"),
                  PARENT.format("").replace(");", ", up TEXT REFERENCES p (code));") + "CREATE UNIQUE INDEX i ON p (code);",
                  "INSERT INTO p VALUES (1, 'x', 'x');"),
    "child_goes": (PARENT.format(" UNIQUE") + CHILD.format(" REFERENCES p (code)"), PARENT.format(""), "INSERT INTO p VALUES (1, 'x');"),
    # Constraints without a name, over the same columns.
    "two_checks": ("CREATE TABLE t (a INTEGER CHECK (a > 0) CHECK (a < 10), b INTEGER);", "CREATE TABLE t (a INTEGER CHECK (a < 10), b INTEGER);",
                   "INSERT INTO t VALUES (5, 1);"),
    "same_checks": ("CREATE TABLE t (a INTEGER CHECK (a > 0), b INTEGER CHECK (a > 0), CHECK (a > 0));",
                    "CREATE TABLE t (a INTEGER CHECK (a > 0), b INTEGER);", "INSERT INTO t VALUES (5, 1);"),
    "two_foreign_keys": ("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (id INTEGER PRIMARY KEY);"
                         "CREATE TABLE t (a INTEGER REFERENCES p (id) REFERENCES q (id));",
                         "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (id INTEGER PRIMARY KEY);"
                         "CREATE TABLE t (a INTEGER REFERENCES q (id));", "INSERT INTO p VALUES (1); INSERT INTO q VALUES (1); INSERT INTO t VALUES (1);"),
    # Types that come and go.
    "untyped": ("CREATE TABLE t (a INTEGER, b, c INT);", "CREATE TABLE t (a, b INTEGER, c);", "INSERT INTO t VALUES (5, 1, 2);"),
    "plain_untyped": ("CREATE TABLE t (a INTEGER, g AS (a + 1)); CREATE INDEX i ON t (g);", "CREATE TABLE t (a INTEGER, g INTEGER);", "INSERT INTO t VALUES (1);"),
    # Keys that number the rows.
    "new_key": ("CREATE TABLE t (a INTEGER, b TEXT);", "CREATE TABLE t (a INTEGER, b TEXT, id INTEGER PRIMARY KEY);",
                "INSERT INTO t VALUES (1, 'x'), (2, 'y');"),
    "new_counting_key": ("CREATE TABLE t (a INTEGER, b TEXT);", "CREATE TABLE t (a INTEGER, b TEXT, id INTEGER PRIMARY KEY AUTOINCREMENT);",
                         "INSERT INTO t VALUES (1, 'x'), (2, 'y');"),
    # A table's own options.
    "autoincrement": ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX i ON t (a);",
                      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); CREATE INDEX i ON t (a);", "INSERT INTO t VALUES (7, 'x');"),
    "strict": ("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER CHECK (b > 0)); CREATE VIEW v AS SELECT a FROM t;",
               "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER CHECK (b > 0), c REAL DEFAULT 1.5) STRICT; CREATE VIEW v AS SELECT a FROM t;",
               "INSERT INTO t VALUES (7, 'x', 1);"),
    "without_rowid": ("CREATE TABLE p (a TEXT PRIMARY KEY, b INTEGER); CREATE TABLE c (a TEXT REFERENCES p ON DELETE CASCADE);",
                      "CREATE TABLE p (a TEXT PRIMARY KEY, b INTEGER) WITHOUT ROWID, STRICT; CREATE TABLE c (a TEXT REFERENCES p ON DELETE CASCADE);",
                      "INSERT INTO p VALUES ('x', 1); INSERT INTO c VALUES ('x');"),
    # Clauses that a schema has no place for.
    "not_null_conflict": ("CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT IGNORE, b TEXT); CREATE TABLE u (a INTEGER);",
                          "CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT IGNORE, b TEXT); CREATE TABLE u (a INTEGER, b INTEGER);", "INSERT INTO t VALUES (1, 'x');"),
    "other_conflict": ("CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT IGNORE, b TEXT, c TEXT); CREATE INDEX i ON t (c);",
                       "CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 1, b TEXT, d TEXT); CREATE INDEX j ON t (d);",
                       "INSERT INTO t VALUES (1, 'x', 'y');"),
    "descending_key": ("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b DESC)); CREATE TABLE u (a TEXT, UNIQUE (a COLLATE NOCASE));",
                       "CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b)); CREATE TABLE u (a TEXT, UNIQUE (a COLLATE NOCASE));",
                       "INSERT INTO t VALUES (1, 2); INSERT INTO u VALUES ('x');"),
    "virtual": ("CREATE TABLE a (x TEXT); CREATE VIRTUAL TABLE f USING fts5(a, b);",
                "CREATE TABLE a (x TEXT, y TEXT); CREATE VIRTUAL TABLE f USING fts5 (a, b);", "INSERT INTO f VALUES ('x', 'y');"),
    "other_virtual": ("CREATE VIRTUAL TABLE f USING fts5(a, b);", "CREATE VIRTUAL TABLE f USING fts5(a, b, c);", ""),
    "no_virtual": ("CREATE VIRTUAL TABLE f USING fts5(a, b);", "CREATE TABLE f (a TEXT NOT NULL ON CONFLICT IGNORE);", ""),
}


def statements_of(text):
    """At the semicolons that end a statement."""
    found, piece = [], ""
    for part in text.split(";")[:-1]:
        piece += part + ";"
        if sqlite3.complete_statement(piece):
            found.append(piece.strip().removesuffix(";"))
            piece = ""
    return found


class Known:
    def __init__(self, name, a, b, rows, folder):
        self.id, self.folder, self.count = name, folder, 0
        self.texts = {"a": statements_of(a), "b": statements_of(b)}
        self.here = self.make(self.texts["a"] + statements_of(rows))
        self.before, self.there = self.make(self.texts["a"]), self.make(self.texts["b"])
        self.path = folder / "versions" / f"{name}.mako"

    def make(self, statements):
        self.count += 1
        path = self.folder / f"{self.count}.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)
        return f"sqlite:///{path}"

    def ask(self, url, question):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            return db.execute(question).fetchall()

    def fail(self, what):
        text = self.path.read_text() if self.path.exists() else ""
        sql = "\n".join(f"-- {side}\n" + ";\n".join(texts) + ";" for side, texts in self.texts.items())
        raise AssertionError(f"{self.id}: {what}\n{sql}\n{text}")

    def aludel(self, *arguments):
        done = subprocess.run([ALUDEL, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=300,
                              env={**os.environ, "NO_COLOR": "1"})
        if done.returncode:
            self.fail(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def write(self):
        ways = [self.aludel("diff", self.before, self.there, *back) for back in ([], ["--downgrade"])]
        self.path.write_text(f'<%!\nrevision = "{self.id}"\ndown_revision = None\n%>\n\n<%def name="upgrade()">\n{ways[0]}</%def>\n\n'
                             f'<%def name="downgrade()">\n{ways[1]}</%def>\n')
        if "fail(" in self.path.read_text():
            self.fail("there is no way")

    def shared(self):
        """What both schemas have: tables, each with its columns."""
        columns = [{name: {column[1] for column in self.ask(url, f'PRAGMA table_xinfo("{name}")')}
                    for (name,) in self.ask(url, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
                                                      "type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'")}
                   for url in (self.before, self.there)]
        return {name: sorted(columns[0][name] & columns[1][name]) for name in sorted(columns[0].keys() & columns[1].keys())}

    def values(self):
        return {table: sorted(map(repr, self.ask(self.here, f'SELECT {", ".join(columns)} FROM "{table}"')))
                for table, columns in self.shared().items() if columns}

    def check(self):
        """What the database itself says, against the schema that is meant."""
        meant = self.folder / "schema.sql"
        meant.write_text(";\n".join(self.texts["b"]) + ";\n")
        said = self.aludel("--url", self.here, "check")
        if said != "No new upgrade operations detected.\n":
            self.fail(f"check: {said}")

    def nothing_between(self, other, when):
        for one, two in ((self.here, other), (other, self.here)):
            more = self.aludel("diff", one, two)
            if more:
                self.fail(f"{when} there is more to do:\n{more}")

    def go(self, way, to, other):
        before = self.values()
        self.aludel("-q", "--url", self.here, way, to)
        self.nothing_between(other, f"behind the {way}")
        if self.values() != before:
            self.fail(f"rows have changed behind the {way}: {before} {self.values()}")

    def play(self):
        self.write()
        self.go("upgrade", self.id, self.there)
        self.check()
        self.go("downgrade", "base", self.before)


def play(top, name):
    folder = top / name
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nlog_table =\nfrom_scratch = no\n")
    Known(name, *CASES[name], folder).play()


def main(names):
    failed = []
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in names:
            try:
                play(top, name)
            except AssertionError as error:
                failed.append(str(error))
    print("\n\n".join(failed))
    print(f"{len(names)} cases, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(CASES)))

"""Rebuilds in a program built by `aludel build`: killed and interrupted in a long copy, in one transaction, tried only,
beside statements outside transactions, as scripts."""
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from e2e import harness
from rebuilt import connect, everything
from tools.postgres import roomy_folder

ROWS = 200_000
FIRST = f"""
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, name TEXT UNIQUE);
CREATE INDEX i ON t (n DESC) WHERE n > 0;
CREATE TABLE c (t INTEGER NOT NULL REFERENCES t ON DELETE CASCADE);
CREATE TABLE log (what TEXT);
CREATE TRIGGER gone AFTER DELETE ON t BEGIN INSERT INTO log VALUES ('gone'); END;
CREATE VIEW v AS SELECT t.name FROM t JOIN c ON c.t = t.id;
INSERT INTO t WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < {ROWS})
    SELECT i, i % 7, 'the name of ' || i FROM k;
INSERT INTO c SELECT id FROM t WHERE n = 3;
"""
BY_COPY = """
INSERT INTO log VALUES ('in front');
<%% op.alter_column("t", "n", type_=sa.%s(), server_default=%s) %%>
INSERT INTO log VALUES ('behind');
"""
IN_PLACE = '<% op.alter_column("t", "n", nullable={}) %>\n'

BIG = [("a1", FIRST, "DROP VIEW v;\nDROP TABLE c;\nDROP TABLE log;\nDROP TABLE t;\n"),
       ("a2", BY_COPY % ("BigInteger", '"7"'), BY_COPY % ("Integer", "None")),
       ("a3", IN_PLACE.format(False), IN_PLACE.format(True))]
PIECES = [("p1", "CREATE TABLE t (n INTEGER, m TEXT);\nCREATE TABLE c (n INTEGER);\nINSERT INTO t VALUES (1, 'a'), "
                 "(2, 'b');\n",
           "DROP TABLE c;\nDROP TABLE t;\n"),
          ("p2", """<% op.alter_column("t", "m", type_=sa.String(20)) %>
% with op.autocommit():
INSERT INTO c VALUES (1);
INSERT INTO needed VALUES (1);
% endwith
<% op.create_check_constraint("positive", "t", "n > 0") %>
<% op.alter_column("t", "n", nullable=False, server_default="5") %>
""", "DELETE FROM c;\n")]
# The third of them fails.
THREE = [("b1", FIRST.replace(str(ROWS), "100"), ""), BIG[1],
         ("b3", IN_PLACE.format(False) + "INSERT INTO nowhere VALUES (1);\n", "")]


def template(id, parent, up, down):
    return ('<%%! revision = %r; down_revision = %r %%>\n'
            '<%%def name="upgrade()">\n%s</%%def>\n<%%def name="downgrade()">\n%s</%%def>\n' % (id, parent, up, down))


def build(folder, chain, settings=""):
    harness.write(folder / "aludel.ini", "[aludel]\ndialects = sqlite\nlog_table =\n" + settings)
    parent = None
    for id, up, down in chain:
        harness.write(folder / "versions" / f"{id}_x.mako", template(id, parent, up, down))
        parent = id
    return harness.build(folder)


def facts(path):
    """The schema, and what tells one content of the big table from another."""
    db = connect(path)
    with db:
        tables = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 't'")]
        return (sorted(db.execute("SELECT name, sql FROM sqlite_master").fetchall(), key=repr),
                db.execute("SELECT count(*), sum(id), total(n), sum(length(name)), sum(id * length(name)) "
                           "FROM t").fetchall(),
                {t: db.execute(f"SELECT count(*), * FROM {t}").fetchall() for t in tables})


class Upgrades(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="aludel-rebuild-", dir=roomy_folder()))
        cls.big, cls.pieces, cls.three = (
            build(cls.root / name, chain) for name, chain in (("big", BIG), ("pieces", PIECES), ("three", THREE)))
        cls.begun = {}
        for journal in ("delete", "wal"):
            cls.begun[journal] = cls.root / f"{journal}.db"
            connect(cls.begun[journal]).execute(f"PRAGMA journal_mode = {journal}").connection.close()
            subprocess.run([cls.big, "--url", f"sqlite:///{cls.begun[journal]}", "-q", "upgrade", "a1"], check=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def setUp(self):
        self.file = self.root / "test.db"
        for path in self.root.glob("test.db*"):
            path.unlink()

    def command(self, program, *arguments):
        return [str(program), "--url", f"sqlite:///{self.file}", *arguments]

    def go(self, program, *arguments, status=0):
        done = subprocess.run(self.command(program, *arguments), text=True, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def in_the_copy(self, number):
        """The run gets the signal while it copies; what it said."""
        run = subprocess.Popen(self.command(self.big, "-v", "upgrade", "head"), text=True, stderr=subprocess.PIPE)
        said = ""
        for line in run.stderr:
            said += line
            if "INSERT OR ABORT" in line:
                break
        with self.assertRaises(subprocess.TimeoutExpired, msg="the copy was over too early"):
            run.wait(0.03)
        run.send_signal(number)
        said += run.stderr.read()
        run.stderr.close()
        return run.wait(60), said

    def version(self):
        return [v for v, in connect(self.file).execute("SELECT version_num FROM alembic_version")]

    def healthy(self):
        self.assertEqual(connect(self.file).execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(connect(self.file).execute("PRAGMA foreign_key_check").fetchall(), [])

    def nothing_has_happened(self, before):
        self.assertEqual(facts(self.file), before)
        self.assertEqual(self.version(), ["a1"])
        self.healthy()

    def finishes(self):
        self.go(self.big, "upgrade", "head")
        self.healthy()
        self.assertEqual(self.version(), ["a3"])
        db = connect(self.file)
        self.assertEqual(db.execute("SELECT count(*), max(id), typeof(n) FROM t").fetchall()[0][:2], (ROWS, ROWS))
        self.assertEqual(db.execute("SELECT count(*) FROM v").fetchall(),
                         db.execute("SELECT count(*) FROM t WHERE n = 3").fetchall())
        self.assertEqual(db.execute("SELECT what FROM log").fetchall(), [("in front",), ("behind",)])
        self.assertIn("n BIGINT NOT NULL DEFAULT '7',",
                      db.execute("SELECT sql FROM sqlite_master WHERE name = 't'").fetchall()[0][0])

    # -- A long copy

    def long_copies(self):
        for journal, begun in self.begun.items():
            self.setUp()
            shutil.copy(begun, self.file)
            yield journal, facts(self.file)

    def test_killed(self):
        for journal, before in self.long_copies():
            status, _ = self.in_the_copy(signal.SIGKILL)
            self.assertEqual(status, -signal.SIGKILL)
            self.nothing_has_happened(before)
            self.finishes()

    def test_interrupted(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            for journal, before in self.long_copies():
                found, said = self.in_the_copy(number)
                self.assertIn(found, (status, 1), said)
                self.assertIn("interrupted", said)
                self.assertIn("'a2' was rolled back", said)
                self.nothing_has_happened(before)
        self.finishes()

    def test_a_time_limit(self):
        for _, before in self.long_copies():
            said = self.go(self.big, "upgrade", "--statement-timeout", "20ms", "head", status=1).stderr
            self.assertIn("the statement took longer than 20ms", said)
            self.nothing_has_happened(before)
        self.finishes()

    def test_no_room(self):
        """A limit on the file's size, as a full disk is one."""
        for _, before in self.long_copies():
            limit = self.file.stat().st_size + 2_000_000
            done = subprocess.run(["prlimit", f"--fsize={limit}", *self.command(self.big, "upgrade", "head")],
                                  text=True, capture_output=True)
            self.assertNotEqual(done.returncode, 0, done.stderr)
            self.nothing_has_happened(before)
        self.finishes()

    # -- Ways to run

    def test_dry_run(self):
        for _, before in self.long_copies():
            self.go(self.big, "upgrade", "--dry-run", "head")
            self.nothing_has_happened(before)

    def test_up_and_down(self):
        for _, before in self.long_copies():
            self.finishes()
            self.go(self.big, "downgrade", "a1")
            connect(self.file).execute("DELETE FROM log")
            self.nothing_has_happened(before)

    def test_one_transaction(self):
        self.go(self.three, "upgrade", "b1")
        before = everything(self.file)
        said = self.go(self.three, "upgrade", "--single-transaction", "head", status=1).stderr
        self.assertIn("no such table: nowhere", said)
        self.assertEqual(everything(self.file), before)
        self.go(self.three, "upgrade", "head", status=1)
        self.assertEqual(self.version(), ["a2"])
        connect(self.file).execute("CREATE TABLE nowhere (n)")
        self.go(self.three, "downgrade", "--single-transaction", "b1")
        self.go(self.three, "upgrade", "--single-transaction", "head")
        self.assertEqual(self.version(), ["b3"])
        self.healthy()
        self.assertEqual(connect(self.file).execute("SELECT count(*) FROM c").fetchall(), [(14,)])

    def test_beside_autocommit(self):
        """What was rebuilt in front of the failure isn't rebuilt again."""
        said = self.go(self.pieces, "upgrade", "head", status=1).stderr
        self.assertIn("no such table: needed", said)
        db = connect(self.file)
        sql = "SELECT sql FROM sqlite_master WHERE name = 't'"
        self.assertEqual(db.execute(sql).fetchall(), [("CREATE TABLE t (n INTEGER, m VARCHAR(20))",)])
        self.assertEqual(self.version(), ["p1"])
        db.execute("CREATE TABLE needed (n)")
        done = self.go(self.pieces, "-v", "resume")
        self.assertEqual(done.stderr.count("ALTER TABLE"), 1, done.stderr)
        self.assertEqual(db.execute(sql).fetchall(),
                         [("CREATE TABLE t (n INTEGER DEFAULT '5' NOT NULL, m VARCHAR(20), "
                           "CONSTRAINT positive CHECK (n > 0))",)])
        self.assertEqual(db.execute("SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM c), "
                                    "(SELECT count(*) FROM needed)").fetchall(), [(2, 1, 1)])
        self.assertEqual(self.version(), ["p2"])
        self.healthy()

    def test_a_script_of_it(self):
        """By the sqlite3 shell. The chain knows what the table is, not how it is spelt."""
        self.go(self.three, "upgrade", "a2")
        live = self.but_for_spelling()
        self.setUp()
        script = subprocess.run([self.three, "upgrade", "--sql", "--dialect", "sqlite", "a2"], text=True,
                                capture_output=True, check=True).stdout
        done = subprocess.run(["sqlite3", "-bail", str(self.file)], input=script, text=True, capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), script)
        self.assertEqual(self.but_for_spelling(), live)

    def but_for_spelling(self):
        columns = connect(self.file).execute("SELECT * FROM pragma_table_xinfo('t')").fetchall()
        schema, rows = everything(self.file)
        return [row for row in schema if row[:2] != ("table", "t")], columns, rows


if __name__ == "__main__":
    unittest.main(argv=sys.argv)

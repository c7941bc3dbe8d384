"""A rebuild that fails anywhere: at every statement, by SIGKILL at every statement and every call that changes a file,
for want of room. The file is as it was, the connection too, and the rebuild is done when it is tried again.

    faults.py PROGRAM LIBRARY      LIBRARY: tests/interrupted/interrupt_at.c, built

SEED=N takes the same calls again, ALL=1 all of them.
"""
import os
import random
import signal
import sys
import time
from unittest import mock

from interrupted.cases import chosen
from rebuilt import RebuildTest, connect, edit, run
from tool import Killed, Tool

LIBRARY = sys.argv.pop(2)
SEED = int(os.environ.get("SEED") or time.time())
MOST = None if os.environ.get("ALL") else 40  # calls, evenly spread

FAMILY = """
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, name TEXT UNIQUE,
    up INTEGER REFERENCES t ON DELETE CASCADE);
CREATE INDEX falling ON t (n DESC) WHERE n > 0;
CREATE INDEX expression ON t (lower(name));
CREATE TABLE c (t INTEGER NOT NULL REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE log (what TEXT);
CREATE TRIGGER inserted AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('inserted ' || new.id); END;
CREATE TRIGGER deleted BEFORE DELETE ON t BEGIN INSERT INTO log VALUES ('deleted ' || old.id); END;
CREATE VIEW v AS SELECT t.name, c.t FROM t JOIN c ON c.t = t.id;
WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 300)
    INSERT INTO t SELECT i, i % 7, printf('name %d of a row that takes some room', i), nullif(i / 2, 0) FROM k;
INSERT INTO c SELECT id FROM t;
INSERT INTO t VALUES (5000, 1, 'gone', NULL);
DELETE FROM t WHERE id = 5000;
DELETE FROM log;
ANALYZE;
"""
WAYS = {"by copy": [edit("SET_TYPE", "n", "BIGINT"), edit("SET_DEFAULT", "name", "'none'")],
        "in place": [edit("SET_NOT_NULL", "n"), edit("ADD_CONSTRAINT", None, "CONSTRAINT small CHECK (n < 7)")]}
# One whose definition is written over before it is copied.
NAMES_ITSELF = [edit("SET_TYPE", "n", "BIGINT")]


class Faults(RebuildTest):
    def begin(self, journal, sql=FAMILY):
        self.sql = f"PRAGMA journal_mode = {journal};" + sql
        self.fresh()
        self.before = self.everything()

    def fresh(self):
        for path in self.folder.glob("test.db*"):
            path.unlink()
        self.make(self.sql)

    def undisturbed(self, edits, **options):
        """What it does, and what comes of it."""
        answer = self.again(edits, **options)
        self.after = self.everything()
        self.assertNotEqual(self.after, self.before)
        self.fresh()
        return answer.statements

    def again(self, edits, **options):
        answer = self.tool.rebuild("t", edits, file=self.file, **options)
        self.assertTrue(answer.ok, answer.message)
        self.as_it_was(answer, options)
        self.healthy()
        return answer

    def nothing_has_happened(self, what):
        self.assertEqual(self.everything(), self.before, what)
        self.healthy()

    def is_done_again(self, edits, **options):
        self.again(edits, **options)
        self.assertEqual(self.everything(), self.after)
        self.fresh()

    def each(self):
        for journal in ("DELETE", "WAL"):
            for way, edits in WAYS.items():
                self.begin(journal)
                yield f"{way}, {journal}", edits
        self.begin("DELETE", FAMILY.replace("name TEXT UNIQUE", "name TEXT UNIQUE CHECK (t.name <> '')"))
        yield "by copy, of one that names itself", NAMES_ITSELF

    # -- Faults

    def test_a_failure_behind_every_statement(self):
        for what, edits in self.each():
            for keys, open_ in ((False, False), (True, False), (False, True)):
                count = len(self.undisturbed(edits, keys=keys, open=open_))
                for n in range(1, count):
                    answer = self.tool.rebuild("t", edits, file=self.file, keys=keys, open=open_, stop=n)
                    self.assertEqual((answer.ok, answer.message), (False, "interrupted"), f"{what}, {n}")
                    self.as_it_was(answer, {"keys": keys})
                    self.nothing_has_happened(f"{what}, {n}")
                self.is_done_again(edits, keys=keys, open=open_)

    def test_killed_in_front_of_every_statement(self):
        for what, edits in self.each():
            for n, statement in enumerate(self.undisturbed(edits, keys=True), 1):
                with self.assertRaises(Killed):
                    self.tool.rebuild("t", edits, file=self.file, keys=True, kill=n)
                self.nothing_has_happened(f"{what}: {statement}")
                self.is_done_again(edits, keys=True)

    def test_killed_at_every_call_that_changes_a_file(self):
        for what, edits in self.each():
            self.undisturbed(edits)
            calls = self.calls_of(edits)
            self.fresh()
            self.assertGreater(len(calls), 5, what)
            places = [1, *chosen(range(2, len(calls)), MOST, random.Random(SEED)), len(calls)]
            states = [self.killed_at(edits, n, f"{what}, call {n} of {calls}") for n in places]
            self.assertEqual(states, sorted(states), "once it is done it stays done")
            self.assertFalse(states[0], what)

    def with_library(self, edits, **environment):
        environment = {"LD_PRELOAD": LIBRARY, "ASAN_OPTIONS": "verify_asan_link_order=0", **environment}
        with mock.patch.dict(os.environ, environment), Tool(sys.argv[1]) as tool:
            return tool.rebuild("t", edits, file=self.file)

    def calls_of(self, edits):
        path = self.folder / "calls"
        self.with_library(edits, INTERRUPT_COUNT=str(path))
        return path.read_text()

    def killed_at(self, edits, n, what):
        """Whether the rebuild is done."""
        with self.assertRaises(Killed, msg=what):
            self.with_library(edits, INTERRUPT_AT=str(n), INTERRUPT_WITH=str(int(signal.SIGKILL)))
        found = self.everything()
        self.assertIn(found, (self.before, self.after), what)
        self.healthy()
        if found == self.before:
            self.again(edits)
            self.assertEqual(self.everything(), self.after)
        self.fresh()
        return found != self.before

    def test_no_room(self):
        """From as large as it is to as large as it must be; where that is a page or two, as in place, all of them."""
        for what, edits in self.each():
            self.undisturbed(edits)
            pages, failed = self.ask("PRAGMA page_count")[0][0], 0
            while True:
                answer = self.tool.rebuild("t", edits, file=self.file, keys=True, pages=pages + failed)
                self.as_it_was(answer, {"keys": True})
                if answer.ok:
                    break
                failed += 1
                self.assertIn("no space left for", answer.message)
                self.assertIn("max_page_count", answer.hint)
                self.nothing_has_happened(f"{what}, {pages} pages and {failed}")
            self.assertEqual(self.everything(), self.after)
            self.assertGreater(failed, 5 if "copy" in what else -1, what)

    def test_a_reader_beside_it(self):
        """It sees the old table to the end of its transaction; in WAL mode the rebuild needn't wait."""
        for edits in WAYS.values():
            self.begin("WAL")
            self.undisturbed(edits)
            reader = connect(self.file)
            reader.execute("BEGIN")
            self.assertEqual(reader.execute("SELECT count(*) FROM t").fetchall(), [(300,)])
            self.assertTrue(self.tool.rebuild("t", edits, file=self.file).ok)
            self.assertEqual(reader.execute("SELECT sql FROM sqlite_master WHERE name = 't'").fetchall()[0][0],
                             dict_of(self.before)["t"])
            reader.execute("COMMIT")
            reader.close()
            self.assertEqual(self.everything(), self.after)


def dict_of(state):
    return {name: sql for _, name, _, sql in state[0]}


if __name__ == "__main__":
    print(f"seed {SEED}")
    run()

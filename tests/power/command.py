"""`aludel test --power` as a command: what it takes, what it says, what it finds; interrupted.

command.py ALUDEL
"""
import signal
import sys
import time
import xml.etree.ElementTree

from power.report import cases, places
from trial.chain import BOOKS, Chain, stop, until

ALUDEL = sys.argv[1]
PAGES = ("ALTER TABLE books ADD COLUMN pages INTEGER;\nINSERT INTO books (title) VALUES ('first'), ('second');",
         "DELETE FROM books;\nALTER TABLE books DROP COLUMN pages;")
# From here on nothing of the connection's is synced any more.
CARELESS = ("""% with op.autocommit():
PRAGMA synchronous = OFF;
% endwith
CREATE TABLE careless AS SELECT 1 AS n;
INSERT INTO careless SELECT n + 1 FROM careless;""", "DROP TABLE careless;")
CARRIES = {"aludel.ini": "[aludel]\ndialects = sqlite\ncarry_downgrades = yes\n"}
IRREVERSIBLE = ("INSERT INTO books (title) VALUES ('third');", "<% op.irreversible('who knows') %>")
DECIDES = ("ALTER TABLE books ADD COLUMN isbn TEXT;",
           '% for row in op.query("SELECT id FROM books"):\nUPDATE books SET isbn = NULL WHERE id = ${row.id};\n% endfor\n'
           "ALTER TABLE books DROP COLUMN isbn;")
RANDOM = ("CREATE TABLE tokens (token BLOB, n INTEGER);\nINSERT INTO tokens VALUES (randomblob(16), 1);", "DROP TABLE tokens;")
REFUSES = ("UPDATE books SET title = NULL;", "SELECT 1;")


def found_well():
    output = Chain(ALUDEL, BOOKS, PAGES, dialects="sqlite").test("--power", "--power-points", "3")
    assert all(word == "ok" for word, _ in cases(output)) and "18 tried: 18 ok\n" in output, output
    assert "up, journal_mode DELETE, pages of 4096, sectors of 512: power cut behind every " in output, output


def more_points_are_more_places():
    c = Chain(ALUDEL, BOOKS, dialects="sqlite")
    few, many = (c.test("--power", "--power-points", n, "m1") for n in ("3", "10"))
    assert "power cut behind every 5th of 15 changes" in few and "power cut behind every 2nd of 15 changes" in many, few + many
    assert places(cases(few)["ok", "m1 up and down"]) == places(cases(many)["ok", "m1 up and down"])
    assert "power cut behind each of 15 changes" in c.test("--power", "m1")
    other = c.test("--power", "--power-points", "3", "--power-seed", "2", "m1")
    assert "1 tried: 1 ok" in other, other


def careless_is_found():
    c = Chain(ALUDEL, BOOKS, CARELESS, dialects="sqlite")
    output = c.test("--power", "m2", status=1)
    assert "FAIL  m2 up and down" in output and "power cut behind change " in output, output
    assert "again: aludel test -C env --power m2\n" in output, output
    output = c.test("--power", "--power-points", "50", "--power-seed", "7", "--junit", "report.xml", "m2", status=1)
    assert "again: aludel test -C env --power --power-points 50 --power-seed 7 m2\n" in output, output
    suite = xml.etree.ElementTree.parse(c.top / "report.xml").getroot()[0]
    case = suite.find("testcase")
    assert case.get("classname") == "power" and "power cut behind change" in case.find("failure").get("message"), output
    assert "power cut behind" in case.find("system-out").text


def random_values_are_left_out():
    output = Chain(ALUDEL, RANDOM, dialects="sqlite").test("--power", "--power-points", "3", "m1")
    assert "1 tried: 1 ok, 1 of them with notes" in output, output
    assert "isn't the same each time, so that it isn't compared: tokens.token" in output, output


def carried():
    c = Chain(ALUDEL, BOOKS, DECIDES, PAGES, IRREVERSIBLE, dialects="sqlite", files=CARRIES)
    output = c.test("--power", "--power-points", "1", "m1", "m2", "m4")
    assert "m1 carried down" not in output, output
    assert "note  m2 carried down\n        an older program can't undo it: " in output, output
    assert "note  m4 carried down\n        an older program can't undo it: who knows\n" in output, output
    output = Chain(ALUDEL, BOOKS, PAGES, dialects="sqlite", files=CARRIES).test("--power", "--power-points", "1")
    assert ("ok", "m2 carried down") in cases(output) and output.count("        carried down: power cut behind ") == 16, output


def what_always_fails_is_told():
    output = Chain(ALUDEL, BOOKS, REFUSES, dialects="sqlite").test("--power", "--power-points", "3", "m2")
    assert "note  m2 up and down" in output and "on databases without rows alone: it refuses the others" in output, output
    output = Chain(ALUDEL, BOOKS, ("INSERT INTO books VALUES (9, 'a', 1), (9, 'b', 1);", "SELECT 1;"), dialects="sqlite").test("--power", "m2", status=1)
    assert "it fails when nothing goes wrong: versions/m2.mako:4: UNIQUE constraint failed: books.id" in output, output


def misread():
    c = Chain(ALUDEL, BOOKS)
    for arguments, said in ((["--power", "--url", "postgresql://h/d"], "test: --power makes its databases in memory: --url has no meaning with it"),
                            (["--power", "--from", "x.db"], "test: --power makes its databases in memory: --from has no meaning with it"),
                            (["--power", "--keep"], "test: --power makes its databases in memory: --keep has no meaning with it"),
                            (["--power-points", "3"], "--power-points is for --power, which isn't given"),
                            (["--power", "--power-points", "0"], "--power-points is a number from 1 on, or all, not '0'"),
                            (["--power", "--power-seed", "x"], "--power-seed is a number from 0 on, not 'x'"),
                            (["--power", "m7"], "m7")):
        assert said in c.test(*arguments, status=2), arguments
    output = Chain(ALUDEL, BOOKS, dialects="postgresql").test("--power", status=1)
    assert "test: --power is for SQLite, and these migrations are for PostgreSQL alone (setting dialects)" in output, output


def interrupted():
    c = Chain(ALUDEL, BOOKS, PAGES, dialects="sqlite")
    c.test("--power", "--power-points", "1", "m1")  # compiled
    for number in (signal.SIGINT, signal.SIGTERM):
        process = c.start("--power", "--power-points", "all")
        until(c.left)
        time.sleep(0.5)
        status, output = stop(process, number)
        assert status == 128 + number and "FAIL" not in output, output
        assert c.left() == [], c.left()


def main():
    for test in (found_well, more_points_are_more_places, careless_is_found, random_values_are_left_out, carried, what_always_fails_is_told, misread,
                 interrupted):
        test()
        print(f"ok: {test.__name__}")


if __name__ == "__main__":
    sys.exit(main())

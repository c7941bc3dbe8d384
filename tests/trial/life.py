"""What `aludel test` makes and leaves: on SQLite, and on PostgreSQL; what it says where it can't go on.

life.py ALUDEL
"""
import os
import pathlib
import shutil
import signal
import sqlite3
import sys
import xml.etree.ElementTree

from chain import BOOKS, SLOW, Chain, stop, until
from tools.postgres import PrivatePostgres, PsqlError

ALUDEL = sys.argv[1]
PAGES = ("ALTER TABLE books ADD COLUMN pages INTEGER;", "ALTER TABLE books DROP COLUMN pages;")
SHOUTS = ("<% fail(\"<no> & \\\"books\\\" ]]> \\x01\\x1b \\u00e9 it's\") %>", "SELECT 1;")


def databases(server):
    return server.psql("SELECT datname FROM pg_database WHERE datname LIKE 'aludel%' ORDER BY 1").split()


# ---- SQLite ---------------------------------------------------------------------------------------------------

def interrupted(_):
    for number in (signal.SIGINT, signal.SIGTERM):
        c = Chain(ALUDEL, BOOKS, SLOW)
        process = c.start()
        until(lambda: list(c.top.glob("places/*/3.db")))  # the copy for the slow one
        status, output = stop(process, number)
        assert status == 128 + number, (status, output)
        assert c.left() == [], (c.left(), output)


def killed(_):
    c = Chain(ALUDEL, BOOKS, SLOW)
    process = c.start()
    until(lambda: list(c.top.glob("places/*/3.db")))
    other = c.start("m1")
    until(lambda: list(c.top.glob("places/*/1.db"))[1:])
    stop(other, signal.SIGINT)
    assert len(c.left()) == 1, "a living run's folder is taken away"
    stop(process, signal.SIGKILL)
    assert len(c.left()) == 1, c.left()
    (c.top / "env/versions/m2.mako").unlink()
    c.test()
    assert c.left() == [], c.left()


def kept(_):
    c = Chain(ALUDEL, BOOKS)
    output = c.test("--keep")
    files = output.split("kept: ")[1].split("\n")[0].split()
    assert files and all(pathlib.Path(file).exists() for file in files), output
    c.test()
    assert all(pathlib.Path(file).exists() for file in files), "what was kept is taken away by the next run"


def junit(_):
    c = Chain(ALUDEL, BOOKS, SHOUTS)
    output = c.test("--junit", "report.xml", status=1)
    suites = xml.etree.ElementTree.parse(c.top / "report.xml").getroot()
    suite = suites[0]
    assert suites.tag == "testsuites" and suite.tag == "testsuite" and suite.get("name") == "env", suites
    cases = suite.findall("testcase")
    assert [len(cases), len(suite.findall("testcase/failure"))] == [int(suite.get("tests")), int(suite.get("failures"))], output
    assert all(case.get("classname") and case.get("name") and float(case.get("time")) >= 0 for case in cases)
    failure = suite.find("testcase/failure")
    assert "<no> & \"books\" ]]>" in failure.get("message") and "\u00e9 it's" in failure.text, failure.text
    assert "again: aludel test -C env m2" in failure.text, failure.text
    assert "can't write 'no/report.xml'" in c.test("--junit", "no/report.xml", "m1", status=1)


def no_client(_):
    c = Chain(ALUDEL, BOOKS, dialects="sqlite")
    c.test("m1")  # compiled
    programs = c.top / "programs"
    programs.mkdir()
    for name in ("cc", "as", "ld"):
        os.symlink(shutil.which(name), programs / name)
    output = c.test(status=1, variables={"PATH": str(programs)})
    assert output.count("sqlite3 isn't installed, by which scripts are executed here (Debian: apt-get install sqlite3)") == 2, output


def misread(_):
    c = Chain(ALUDEL, BOOKS)
    for arguments, said in ((["--url", "sqlite:///x.db"], "--url names a PostgreSQL server"), (["m7"], "m7"),
                            (["--what"], "unknown option '--what'"), (["--from"], "needs a value")):
        output = c.test(*arguments, status=2)
        assert said in output, output
    assert "for SQLite alone" in Chain(ALUDEL, BOOKS, dialects="sqlite").test("--url", "postgresql://h/db", status=2)
    output = Chain(ALUDEL, BOOKS, dialects="postgresql").test(status=2)
    assert "for PostgreSQL alone: give the --url" in output, output
    output = c.test(status=1, variables={"TMPDIR": "/proc"})
    assert "can't make a folder in '/proc'" in output and "TMPDIR names another place" in output, output


def real_file(_):
    """What another program has open, in WAL mode, isn't touched."""
    c = Chain(ALUDEL, BOOKS, PAGES, ("UPDATE books SET price = 0;", "SELECT 1;"),
              ("CREATE TABLE other AS SELECT id, title FROM books;\nDROP TABLE books;\nALTER TABLE other RENAME TO books;",
               "ALTER TABLE books ADD COLUMN price NUMERIC(5, 2);\nALTER TABLE books ADD COLUMN pages INTEGER;"),
              dialects="sqlite")
    c.migrate("sqlite:///real.db", "upgrade", "m1")
    with sqlite3.connect(c.top / "real.db") as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executemany("INSERT INTO books VALUES (?, ?, ?)", [(i, f"book {i}", i) for i in range(2000)])
        db.commit()
        before = (c.top / "real.db").read_bytes(), (c.top / "real.db-wal").read_bytes()
        output = c.test("--from", "real.db", status=1)
        assert before == ((c.top / "real.db").read_bytes(), (c.top / "real.db-wal").read_bytes()), "the file is another one"
    assert "ok    m2 up, down, up on the copy\nnote  m3 up, down, up on the copy" in output, output
    assert "FAIL  m4 up, down, up on the copy" in output, output
    assert c.left() == [], c.left()
    c.migrate("sqlite:///real.db", "upgrade", "heads")
    assert "it is at the heads: nothing is pending" in c.test("--from", f"sqlite:///{c.top}/real.db")
    output = c.test("--from", "no.db", status=1)
    assert "no.db" in output and not (c.top / "no.db").exists(), output


def argument(_):
    c = Chain(ALUDEL, BOOKS, ("CREATE INDEX ${x('name') | id} ON books (price);", "DROP INDEX ${x('name') | id};"), dialects="sqlite")
    output = c.test(status=1)
    assert "the upgrade fails" in output and "-x name" in output, output
    output = c.test("-x", "name=its index")
    assert "ok    m2 up, down, up" in output, output
    assert "can't read '-xname'" in c.test("-x", "name", status=2)


def squashed(_):
    c = Chain(ALUDEL, BOOKS, PAGES, ("CREATE INDEX books_price ON books (price);", "DROP INDEX books_price;"), dialects="sqlite")
    c.migrate(None, "squash", "m1:m2")
    output = c.test()
    assert "ok    what replaces migrations does what they do\n" in output and "m1 up" not in output, output
    for name, column in (("m1", "title"), ("m2_m1_to_m2_in_one", "price")):  # in C, which no compiler of ours follows
        file = c.top / f"env/versions/{name}.mako"
        unseen = f'<%c>\n    aludel_execute_sql(op, "CREATE INDEX books_{column}s ON books ({column})", 0, NULL);\n</%c>\n'
        file.write_text(file.read_text().replace("</%def>", unseen + "</%def>", 1))
    output = c.test(status=1)
    assert ("FAIL  what replaces migrations does what they do\n"
            "        by what replaces them: missing: index books.books_titles") in output, output


def long_chain(_):
    """What grows with the square of the chain has a bound, which is told."""
    c = Chain(ALUDEL, *[(f"CREATE TABLE t{i} (id INTEGER PRIMARY KEY);", f"DROP TABLE t{i};") for i in range(60)], dialects="sqlite")
    output = c.test()
    assert "note  from base to the heads\n        one in 2 of the 60 revisions is taken\n" in output, output
    assert "ok    from m58 to the heads" in output and "from m59 to" not in output, output


# ---- PostgreSQL ----------------------------------------------------------------------------------------------------

def interrupted_on_server(server):
    for number in (signal.SIGINT, signal.SIGTERM):
        c = Chain(ALUDEL, BOOKS, SLOW)
        process = c.start(url=server.url_of("postgres"))
        until(lambda: server.psql("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"))
        status, output = stop(process, number)
        assert status == 128 + number, (status, output)
        assert databases(server) == [] and c.left() == [], (databases(server), c.left(), output)


def killed_on_server(server):
    c, quick = Chain(ALUDEL, BOOKS, SLOW), Chain(ALUDEL, BOOKS)
    process = c.start(url=server.url_of("postgres"))
    until(lambda: server.psql("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"))
    before = databases(server)
    quick.test("m1", url=server.url_of("postgres"))
    assert databases(server) == before, "a living run's databases are taken away"
    stop(process, signal.SIGKILL)
    assert databases(server) == before, databases(server)
    number = before[0].split("_")[2]
    until(lambda: not server.psql(f"SELECT 1 FROM pg_stat_activity WHERE pid = {number}"))
    quick.test("m1", url=server.url_of("postgres"))
    assert databases(server) == [], databases(server)


def kept_on_server(server):
    c = Chain(ALUDEL, BOOKS)
    output = c.test("--keep", "m1", url=server.url_of("postgres"))
    names = output.split("kept: ")[1].split("\n")[0].split()
    assert names == databases(server), (output, databases(server))
    c.test("m1", url=server.url_of("postgres"))
    assert names == databases(server), "what was kept is taken away by the next run"
    for name in names:
        server.psql(f"DROP DATABASE {name}")


def not_allowed(server):
    server.psql("CREATE ROLE humble LOGIN")
    output = Chain(ALUDEL, BOOKS).test(url=server.url_of("postgres", "humble"), status=1)
    assert "humble may not create any" in output and "ALTER ROLE humble CREATEDB" in output, output
    assert "tried" in output and "ok" not in output.split("tried")[0], output
    nobody = server.url_of("postgres", "nobody_here")
    output = Chain(ALUDEL, BOOKS).test(url=nobody, status=1)
    assert 'role "nobody_here" does not exist' in output, output


def password(server):
    """Neither in what is shown nor on the command line of another program."""
    server.psql("CREATE ROLE secretive LOGIN CREATEDB PASSWORD 'p@ss word'")
    c = Chain(ALUDEL, BOOKS, SHOUTS)
    programs = c.top / "programs"
    programs.mkdir()
    for name in ("psql", "pg_dump"):
        script = programs / name
        script.write_text(f'#!/bin/sh\necho "$@" >> {c.top}/called\nexec {shutil.which(name)} "$@"\n')
        script.chmod(0o755)
    url = server.url_of("postgres", "secretive")
    marked = url.replace("postgresql://", "postgresql://secretive:p%40ss%20word@", 1).replace("&user=secretive", "")
    variables = {"PATH": f"{programs}:{os.environ['PATH']}"}
    output = c.test("--junit", "report.xml", url=marked, status=1, variables=variables)
    (c.top / "env/versions/m2.mako").unlink()
    output += c.test(url=marked, variables=variables)
    output += c.test("--from", marked.replace("/postgres?", f"/{server.new_database()}?"), variables=variables)
    called = (c.top / "called").read_text()
    assert "pg_dump" not in output and "ON_ERROR_STOP" in called and "--no-owner" in called, called
    for text in (output, called, (c.top / "report.xml").read_text()):
        assert "ss%20word" not in text and "ss word" not in text, text


def real_database(server):
    name = server.new_database()
    c = Chain(ALUDEL, BOOKS, PAGES,
              ("ALTER TABLE books RENAME COLUMN title TO name;",
               "ALTER TABLE books ADD COLUMN title VARCHAR(40) NOT NULL DEFAULT '';\n"
               "ALTER TABLE books ALTER COLUMN title DROP DEFAULT;\nALTER TABLE books DROP COLUMN name;"),
              dialects="postgresql")
    c.migrate(server.url_of(name), "upgrade", "m1")
    server.psql("INSERT INTO books SELECT i, 'book ' || i, i / 100.0 FROM generate_series(1, 2000) AS i", name)
    before = server.dump(name)
    output = c.test("--from", server.url_of(name), status=1)
    assert "ok    m2 up, down, up on the copy" in output and "FAIL  m3 up, down, up on the copy" in output, output
    assert "column title of \"public\".\"books\" holds other values: where id = '1' it was 'book 1' and is ''" in output, output
    assert server.dump(name) == before and databases(server) == [], databases(server)


ON_SQLITE = [interrupted, killed, kept, junit, no_client, misread, real_file, argument, squashed, long_chain]
ON_POSTGRESQL = [interrupted_on_server, killed_on_server, kept_on_server, not_allowed, password, real_database]


def main():
    failed = 0
    chosen = sys.argv[2:]
    with PrivatePostgres() as server:
        for check in [*ON_SQLITE, *ON_POSTGRESQL]:
            if chosen and check.__name__ not in chosen:
                continue
            try:
                check(server)
                print(f"ok: {check.__name__}")
            except (AssertionError, PsqlError, OSError) as wrong:
                failed += 1
                print(f"FAILED: {check.__name__}: {wrong}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

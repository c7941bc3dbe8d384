"""What a person sees of an older program that undoes what a newer one did.

    ways.py sqlite|postgresql [names of tests…]
"""
import json
import random
import re
import signal
import subprocess
import sys
import time

from carried.programs import Times, Wrong, log_rows, must, play_on, stands

TABLES = {"sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 't!_%' ESCAPE '!' ORDER BY 1",
          "postgresql": "SELECT relname FROM pg_class WHERE relname LIKE 't!_%' ESCAPE '!' AND relkind = 'r' ORDER BY 1"}


def table(id):
    return f"CREATE TABLE t_{id} (x INTEGER);", f"DROP TABLE t_{id};"


class Bench:
    """An old program that knows a1, a new one that knows four more."""

    def __init__(self, dialect, server):
        self.dialect, self.server = dialect, server
        self.times = Times(dialect)
        self.chain(self.times, "a1")
        self.old = self.times.build()
        self.chain(self.times, "a2", "a3", "a4", "a5")
        self.new = self.times.build()

    @staticmethod
    def chain(times, *ids):
        for id in ids:
            times.migration(id, f"a{int(id[1:]) - 1}" if id != "a1" else None, *table(id))

    def database(self, program=None):
        database = self.times.database(self.server)
        (program or self.new).run(database.url, "upgrade", "heads")
        return database

    def tables(self, database):
        return database.rows(TABLES[self.dialect])

    def must_be_at(self, database, *ids):
        must(database.versions() == list(ids), f"at {database.versions()}, not {ids}")
        last = max(ids, key=lambda id: int(id[1:]))
        must(self.tables(database) == [f"t_a{i + 1}" for i in range(int(last[1:]))], f"{self.tables(database)} at {ids}")


LINES = ["Running downgrade a5 -> a4, a5", "Running downgrade a4 -> a3, a4", "Running downgrade a3 -> a2, a3",
         "Running downgrade a2 -> a1, a2"]


def lines_of(said):
    return re.findall(r"Running \w+ .*", said)


def tests(b):
    def step_by_step():
        """The usual lines, version rows and log rows."""
        database = b.database()
        must(lines_of(b.old.run(database.url, "downgrade", "--carried")) == LINES, "the lines")
        b.must_be_at(database, "a1")
        must(log_rows(database)[5:] == [f"a{i}|downgrade" for i in (5, 4, 3, 2)], log_rows(database))
        sums = database.rows("SELECT count(DISTINCT checksum) FROM aludel_log WHERE revision = 'a3'")
        must(sums == ["1"], f"the checksum is the one of the upgrade: {sums}")
        said = b.old.run(database.url, "downgrade", "--carried")
        must("nothing to undo: this program knows all that the database is at" in said, said)
        b.new.run(database.url, "upgrade", "heads")
        b.must_be_at(database, "a5")
        b.old.run(database.url, "downgrade", "--carried")
        b.must_be_at(database, "a1")
        must("same" in b.old.run(database.url, "verify"), "verify")

    def on_to_a_target():
        database = b.database()
        said = b.old.run(database.url, "downgrade", "--carried", "base")
        must(lines_of(said) == LINES + ["Running downgrade a1 -> , a1"], said)
        must(database.versions() == [] and b.tables(database) == [], "the base")
        b.new.run(database.url, "upgrade", "a1")
        said = b.old.run(database.url, "downgrade", "--carried", "-1")
        must(lines_of(said) == ["Running downgrade a1 -> , a1"], said)

    def hints():
        database = b.database()
        for words in (["upgrade", "head"], ["current"], ["plan"], ["downgrade", "base"]):
            said = b.old.run(database.url, *words, status=3)
            must("hint: the database is newer than the program, and its log says how to undo that: `downgrade --carried`; or run "
                 "the program that knows 'a5'" in said, said)
        b.must_be_at(database, "a5")

    def plans():
        database = b.database()
        for words in (["plan", "--carried"], ["downgrade", "--carried", "--sql"], ["plan", "--downgrade", "--carried"]):
            said = b.old.run(database.url, *words)
            must(lines_of(said) == LINES and "DROP TABLE t_a5;" in said, said)
        digest = re.search("digest: (.*)", said)[1]
        found = json.loads(b.old.run(database.url, "--json", "plan", "--carried", "base"))
        must([s["revision"] for s in found["steps"]] == ["a5", "a4", "a3", "a2", "a1"], found)
        must(all(s["action"] == "downgrade" and s["whole"] and "DROP" in s["sql"] for s in found["steps"]), found)
        b.old.refuses(database.url, "the plan isn't the expected one", status=1,
                      words=["downgrade", "--carried", "--expect", "0" * 32])
        b.must_be_at(database, "a5")
        b.old.run(database.url, "downgrade", "--carried", "--expect", digest)
        b.must_be_at(database, "a1")

    def rehearsed():
        database = b.database()
        said = b.old.run(database.url, "downgrade", "--carried", "--dry-run")
        must(lines_of(said) == LINES and "everything was rolled back" in said, said)
        b.must_be_at(database, "a5")

    def as_json():
        database = b.database()
        found = json.loads(b.old.run(database.url, "--json", "-q", "downgrade", "--carried"))
        must(found["current"] == ["a1"], found)

    def a_step_fails():
        """What was undone before it stays undone; the error names the revision; the next run goes on."""
        database = b.database()
        database.script("DROP TABLE t_a3")
        said = b.old.run(database.url, "downgrade", "--carried", status=1)
        must("t_a3" in said and "2 migrations were committed before it; 'a3' was rolled back" in said, said)
        must(database.versions() == ["a3"], database.versions())
        database.script("CREATE TABLE t_a3 (x INTEGER)")
        b.old.run(database.url, "downgrade", "--carried")
        b.must_be_at(database, "a1")

    def all_or_none():
        database = b.database()
        database.script("DROP TABLE t_a3")
        b.old.run(database.url, "downgrade", "--carried", "--single-transaction", status=1)
        must(database.versions() == ["a5"], database.versions())

    def killed():
        """Anywhere between its steps and in them: the next run does the rest."""
        dice = random.Random(12)
        with Times(b.dialect) as times:
            b.chain(times, "a1")
            old = times.build()
            b.chain(times, *[f"a{i}" for i in range(2, 10)])
            new = times.build()
            for _ in range(4):
                database, killed = b.database(new), 0
                while killed < 12:
                    process = subprocess.Popen([old.path, "--url", database.url, "-q", "downgrade", "--carried"],
                                               stderr=subprocess.DEVNULL)
                    time.sleep(dice.random() * 0.03)
                    process.send_signal(signal.SIGKILL)
                    killed += 1
                    if process.wait() == 0:
                        break
                    if killed == 6:
                        said = old.run(database.url, "upgrade", "head", status=None)
                        must("Traceback" not in said, said)
                old.run(database.url, "downgrade", "--carried")
                must(database.versions() == ["a1"] and b.tables(database) == ["t_a1"], b.tables(database))

    def two_at_once():
        database = b.database()
        both = [subprocess.Popen([b.old.path, "--url", database.url, "downgrade", "--carried"], stderr=subprocess.PIPE, text=True)
                for _ in range(2)]
        said = [process.communicate()[1] for process in both]
        must([process.returncode for process in both] == [0, 0], said)
        b.must_be_at(database, "a1")
        must(log_rows(database)[5:] == [f"a{i}|downgrade" for i in (5, 4, 3, 2)], log_rows(database))

    def hooks():
        """Those of the newer program are part of the way back, those of the older one aren't."""
        each = '<%def name="before_each()">\nINSERT INTO seen (who) VALUES (\'{who}, each\');\n</%def>\n'
        around = '<%def name="before_downgrade()">\nINSERT INTO seen (who) VALUES (\'{who}, down\');\n</%def>\n'
        with Times(b.dialect) as times:
            times.migration("a0", None, "CREATE TABLE seen (who TEXT);", "DROP TABLE seen;")
            b.chain(times, "a1")
            times.put("a1_x.mako", (times.folder / "versions/a1_x.mako").read_text().replace("None", '"a0"'))
            first = times.build()
            times.put("env.mako", (each + around).format(who="old"))
            old = times.build()
            times.put("env.mako", (each + around).format(who="new"))
            b.chain(times, "a2", "a3")
            new, database = times.build(), times.database(b.server)
            first.run(database.url, "upgrade", "heads")
            new.run(database.url, "upgrade", "heads")
            database.script("DELETE FROM seen")
            old.run(database.url, "downgrade", "--carried")
            must(database.rows("SELECT who FROM seen") == ["new, down", "new, each"] * 2, database.rows("SELECT * FROM seen"))
            database.script("DELETE FROM seen")
            new.run(database.url, "upgrade", "heads")
            database.script("DELETE FROM seen")
            said = old.run(database.url, "downgrade", "--carried", "a0")
            found = database.rows("SELECT who FROM seen")
            must(found == ["old, down"] + ["new, down", "new, each"] * 2 + ["old, each"], f"{said}{found}")

    def squashed():
        """The row of one that replaces others is undone as one."""
        with Times(b.dialect) as times:
            b.chain(times, "a1")
            old = times.build()
            b.chain(times, "a2", "a3", "a4")
            middle = times.build()
            times.migration("a3", "a1", table("a2")[0] + "\n" + table("a3")[0], table("a3")[1] + "\n" + table("a2")[1])
            path = times.folder / "versions" / "a3_x.mako"
            times.put("a3_s.mako", path.read_text().replace('down_revision = "a1"', 'down_revision = "a1"\nreplaces = ("a2", "a3")'))
            b.chain(times, "a3")
            new = times.build()
            database = b.database(new)
            must(re.findall(r"^(\w+) +same", new.run(database.url, "verify"), re.M) == ["a1", "a3", "a4"], "verify")
            for program in (old, middle):
                must("a3 " in new.run(database.url, "verify"), "verify")
                said = old.run(database.url, "downgrade", "--carried")
                must(lines_of(said) == ["Running downgrade a4 -> a3, a4", "Running downgrade a3 -> a1, a3"], said)
                b.must_be_at(database, "a1")
                new.run(database.url, "upgrade", "heads")
            old.run(database.url, "downgrade", "--carried")
            middle.run(database.url, "upgrade", "heads")
            said = old.run(database.url, "downgrade", "--carried")
            must(lines_of(said)[1:] == ["Running downgrade a3 -> a2, a3", "Running downgrade a2 -> a1, a2"], said)
            must(re.findall(r"^(\w+) +same", old.run(database.url, "verify"), re.M) == ["a1"], "verify")

    def middle_of_what_is_squashed():
        """The older program has squashed what the newer one's parent stands in."""
        with Times(b.dialect) as times:
            b.chain(times, "a1", "a2", "a3")
            plain = times.build()
            times.migration("a4", "a1", table("a2")[0] + "\n" + table("a3")[0], table("a3")[1] + "\n" + table("a2")[1])
            text = (times.folder / "versions" / "a4_x.mako").read_text()
            times.remove("a4_x.mako")
            times.put("a3_s.mako", text.replace('"a4"', '"a3"').replace('down_revision = "a1"',
                                                                        'down_revision = "a1"\nreplaces = ("a2", "a3")'))
            old = times.build()
            times.remove("a3_s.mako")
            times.remove("a3_x.mako")
            times.migration("b3", "a2", "CREATE TABLE t_b3 (x INTEGER);", "DROP TABLE t_b3;")
            database = b.database(times.build())
            said = old.run(database.url, "downgrade", "--carried")
            must(lines_of(said) == ["Running downgrade b3 -> a2, b3"], said)
            must(database.versions() == ["a2"], database.versions())
            plain.run(database.url, "upgrade", "heads")

    def what_stands_in_a_statement():
        """Text of any kind comes back as it was."""
        texts = ["it''s", "a; b", "ünïcödé ☃", "12:34", "s3:abc", "line\nline", "\\\\ \"x\" %s"]
        with Times(b.dialect) as times:
            times.migration("a1", None, "CREATE TABLE texts (x TEXT);", "DROP TABLE texts;")
            old = times.build()
            inserts = "\n".join(f"INSERT INTO texts (x) VALUES ('{text}');" for text in texts)
            times.migration("a2", "a1", "SELECT 1;", inserts)
            new, one, other = times.build(), times.database(b.server), times.database(b.server)
            for program, database, words in ((new, one, ["downgrade", "a1"]), (old, other, ["downgrade", "--carried"])):
                new.run(database.url, "upgrade", "heads")
                program.run(database.url, *words)
            must(one.rows("SELECT x FROM texts") == other.rows("SELECT x FROM texts") != [], other.rows("SELECT x FROM texts"))

    def rebuilt():
        """Foreign keys are off meanwhile, and no row goes with its parent."""
        with Times("sqlite") as times:
            times.migration("a1", None, "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE c (id INTEGER "
                            "PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE);", "DROP TABLE c;\nDROP TABLE p;")
            old = times.build()
            times.migration("a2", "a1", '<% op.alter_column("p", "name", type_=sa.String(20), nullable=True) %>\n'
                            '<% op.create_check_constraint("ck", "c", "id > 0") %>',
                            '<% op.drop_constraint("ck", "c", type_="check") %>\n'
                            '<% op.alter_column("p", "name", type_=sa.Text(), nullable=False) %>')
            new, one, other = times.build(), stands.Sqlite(None), stands.Sqlite(None)
            for program, database, words in ((new, one, ["downgrade", "a1"]), (old, other, ["downgrade", "--carried"])):
                new.run(database.url, "upgrade", "heads")
                database.script("INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1, 1);")
                program.run(database.url, *words)
            must(one.schema() == other.schema() and "NOT NULL" in str(other.ask("SELECT sql FROM sqlite_master WHERE name = 'p'")),
                 other.schema())
            must(other.rows("SELECT c.id, name FROM c JOIN p ON c.p = p.id") == ["1|x"], "the rows")
            said = new.run(other.url, "upgrade", "heads")
            said = old.run(other.url, "plan", "--carried")
            must("-- the table 'c' is rebuilt, from its definition as it stands then" in said, said)
            other.script("INSERT INTO p VALUES (2, NULL)")
            said = old.run(other.url, "downgrade", "--carried", status=1)
            must("'a2' was rolled back" in said and "NULL" in said, said)

    def long_text():
        """A constant that is longer than a C string should be, and one that is longer than it can be."""
        for size in (5000, 70000):
            with Times(b.dialect) as times:
                times.migration("a1", None, "CREATE TABLE texts (x TEXT);", "DROP TABLE texts;")
                old = times.build()
                times.migration("a2", "a1", "SELECT 1;", f"INSERT INTO texts (x) VALUES ('{'x' * size}');")
                database = b.database(times.build())
                old.run(database.url, "downgrade", "--carried")
                must(database.rows("SELECT length(x) FROM texts") == [str(size)], "the text")

    found = [value for value in list(locals().values()) if callable(value) and value is not b]
    return found if b.dialect == "sqlite" else [t for t in found if t.__name__ != "rebuilt"]


if __name__ == "__main__":
    try:
        sys.exit(play_on(sys.argv[1], Bench, tests, sys.argv[2:]))
    except Wrong as wrong:
        sys.exit(str(wrong))

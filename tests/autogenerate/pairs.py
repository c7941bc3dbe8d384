"""Random pairs of schemas A and B: the migration that `aludel diff A B` writes, applied to A, gives B; its downgrade gives
A back; rows in columns that both have stay as they were; behind each there is nothing more to do.

pairs.py sqlite|postgresql PAIRS [SEED]
"""
import contextlib
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

from autogenerate.made_up import Maker, quoted, rows, statements, suit, surviving
from tools.postgres import PrivatePostgres

ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")
BATCH = 25  # pairs that are compiled together


def run(folder, *arguments):
    done = subprocess.run([ALUDEL, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, "NO_COLOR": "1"}, timeout=300)
    return done.returncode, done.stdout, done.stderr


class Sqlite:
    def __init__(self, top):
        self.top, self.count = top, 0

    def make(self, texts):
        self.count += 1
        path = self.top / f"{self.count}.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            for text in texts:
                db.execute(text)
        return f"sqlite:///{path}"

    def ask(self, url, text):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            return db.execute(text).fetchall()


class Postgresql:
    def __init__(self, server):
        self.server = server

    def make(self, texts):
        url = self.server.url_of(self.server.new_database())
        self.psql(url, ";\n".join(["SET session_replication_role = replica", *texts]) + ";\n")
        return url

    def psql(self, url, text):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], input=text, capture_output=True, text=True)
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        return done.stdout

    def ask(self, url, text):
        return self.psql(url, text + ";")


class Pair:
    def __init__(self, seed, number, dialect, databases, folder):
        maker = Maker(f"{seed} {number}")
        self.id, self.databases, self.folder = f"p{number}", databases, folder
        self.a = maker.schema()
        self.b = maker.like(self.a) if number % 4 else maker.schema()
        self.texts = {"a": statements(self.a, dialect), "b": statements(self.b, dialect)}
        self.here = databases.make(self.texts["a"] + (rows(self.a) if suit(self.a, self.b) else []))
        self.before, self.there = databases.make(self.texts["a"]), databases.make(self.texts["b"])
        self.path = folder / "versions" / f"{self.id}.mako"

    def fail(self, what):
        text = self.path.read_text() if self.path.exists() else ""
        sql = "\n".join(f"-- {side}\n" + ";\n".join(texts) + ";" for side, texts in self.texts.items())
        raise AssertionError(f"pair {self.id}: {what}\n{sql}\n{text}")

    def aludel(self, *arguments):
        status, out, error = run(self.folder, *arguments)
        if status:
            self.fail(f"{' '.join(arguments)}: {out}{error}")
        return out

    def write(self):
        ways = [self.aludel("diff", self.before, self.there, *back) for back in ([], ["--downgrade"])]
        self.path.write_text(f'<%!\nrevision = "{self.id}"\ndown_revision = None\n%>\n\n<%def name="upgrade()">\n{ways[0]}</%def>\n\n'
                             f'<%def name="downgrade()">\n{ways[1]}</%def>\n')

    def values(self):
        return {table: self.databases.ask(self.here, f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)} ORDER BY id")
                for table, columns in surviving(self.a, self.b)}

    def nothing_between(self, other, when):
        for one, two in ((self.here, other), (other, self.here)):
            more = self.aludel("diff", one, two)
            if more:
                self.fail(f"{when} there is more to do:\n{more}")

    def play(self):
        before = self.values()
        self.aludel("-q", "--url", self.here, "upgrade", self.id)
        self.nothing_between(self.there, "behind the upgrade")
        if self.values() != before:
            self.fail(f"rows have changed: {before} {self.values()}")
        self.aludel("-q", "--url", self.here, "downgrade", "base")
        self.nothing_between(self.before, "behind the downgrade")
        if self.values() != before:
            self.fail(f"rows have changed on the way back: {before} {self.values()}")


def play_batch(top, seed, numbers, dialect, databases):
    folder = top / f"batch{numbers[0]}"
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\nlog_table =\nfrom_scratch = no\n")
    failed, pairs = [], []
    for number in numbers:
        try:
            pairs.append(Pair(seed, number, dialect, databases, folder))
            pairs[-1].write()
        except AssertionError as error:
            failed.append(str(error))
            if pairs and pairs[-1].id == f"p{number}":
                pairs.pop().path.unlink(missing_ok=True)
    for pair in pairs:
        try:
            pair.play()
        except AssertionError as error:
            failed.append(str(error))
    return failed


def main(dialect, count, seed):
    print(f"seed {seed}")
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases = (Postgresql(stack.enter_context(PrivatePostgres())) if dialect == "postgresql" else Sqlite(top))
        failed = []
        for first in range(0, count, BATCH):
            failed += play_batch(top, seed, range(first, min(first + BATCH, count)), dialect, databases)
    print("\n\n".join(failed[:5]))
    print(f"{count} pairs, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else str(random.randrange(10 ** 6))))

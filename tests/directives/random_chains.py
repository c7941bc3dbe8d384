"""Random chains of directives.

    random_chains.py [CHAINS [SEED]]    without a seed another one every time; it is printed

Each is run a revision at a time, up and down again:
- Alembic, with the way down written out, leaves the same at every revision, where it can (not what SQLite rebuilds);
- `aludel schema --at REV` is what stands in the database then, as SQL and as JSON;
- on the way down, derived or written, what was there comes back.
A chain that fails is printed, without the steps that it fails without, too.
"""
import difflib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import read_back
import schema_facts
from differences import explained
from e2e.harness import run_alembic, write, write_alembic
from evolution import evolution, script_of, text_of
from pairs import ALUDEL, Postgresql, Sqlite
from tools.postgres import PrivatePostgres, PsqlError, roomy_folder

DIALECTS = {"both": "sqlite postgresql", "rebuilds": "sqlite postgresql", "postgresql": "postgresql"}


class Wrong(Exception):
    """What went wrong: its kind is the first line."""


def same(expected, found, what):
    if expected != found:
        raise Wrong(f"{what}\n" + "\n".join(difflib.unified_diff(expected, found, "expected", "found", lineterm="", n=3)))


def run(command, what):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise Wrong(f"{what}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Environment:
    def __init__(self, folder, kind, migrations):
        self.folder, self.migrations = pathlib.Path(folder), migrations
        self.ours, self.theirs = self.folder / "ours", self.folder / "theirs"
        write(self.ours / "aludel.ini", f"[aludel]\ndialects = {DIALECTS[kind]}\nlog_table =\n")
        write_alembic(self.theirs, [])
        for m in migrations:
            write(self.ours / "versions" / f"{m.id}_x.mako", text_of(m))
            write(self.theirs / "versions" / f"{m.id}_x.py", script_of(m))
        run([ALUDEL, "build", "-C", self.ours, "-o", self.ours / "migrate"], "aludel build")

    def go(self, url, command, target):
        run([self.ours / "migrate", "--url", url, command, target], command)

    def alembic(self, url, command, target):
        status, _, printed, _ = run_alembic(self.theirs, url, [command, target])
        if status:
            raise Wrong(f"Alembic's {command}\n{printed}")

    def schema(self, dialect, revision, *options):
        return run([ALUDEL, "schema", "-C", self.ours, "--at", revision, "--dialect", dialect, *options], "aludel schema")


class OnPostgresql:
    dialect = "postgresql"

    def __init__(self, folder):
        pass

    def new(self, name):
        return Postgresql()

    def execute(self, database, sql):
        try:
            database.server.psql(sql, database.name)
        except PsqlError as error:
            raise Wrong(f"aludel schema's SQL\n{error}\n{sql}")


class OnSqlite:
    dialect = "sqlite"

    def __init__(self, folder):
        self.folder = folder

    def new(self, name):
        file = self.folder / f"{name}.db"
        file.unlink(missing_ok=True)
        return Sqlite(file)

    def execute(self, database, sql):
        done = subprocess.run(["sqlite3", "-bail", str(database.file)], input=sql, capture_output=True, text=True)
        if done.returncode:
            raise Wrong(f"aludel schema's SQL\n{done.stderr}\n{sql}")


def schema_is_there(environment, on, revision, database):
    """`aludel schema` of the revision against what stands in the database."""
    there = database.lines()
    made = on.new("made")
    on.execute(made, environment.schema(on.dialect, revision))
    same(read_back.loose(there), read_back.loose(made.lines()), "aludel schema differs from the database")
    said = json.loads(environment.schema(on.dialect, revision, "--json"))
    same(schema_facts.of_database(database), schema_facts.of_json(said, on.dialect),
         "aludel schema --json differs from the database")


def up_and_down(environment, on, rng, beside_alembic):
    ours, theirs, stood = on.new("ours"), on.new("theirs"), [[]]
    chosen = {environment.migrations[-1].id}
    if is_line(environment.migrations):  # else what stands there isn't what is behind one revision
        chosen.add(rng.choice(environment.migrations).id)
    for m in environment.migrations:
        environment.go(ours.url, "upgrade", m.id)
        stood.append(ours.lines())
        if beside_alembic:
            environment.alembic(theirs.url, "upgrade", m.id)
            same(explained("", on.dialect, theirs.lines()), explained("", on.dialect, stood[-1]), "Alembic leaves something else")
        if m.id in chosen:
            schema_is_there(environment, on, m.id, ours)
    down(environment, ours, stood)


def is_line(migrations):
    return all(m.parents == [before.id] for before, m in zip(migrations, migrations[1:]))


def down(environment, ours, stood):
    """Step by step, or at once where "the one before" says nothing."""
    if not is_line(environment.migrations):
        environment.go(ours.url, "downgrade", "base")
        return same([], ours.lines(), "the downgrade leaves something")
    for m, before in reversed(list(zip(environment.migrations, stood))):
        environment.go(ours.url, "downgrade", "-1")
        same(read_back.loose(before), read_back.loose(ours.lines()), f"the downgrade doesn't bring back ({m.form})")


def failure(folder, kind, migrations):
    """What is wrong with a chain, as text, or nothing."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            environment = Environment(place, kind, migrations)
            for on in [OnPostgresql, OnSqlite][:1 if kind == "postgresql" else 2]:
                beside_alembic = on is OnPostgresql or kind == "both"
                up_and_down(environment, on(pathlib.Path(place)), random.Random(0), beside_alembic)
        except Wrong as error:
            return str(error)
        except subprocess.TimeoutExpired as error:
            return f"{error}"
    return ""


def smaller(migrations):
    """The same chain without one of its steps."""
    for i, m in reversed(list(enumerate(migrations))):
        for j in reversed(range(len(m.steps))):
            less = m._replace(steps=m.steps[:j] + m.steps[j + 1:])
            yield relinked([*migrations[:i], less, *migrations[i + 1:]])


def relinked(migrations):
    """A line needs no migration without steps."""
    if not is_line(migrations):
        return migrations
    kept = [m for m in migrations if m.steps]
    return [m._replace(parents=[before.id] if before else []) for before, m in zip([None, *kept], kept)]


def shrunk(folder, kind, migrations, said):
    """A chain of fewer steps that fails in the same way; (chain, what is wrong)."""
    first, tries = said.split("\n")[0], 25
    again = True
    while again and tries > 0:
        again = False
        for candidate in smaller(migrations):
            tries -= 1
            now = failure(folder, kind, candidate) if candidate and tries > 0 else ""
            if now.split("\n")[0] == first and now.count("error:") <= said.count("error:"):
                migrations, said, again = candidate, now, True
                break
    return migrations, said


def check(number, folder):
    rng = random.Random(number)
    kind = rng.choice(list(DIALECTS))
    migrations = evolution(rng, kind, length=rng.randint(3, 9))
    said = failure(folder, kind, migrations)
    if not said:
        return len(migrations), ""
    small, now = shrunk(folder, kind, migrations, said)
    texts = "\n".join(map(text_of, small))
    return len(migrations), f"---- chain {number}, for {kind}\n{said}\n---- smaller\n{texts}\n{now}\n"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder, PrivatePostgres() as server:
        os.environ["ALUDEL_TEST_POSTGRES"] = server.url
        with ProcessPoolExecutor(2) as pool:
            results = list(pool.map(check, range(seed, seed + count), [folder] * count))
    wrong = [said for _, said in results if said]
    print("\n".join(wrong))
    print(f"{count} chains from seed {seed} on, {sum(n for n, _ in results)} migrations, {len(wrong)} wrong")
    sys.exit(1 if wrong or not results else 0)


if __name__ == "__main__":
    main()

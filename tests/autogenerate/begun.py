"""Databases of generated schemas, begun with `init --from`: the baseline applied to an empty database gives the same schema, a
further autogenerate finds nothing, and it is taken away again. What `inspect` prints of them, as a template, as SQL and as
JSON, is the schema that is meant.

begun.py sqlite|postgresql COUNT EACH [SEED]

EACH of them are gone through with the commands, each in the environment that init has made. The baselines of all are compiled
together besides, into one program, since a compiler for each would take minutes.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from as_sql import statements  # noqa: E402
from five import NOTHING, Database, run  # noqa: E402
from pairs import built_anew  # noqa: E402
from tools.postgres import PrivatePostgres, roomy_folder  # noqa: E402

VERSIONS = "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')"


class Begun:
    """A database, and the environment that is begun with it."""

    def __init__(self, number, seed, database, top):
        self.id, self.database, self.url = f"b{number}", database, database.url()
        self.folder = top / self.id
        schema = built_anew(seed, number, database.dialect).b
        made = [text.replace("Odd Schema", "OddSchema") for text in statements(schema, database.dialect)]  # for include_schemas
        self.execute([*made, VERSIONS, f"INSERT INTO alembic_version VALUES ('{self.id}')"])
        self.schemas = self.asked(SCHEMAS) if database.server else []
        run(top, "init", "--from", self.url, self.id, *(word for name in self.schemas for word in ("--include-schema", name)))
        self.baseline, = (self.folder / "versions").iterdir()

    def execute(self, sql):
        if self.database.server:
            self.asked("; ".join(sql))
            return
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        for statement in sql:
            connection.execute(statement)
        connection.commit()
        connection.close()

    def asked(self, sql):
        return self.database.server.psql(sql, re.search(r"//[^/]*/(\w+)", self.url)[1]).splitlines()


def same_as_meant(begun):
    """Each form that inspect has."""
    folder, url = begun.folder, ["--url", begun.url]
    sql = run(folder, *url, "inspect", "--sql")
    parts = [part["sql"] for part in json.loads(run(folder, *url, "inspect", "--json"))]
    assert all(part in sql for part in parts) and sql.count("\n\n") >= len(parts), (sql, parts)
    for name, text in (("schema.mako", run(folder, *url, "inspect")), ("schema.sql", sql), ("schema.sql", "\n;\n".join(parts) + "\n;\n")):
        (folder / name).write_text(text)
        assert run(folder, *url, "check") == NOTHING, text
        assert run(folder, *url, "inspect", "--target", "--sql") == sql or not begun.database.server, text
        if text != sql:
            (folder / name).unlink()
            continue
        other = begun.database.url()
        run(folder, "-q", "--url", other, "upgrade", "heads")
        assert run(folder, "--url", other, "check") == NOTHING == run(folder, "--url", other, "revision", "--autogenerate")
        (folder / name).unlink()


class Together:
    """All baselines as one program."""

    def __init__(self, top, all_of_them, database):
        self.folder, self.database = top / "together", database
        (self.folder / "versions").mkdir(parents=True)
        schemas = sorted({name for begun in all_of_them for name in begun.schemas})
        (self.folder / "aludel.ini").write_text(f"[aludel]\ndialects = {database.dialect}\ninclude_schemas = {' '.join(schemas)}\n")
        for begun in all_of_them:
            shutil.copy(begun.baseline, self.folder / "versions")
        run(self.folder, "build", "-o", "program")
        self.free = []  # databases that are empty again: one that is new takes time
        self.empty = top / "empty"
        (self.empty / "versions").mkdir(parents=True)
        shutil.copy(self.folder / "aludel.ini", self.empty)

    def run(self, url, *words):
        done = subprocess.run([self.folder / "program", "-q", "--url", url, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}\n{done.stderr}"
        return done.stdout

    def take(self):
        try:
            return self.free.pop()
        except IndexError:
            return self.database.url()

    def play(self, begun):
        text, other = begun.baseline.read_text(), self.take()
        assert self.run(begun.url, "current").split()[0] == begun.id
        self.run(other, "upgrade", begun.id)
        if self.database.server:  # SQLite keeps each text as it was written
            assert self.run(other, "inspect") == self.run(begun.url, "inspect"), text
        found = run(self.empty, "diff", other, begun.url)
        assert found == "", f"{found}\n{text}"
        self.run(other, "downgrade", "base")
        left = self.run(other, "inspect")
        assert re.fullmatch(rf"-- {self.database.dialect}\n(\nCREATE EXTENSION.*;\n)*", left), f"{left}\n{text}"
        if "EXTENSION" not in left:
            self.free.append(other)


def played(together, begun, with_commands):
    """How many failed."""
    try:
        together.play(begun)
        if with_commands:
            same_as_meant(begun)
    except AssertionError as error:
        print(f"-- {begun.id}: {error}", flush=True)
        return 1
    return 0


def main(dialect, count, each, seed="1"):
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=roomy_folder())))
        server = stack.enter_context(PrivatePostgres()) if dialect == "postgresql" else None
        workers = stack.enter_context(concurrent.futures.ThreadPoolExecutor(os.cpu_count()))
        database = Database(dialect, top, server)
        all_of_them = list(workers.map(lambda number: Begun(number, seed, database, top), range(int(count))))
        together = Together(top, all_of_them, database)
        failed = sum(workers.map(lambda begun: played(together, begun, all_of_them.index(begun) < int(each)), all_of_them))
    print(f"{dialect}: {count} begun, {each} of them with each command, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

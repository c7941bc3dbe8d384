"""The five systems' schemas, each as the one that is meant: what autogenerate writes for an empty database builds it, a
second time there is nothing to do, and the downgrade leaves nothing.

five.py sqlite|postgresql|pgvector

Where a schema needs pgvector that is PGlite, which has one database at a time.
"""
import contextlib
import difflib
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tools.pgvector import PrivatePgvector, needs_pgvector
from tools.postgres import PrivatePostgres

SOURCE = pathlib.Path(os.environ["ALUDEL_SOURCE"])
ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")
NOTHING = "No new upgrade operations detected.\n"
VARIABLES = {"EMBEDDING_DIM": "3", "NO_COLOR": "1"}


class Database:
    """URLs of empty databases."""

    def __init__(self, dialect, top, server):
        self.dialect, self.top, self.server, self.numbers = dialect, top, server, itertools.count(1)

    def url(self):
        return self.server.url_of(self.server.new_database()) if self.server else f"sqlite:///{self.top}/{next(self.numbers)}.db"


def run(folder, *arguments, status=0):
    done = subprocess.run([ALUDEL, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, **VARIABLES}, timeout=300)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def environment(top, name, dialect, schema):
    folder = top / name
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
    (folder / "schema.sql").write_text(schema)
    return folder


def upgraded(top, chain, database, head):
    """(the environment, a database of it, its schema)"""
    folder = top / f"{chain.name}_{head}"
    shutil.copytree(chain, folder)
    settings = (folder / "aludel.ini").read_text()
    (folder / "aludel.ini").write_text(re.sub("^dialects *=.*", f"dialects = {database.dialect}", settings, flags=re.M))
    url = database.url()
    run(folder, "-q", "--url", url, "upgrade", head)
    return folder, url, run(folder, "--url", url, "inspect", "--sql")


def of_the_chain(top, chain, database):
    """The schema at the heads, with which a further autogenerate of the chain itself has nothing to do."""
    folder, url, schema = upgraded(top, chain, database, "heads")
    for meant in folder.glob("schema.*"):
        assert run(folder, "--url", url, "check") == NOTHING
        meant.unlink()
    for name, text in (("schema.mako", run(folder, "--url", url, "inspect")), ("schema.sql", schema)):
        (folder / name).write_text(text)
        assert run(folder, "--url", url, "check") == NOTHING, text
        assert run(folder, "revision", "--autogenerate", "--url", url, "--head", "heads") == NOTHING, text
        if name == "schema.mako":
            (folder / name).unlink()
    return url, schema


def differing(one, two):
    return "\n".join(difflib.unified_diff(one.splitlines(), two.splitlines(), lineterm="", n=0))


def built_anew(top, name, database, schema):
    folder = environment(top, f"{name}_new", database.dialect, schema)
    url = database.url()
    run(folder, "revision", "--autogenerate", "--url", url, "-m", "all of it", "--rev-id", "a1")
    text = next((folder / "versions").iterdir()).read_text()
    assert run(folder, "fmt", "--check") == "" == run(folder, "lint"), text
    run(folder, "-q", "--url", url, "upgrade", "head")
    if database.server:  # SQLite keeps each text as it was written
        there = run(folder, "--url", url, "inspect", "--sql")
        assert there == schema, differing(schema, there)
    assert run(folder, "diff", url, "schema.sql") == "" == run(folder, "diff", "schema.sql", url), text
    assert run(folder, "--url", url, "check") == NOTHING
    assert run(folder, "revision", "--autogenerate", "--url", url) == NOTHING
    run(folder, "-q", "--url", url, "downgrade", "base")
    left = run(folder, "--url", url, "inspect", "--sql")
    assert re.fullmatch(rf"-- {database.dialect}\n(\nCREATE EXTENSION.*;\n)*", left), f"{left}\n{text}"


# Two that begin anew and make the same tables: a database has one of them. (The third makes nothing.)
ROOTS = {"aletheia": ["0006", "f60593c6cba8"]}


def schemas_of(top, chain, database):
    """(name, a database of it, its schema)"""
    if chain.name not in ROOTS:
        yield chain.name, *of_the_chain(top, chain, database)
    for head in ROOTS.get(chain.name, []):
        yield f"{chain.name}_{head}", *upgraded(top, chain, database, head)[1:]


SERVERS = {"sqlite": None, "postgresql": PrivatePostgres, "pgvector": PrivatePgvector}


def environments(place):
    """Those that are for it."""
    dialect = "sqlite" if place == "sqlite" else "postgresql"
    for ini in sorted((SOURCE / "migrations").glob("*/aludel.ini")):
        wanted = dialect in re.search(r"^dialects *=(.*)", ini.read_text(), re.M)[1]
        if wanted and (place == "sqlite" or needs_pgvector(ini.parent) == (place == "pgvector")):
            yield ini.parent


def begun_there(top, name, database, url, schema):
    """init --from: the database is at the head at once, and another one that is built has its schema."""
    folder = top / f"{name}_begun"
    run(top, "init", "--from", url, folder.name)
    assert all(line.endswith(" (head)") for line in run(folder, "--url", url, "current").splitlines())
    (folder / "schema.sql").write_text(schema)
    assert run(folder, "--url", url, "check") == NOTHING
    other = database.url()
    run(folder, "-q", "--url", other, "upgrade", "heads")
    assert run(folder, "--url", other, "check") == NOTHING
    assert run(folder, "revision", "--autogenerate", "--url", other) == NOTHING
    if database.server:
        assert run(folder, "inspect", other, "--sql") == schema


def main(place):
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(SERVERS[place]()) if SERVERS[place] else None
        database = Database("postgresql" if server else "sqlite", top, server)
        played = []
        for chain in environments(place):
            for name, url, schema in schemas_of(top, chain, database):
                begun_there(top, name, database, url, schema)
                built_anew(top, name, database, schema)
            played.append(chain.name)
    print(f"{place}: {', '.join(played)}")
    assert len(played) >= {"sqlite": 2, "postgresql": 4, "pgvector": 1}[place], played


if __name__ == "__main__":
    main(sys.argv[1])

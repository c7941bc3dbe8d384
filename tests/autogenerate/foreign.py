"""Schemas that others made: by psql and sqlite3, by the real Alembic, by SQLAlchemy's create_all (the folder made_by_others/).
Each is read back as the one that is meant, and there is nothing to do; what autogenerate writes for an empty database
builds it anew; a schema.mako that says the same by hand (NAME.DIALECT.mako) is the same.

foreign.py sqlite|postgresql [NAMES…]
"""
import contextlib
import importlib
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations

from autogenerate.five import ALUDEL, NOTHING, Database, built_anew, environment, run
from tools.postgres import PrivatePostgres

FOREIGN = pathlib.Path(__file__).parent / "made_by_others"


# ---- Who makes them ------------------------------------------------------------------------------------------

def by_client(url, text):
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            db.executescript(text)
        return
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def engine(url):
    made = sqlalchemy.create_engine(url)
    yield made
    made.dispose()


def module(name):
    return importlib.import_module(f"autogenerate.made_by_others.{name}")


def by_create_all(url, dialect):
    with engine(url) as made:
        module("sqlalchemy_models").metadata(dialect).create_all(made)


def by_alembic(url):
    with engine(url) as made, made.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            module("alembic_script").upgrade()


def makers(dialect):
    """name: who makes it at a URL."""
    files = sorted(FOREIGN.glob(f"*.{dialect}.sql"))
    texts = {f.name.split(".")[0]: f.read_text() for f in files}
    return {**{name: lambda url, text=text: by_client(url, text) for name, text in texts.items()},
            "sqlalchemy": lambda url: by_create_all(url, dialect), "alembic": by_alembic}


# ---- What is asked of each -----------------------------------------------------------------------------------

def found_the_same(top, name, dialect, url):
    schema = run(top, "--url", url, "inspect", "--sql")
    folder = environment(top, f"{name}_same", dialect, schema)
    assert run(folder, "--url", url, "check") == NOTHING
    assert run(folder, "revision", "--autogenerate", "--url", url) == NOTHING
    return schema


def meant_by_hand(top, name, dialect, url):
    by_hand = FOREIGN / f"{name}.{dialect}.mako"
    if not by_hand.exists():
        return
    folder = environment(top, f"{name}_by_hand", dialect, "")
    (folder / "schema.sql").unlink()
    (folder / "schema.mako").write_text(by_hand.read_text())
    for sides in ((url, "schema.mako"), ("schema.mako", url)):
        more = run(folder, "diff", *sides)
        assert not more, more
    assert run(folder, "--url", url, "check") == NOTHING
    assert run(folder, "revision", "--autogenerate", "--url", url) == NOTHING


def play(top, name, make, database):
    url = database.url()
    make(url)
    schema = found_the_same(top, name, database.dialect, url)
    written = [run(top / f"{name}_same", "diff", "base", url) for _ in range(2)]
    assert written[0] == written[1]
    meant_by_hand(top, name, database.dialect, url)
    built_anew(top, name, database, schema)


def says_what_it_leaves_out(top, database):
    """PostgreSQL has more than is compared."""
    url = database.url()
    by_client(url, "CREATE TABLE t (id int); CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);"
                   "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                   "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f(); CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)")
    schema = found_the_same(top, "left_out", "postgresql", url)
    told = ["1 event trigger", "1 operator", "1 text search dictionary"]
    assert [line for line in schema.splitlines() if "not compared" in line] == [f"-- not compared: {t}" for t in told], schema
    done = subprocess.run([ALUDEL, "diff", "base", url], cwd=top, capture_output=True, text=True)
    for one in told:
        assert f"remark: the database has what isn't compared: {one}\n" in done.stderr, done.stderr


def main(dialect, names):
    failed = []
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(PrivatePostgres()) if dialect == "postgresql" else None
        database = Database(dialect, top, server)
        (top / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
        (top / "versions").mkdir()
        if server and not names:
            says_what_it_leaves_out(top, database)
        for name, make in makers(dialect).items():
            if names and name not in names:
                continue
            try:
                play(top, name, make, database)
                print(f"{name}: the same")
            except AssertionError as error:
                failed.append(name)
                print(f"{name}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

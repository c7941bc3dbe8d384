"""One environment written twice, for us and for Alembic, and commands run on both.

    pair = Pair(folder, REVISIONS)      writes, builds with $ALUDEL_BUILD/aludel; server=… for PostgreSQL
    ours, theirs = pair.run("upgrade", "head")
    ours.status, ours.stdout, ours.log, ours.rows

Ours is a process with a database of its own; Alembic's command runs inside this one.
"""

import contextlib
import io
import logging
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections import namedtuple
from pathlib import Path

from alembic.config import CommandLine, Config

from e2e.databases import PostgresDatabase, SqliteFile
from tools.postgres import PrivatePostgres

# A revision of both environments. `up` and `down` are lists of SQL statements.
Revision = namedtuple("Revision", "id down labels depends message description up down_sql sql_file")

# What a command gave. `log`: the lines about migrations; `rows`: of the version table, None without one.
Result = namedtuple("Result", "status stdout stderr log rows tables")

ENV_PY = """
from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
"""


def revision(id, down=None, labels=None, depends=None, message=None, description="", up=None, down_sql=None,
             sql_file=False):
    """A revision that makes a table of its own, unless told otherwise."""
    table = "t_" + id
    return Revision(id, down, labels, depends, message or "make " + table, description,
                    ["CREATE TABLE %s (a INTEGER)" % table] if up is None else up,
                    ["DROP TABLE " + table] if down_sql is None else down_sql, sql_file)


class Alone(str):
    """A statement that stands in an autocommit block."""


def doc(r):
    return r.message + ("\n\n" + r.description if r.description else "")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# ---- Ours ------------------------------------------------------------------------------------------------

def mako_text(r):
    def body(statements):
        return "".join("%% with op.autocommit():\n%s;\n%% endwith\n" % s if isinstance(s, Alone) else s + ";\n"
                       for s in statements)

    return (
        "<%%doc>\n%s\n</%%doc>\n<%%!\nrevision = %r\ndown_revision = %r\nbranch_labels = %r\ndepends_on = %r\n%%>\n\n"
        '<%%def name="upgrade()">\n%s</%%def>\n\n<%%def name="downgrade()">\n%s</%%def>\n'
        % (doc(r), r.id, r.down, r.labels, r.depends, body(r.up), body(r.down_sql)))


def write_ours(folder, revisions, settings="", dialects="sqlite"):
    write(folder / "aludel.ini", "[aludel]\ndialects = %s\n%s" % (dialects, settings))
    for r in revisions:
        write(folder / "versions" / (r.id + "_x.mako"), mako_text(r))


def build(folder, *options):
    """The finished program, and what the build said."""
    aludel = os.path.join(os.environ["ALUDEL_BUILD"], "aludel")
    done = subprocess.run([aludel, "build", "-C", str(folder), "-o", str(folder / "migrate"), *options],
                          text=True, capture_output=True)
    if done.returncode != 0:
        raise SystemExit("aludel build failed (%d)\n%s%s" % (done.returncode, done.stdout, done.stderr))
    return folder / "migrate"


# ---- Alembic's -------------------------------------------------------------------------------------------

def py_text(r):
    def body(statements):
        block = "    with op.get_context().autocommit_block():\n    "
        return "".join("%s    op.execute(%r)\n" % (block if isinstance(s, Alone) else "", str(s))
                       for s in statements) or "    pass\n"

    return (
        '"""%s\n"""\nfrom alembic import op\n\nrevision = %r\ndown_revision = %r\nbranch_labels = %r\ndepends_on = %r\n\n\n'
        "def upgrade():\n%s\n\ndef downgrade():\n%s" % (doc(r), r.id, r.down, r.labels, r.depends,
                                                        body(r.up), body(r.down_sql)))


def write_alembic(folder, revisions, configure=""):
    both = re.sub("(literal_binds|transaction_per_migration)=True", r"\1=True, " + configure, ENV_PY)
    write(folder / "env.py", both)
    write(folder / "script.py.mako", "")
    for r in revisions:
        write(folder / "versions" / (r.id + "_x.py"), py_text(r))


@contextlib.contextmanager
def sorted_folders():
    """Alembic 1.8 reads the files as the folder gives them; later ones sort, and so do we."""
    listdir = os.listdir
    os.listdir = lambda *a: sorted(listdir(*a))
    try:
        yield
    finally:
        os.listdir = listdir


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def run_alembic(folder, url, arguments):
    out, printed, handler = io.StringIO(), io.StringIO(), Lines()
    logger = logging.getLogger("alembic.runtime.migration")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    status = 0
    try:
        with sorted_folders(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            line = CommandLine()
            options = line.parser.parse_args(arguments)
            config = Config(cmd_opts=options, stdout=out, output_buffer=out)
            config.set_main_option("script_location", str(folder))
            config.set_main_option("sqlalchemy.url", url)
            line.run_cmd(config, options)
    except SystemExit as end:
        status = end.code or 0
    except Exception as error:  # Alembic falls over
        status, printed = "crash", io.StringIO(repr(error))
    finally:
        logger.removeHandler(handler)
    log = [l for l in handler.lines if l.startswith("Running ")]
    return status, out.getvalue(), printed.getvalue(), log


# ---- Both --------------------------------------------------------------------------------------------------

def log_lines(stderr):
    """The lines about migrations, without what stands before them."""
    return [m.group(1) for m in re.finditer(r"^INFO  \[aludel\.migration\] (Running .*)$", stderr, re.M)]


class Pair:
    """One environment for both, and a database for each: SQLite files, or databases of a PostgreSQL server."""

    def __init__(self, folder, revisions, settings="", server=None, configure=""):
        self.folder = Path(folder)
        self.our, self.their = (PostgresDatabase(server) if server else SqliteFile(self.folder / name)
                                for name in ("ours.db", "theirs.db"))
        write_ours(self.folder / "ours", revisions, settings, self.our.dialect)
        write_alembic(self.folder / "theirs", revisions, configure)
        self.program = build(self.folder / "ours")
        self.fresh()

    def fresh(self):
        """New databases for both."""
        self.our.fresh()
        self.their.fresh()

    def swap(self):
        """Each goes on with the other's database."""
        self.our, self.their = self.their, self.our

    def ours(self, *arguments, before=()):
        done = subprocess.run([str(self.program), "--url", self.our.url, *before, *arguments], text=True,
                              capture_output=True, env={"PATH": os.environ["PATH"]}, timeout=20)
        return Result(done.returncode, done.stdout, done.stderr, log_lines(done.stderr), *self.our.state())

    def theirs(self, *arguments):
        return Result(*run_alembic(self.folder / "theirs", self.their.url, list(arguments)), *self.their.state())

    def run(self, *arguments):
        return self.ours(*arguments), self.theirs(*arguments)

    def both_sql(self, statements):
        """Does the same to both databases, behind the commands' backs."""
        self.our.sql(statements)
        self.their.sql(statements)


@contextlib.contextmanager
def pair_on(database, revisions, settings=""):
    """A pair on "sqlite" or "postgresql"; the folder and the server are gone at the end."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(PrivatePostgres()) if database == "postgresql" else None
        yield Pair(folder, revisions, settings, server)


def refused_alike(ours, theirs):
    """The same message. Where Alembic hides a better one behind "Can't locate", the better one is right."""
    expected = " ".join(theirs.stderr.rpartition("FAILED: ")[2].split())  # it breaks long lines
    expected = re.sub(r"\('.*?'\)|\('.*?',\)", "current", expected)  # its rows as a Python tuple
    said = " ".join(ours.stderr.split())
    better = "is not a member of branch" in said or "Multiple revisions start with" in said
    return expected in said or (better and expected.startswith("Can't locate revision identified by"))


# ---- Saying what differs -------------------------------------------------------------------------------------

class Report:
    """Counts what was checked; shows what failed with its place in the story."""

    def __init__(self):
        self.checks, self.failures = 0, 0

    def check(self, ok, what, **shown):
        self.checks += 1
        if ok:
            return True
        self.failures += 1
        print("FAILED:", what)
        for name, value in shown.items():
            print(textwrap.indent("%s: %s" % (name, value if isinstance(value, str) else repr(value)), "    "))
        return False

    def equal(self, ours, theirs, what):
        return self.check(ours == theirs, what, ours=ours, expected=theirs)

    def finish(self):
        print("%d checks, %d failed" % (self.checks, self.failures))
        sys.exit(1 if self.failures else 0)

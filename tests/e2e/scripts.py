"""Alembic's own scripts, taken over as they stand: one folder with an alembic.ini, on which Alembic and aludel run the
same commands; what a script does with rows left out by skip_data.

    scripts.py sqlite|postgresql
"""
import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from e2e.databases import PostgresDatabase, SqliteFile
from harness import ENV_PY, Report, log_lines, run_alembic, write
from tools.postgres import PrivatePostgres

report = Report()

INI = """
[alembic]
script_location = migrations
prepend_sys_path = .
sqlalchemy.url = %s

[aludel]
%s

[loggers]
keys = root

[handlers]
keys =

[formatters]
keys =

[logger_root]
level = WARN
handlers =
"""

SCRIPTS = {
    "a1_tables.py": '''"""tables

Revision ID: a1a1
Revises:
Create Date: 2011-11-08 11:40:27.089406

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = 'a1a1'
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, slug VARCHAR(40))")
    op.execute(
        """
        CREATE TABLE "groups" (
            id INTEGER PRIMARY KEY, -- a comment; with a semicolon
            name VARCHAR(40)
        )
        """
    )


def downgrade() -> None:
    op.execute('DROP TABLE "groups"')
    op.execute("DROP TABLE users")
''',
    "b2_rows.py": '''# coding: utf-8
"""rows out of constants, by a helper

Revision ID: b2b2
Revises: a1a1
"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = 'b2b2'
down_revision = 'a1a1'
branch_labels = ('people',)
depends_on = None

NAMES = [("Ada", 1), ("Grace O'Hara", 2), ("Zoë: a %", 3)]
COLUMNS = {"email": "VARCHAR(100)", "age": "INTEGER"}


def add(table, name, number=0, *, suffix=""):
    connection = op.get_bind()
    connection.execute(
        text("INSERT INTO %s (id, name) VALUES (:id, :name)" % table), {"id": number, "name": name + suffix})


def upgrade():
    for name, number in NAMES:
        add("users", name, number)
    for i, name in enumerate(sorted(set(n.lower() for n, _ in NAMES))):
        add('"groups"', name.upper()[:5], i + 10, suffix="!" if i % 2 else "")
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE users ADD COLUMN {column} {kind}")


def downgrade():
    pass
''',
    "c3_slugs.py": '''"""slugs"""
import os
import sqlalchemy as sa
from alembic import op

revision, down_revision = 'c3c3', 'b2b2'


def slugify(name):
    """Lower case, and nothing but letters."""
    result = ""
    for c in name.lower():
        if c.isalpha():
            result += c
        elif result and not result.endswith("-"):
            result += "-"
    return result


def upgrade():
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, name FROM users ORDER BY id")).fetchall()
    for row in rows:
        bind.execute(sa.text("UPDATE users SET slug = :slug WHERE id = :id"), {"slug": slugify(row.name), "id": row.id})
    count = bind.execute(sa.text("SELECT count(*) FROM users WHERE slug LIKE 'grace%'")).scalar()
    if count == 1 and os.environ.get("ALUDEL_NO_SUCH_VARIABLE") is None:
        op.execute("UPDATE users SET age = 37 WHERE slug = 'ada'")
    result = bind.execute(sa.text("SELECT name FROM users WHERE id > :id"), {"id": 1})
    names = [r.name for r in result]
    last = bind.execute(sa.text("SELECT name, age FROM users ORDER BY id DESC")).fetchone()
    nobody = bind.execute(sa.text("SELECT name FROM users WHERE id > 100")).first()
    if nobody is None and last[1] is None and last.name in names and len(rows) == len(names) + 1:
        changed = bind.execute(sa.text("UPDATE users SET email = :email"), {"email": ",".join(sorted(names))})
        op.execute("UPDATE users SET age = %d WHERE id = 2" % changed.rowcount)
    if bind.dialect.name == "postgresql":
        op.execute("CREATE VIEW slugs AS SELECT slug FROM users")
    else:
        op.execute("CREATE VIEW slugs AS SELECT slug AS s FROM users")


def downgrade():
    op.execute("DROP VIEW slugs")
    op.execute("UPDATE users SET slug = NULL")
''',
    "d4_side.py": '''revision = 'd4d4'
down_revision = 'a1a1'
depends_on = ['c3c3']
branch_labels = None
from alembic import op
def upgrade(): op.execute('CREATE TABLE side (a INTEGER)'); op.execute('CREATE INDEX ix ON side (a)')
def downgrade(): op.execute('DROP TABLE side')
''',
    "e5_merge.py": '''"""merge

Revision ID: e5e5
Revises: c3c3, d4d4

"""
revision = 'e5e5'
down_revision = ('c3c3', 'd4d4')


def upgrade():
    pass


def downgrade():
    pass
''',
    "__init__.py": "raise Exception('nobody reads this')\n",
    "notes.txt": "nor this\n",
}

STORY = ["upgrade a1a1", "upgrade people@+1", "upgrade head", "downgrade c3c3", "downgrade b2b2", "upgrade heads"]
LISTS = ["history", "history -v", "heads", "branches", "show e5e5", "show b2b2", "current"]

# What an application's script does, as far as nobody can read it.
DATA = '''"""products get slugs by the application's code"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base
from shop.text import slugify

revision = 'f6f6'
down_revision = 'e5e5'

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)


def upgrade():
    op.execute("CREATE TABLE words (word VARCHAR(20))")
    session = Session(bind=op.get_bind())
    for user in session.query(User).filter(User.id > 1):
        user.slug = slugify(user.name)
    session.commit()
    op.execute("CREATE INDEX ix_words ON words (word)")


def downgrade():
    op.execute("DROP TABLE words")
'''


def write_folder(folder, url, scripts, settings=""):
    write(folder / "alembic.ini", INI % (url, settings))
    write(folder / "migrations" / "env.py", ENV_PY)
    write(folder / "migrations" / "script.py.mako", "")
    for name, text in scripts.items():
        write(folder / "migrations" / "versions" / name, text)


def aludel(folder, *arguments, status=0):
    """`aludel …` as it is typed in the folder."""
    program = os.path.join(os.environ["ALUDEL_BUILD"], "aludel")
    variables = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run([program, *arguments], cwd=folder, text=True, capture_output=True, env=variables, timeout=120)
    report.equal(done.returncode, status, "aludel %s: %s%s" % (" ".join(arguments), done.stdout, done.stderr))
    return done


def contents(database):
    """Everything but ours: objects and rows."""
    version_rows, tables = database.state()
    rows = {t: sorted(database.ask('SELECT * FROM "%s"' % t)) for t in tables}
    if database.dialect == "sqlite":
        objects = database.ask("SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT LIKE 'a%' ORDER BY name")
    else:
        objects = database.ask("SELECT c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod) "
                               "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = "
                               "'public'::regnamespace AND c.relname !~ '^a' AND a.attnum > 0 ORDER BY 1, 3")
    return version_rows, objects, rows


def side_by_side(folder, ours, theirs):
    """The same files, the same commands, the same outcome."""
    write_folder(folder, ours.url, SCRIPTS)
    for command in STORY:
        done = aludel(folder, *command.split())
        status, _, said, log = run_alembic(folder / "migrations", theirs.url, command.split())
        report.equal(status, 0, "alembic %s: %s" % (command, said))
        report.equal(log_lines(done.stderr), log, command + ": log")
        report.equal(contents(ours), contents(theirs), command + ": database")
    report.check(contents(ours)[2]["users"][1][1:] == ("Grace O'Hara", "grace-o-hara", "Grace O'Hara,Zoë: a %", 3), "there is something to compare",
                 found=contents(ours))
    for command in LISTS:
        done = aludel(folder, "-c", "alembic.ini", *command.split())
        _, out, _, _ = run_alembic(folder / "migrations", theirs.url, command.split())
        if not ("-v" in command or "show" in command):  # there Alembic repeats the identifiers, and absolute paths
            report.equal(sorted(done.stdout.split("\n")), sorted(out.split("\n")), command)  # Alembic keeps sets
    done = aludel(folder, "show", "b2b2")
    report.check("    rows out of constants, by a helper\n" in done.stdout and "Revises" not in done.stdout,
                 "the docstring without identifiers", found=done.stdout)
    verified = aludel(folder, "verify").stdout.split()
    report.equal(verified.count("same"), 5, "verify: %s" % verified)


def mixed(folder, database):
    """Three forms in one chain; script_location isn't where aludel is called."""
    write_folder(folder / "project", database.url, SCRIPTS)
    write(folder / "project" / "migrations" / "env.mako", "<%! made = \"made\" %>\n")
    write(folder / "project" / "migrations" / "versions" / "f6_more.mako",
          '<%! revision = "f6f6"\ndown_revision = "e5e5" %>\n<%def name="upgrade()">\nCREATE TABLE ${made | id} (a INTEGER);\n'
          '</%def>\n<%def name="downgrade()">\nDROP TABLE ${made | id};\n</%def>\n')
    write(folder / "project" / "migrations" / "versions" / "g7_more.sql",
          "-- revision: g7g7\n-- down_revision: f6f6\n-- aludel:upgrade\nCREATE TABLE plain (a INTEGER);\n"
          "-- aludel:downgrade\nDROP TABLE plain;\n")
    write(folder / "project" / "migrations" / "versions" / "h8_more.py",
          "revision = 'h8h8'\ndown_revision = 'g7g7'\nfrom alembic import op\ndef upgrade():\n"
          "    op.execute('CREATE TABLE IF NOT EXISTS %s (a INTEGER)' % made)\ndef downgrade(): pass\n")
    aludel(folder, "-c", "project/alembic.ini", "upgrade", "head")
    aludel(folder, "-C", "project", "downgrade", "e5e5")
    aludel(folder, "-C", "project", "upgrade", "head")
    rows, tables = database.state()
    report.equal((rows, "made" in tables, "plain" in tables), (["h8h8"], True, True), "three forms in one chain")


def build_says(folder):
    """What is wrong in a script is said of its line."""
    write_folder(folder, "sqlite:///x.db", {"a1_x.py": "revision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n"
                                                       "    key = lambda x: x\n"})
    done = aludel(folder, "upgrade", "head", status=1)
    report.check("migrations/versions/a1_x.py:6:11: error: 'lambda' isn't part of this language" in done.stderr,
                 "file, line and column", stderr=done.stderr)


WAY_OUT = ("let Alembic bring this database past this migration, or write out in the language what was left out: "
           "aludel lint lists it")


def upgrade_refused(folder, database, table):
    done = aludel(folder, "upgrade", "head", status=1)
    report.check(table + " holds rows, and what this migration does with rows was left out (skip_data)" in done.stderr,
                 table + " is found", stderr=done.stderr)
    report.check("f6_data.py:20" in done.stderr and WAY_OUT in done.stderr,
                 "it says where, and what to do", stderr=done.stderr)
    rows, tables = database.state()
    report.equal((rows, "words" in tables), (["e5e5"], False), "nothing is done")


def skip_data(folder, database):
    """Left out on a database without rows; on others the migration refuses to run."""
    scripts = {n: t for n, t in SCRIPTS.items() if n not in ("b2_rows.py", "c3_slugs.py")}
    scripts["d4_side.py"] = SCRIPTS["d4_side.py"].replace("['c3c3']", "None")
    scripts["e5_merge.py"] = SCRIPTS["e5_merge.py"].replace("('c3c3', 'd4d4')", "'d4d4'")
    scripts["f6_data.py"] = DATA
    write_folder(folder, database.url, scripts)
    done = aludel(folder, "upgrade", "head", status=1)
    report.check("f6_data.py:13:1: error: 'class' isn't part of this language" in done.stderr, "without the setting it is an error",
                 stderr=done.stderr)
    write_folder(folder, database.url, scripts, "skip_data = yes")
    done = aludel(folder, "upgrade", "e5e5")
    for line, column, what in ((20, 15, "unknown name 'Session'"), (21, 17, "'session' isn't known"),
                               (23, 5, "'session' isn't known")):
        said = "migrations/versions/f6_data.py:%d:%d: remark: left out: %s" % (line, column, what)
        report.check(said in done.stderr, "the build lists line %d" % line, stderr=done.stderr)
    for table, name in filled(database):
        database.sql(table)
        upgrade_refused(folder, database, name)
        database.sql("DELETE FROM " + name)
    done = aludel(folder, "upgrade", "head", "--sql", status=1)
    report.check("the look for rows (skip_data) needs a live database" in done.stderr, "--sql", stderr=done.stderr)
    aludel(folder, "upgrade", "head")
    rows, tables = database.state()
    report.equal((rows, "words" in tables), (["f6f6"], True), "a database without rows is brought up to date")
    database.sql("INSERT INTO users (id, name) VALUES (1, 'Ada')")
    aludel(folder, "downgrade", "-1")
    report.equal(database.state()[0], ["e5e5"], "a direction from which nothing is left out runs")


def filled(database):
    """Rows in a table, one after the other, and its name in the message."""
    yield "INSERT INTO users (id, name) VALUES (1, 'Ada')", '"public"."users"' if database.dialect != "sqlite" else '"users"'
    if database.dialect == "sqlite":
        yield "CREATE VIRTUAL TABLE found USING fts5(body); INSERT INTO found VALUES ('text')", '"found"'
        return
    yield ("CREATE SCHEMA other; CREATE TABLE other.parts (a int) PARTITION BY LIST (a); "
           "CREATE TABLE other.one PARTITION OF other.parts DEFAULT; INSERT INTO other.parts VALUES (1)",
           '"other"."parts"')


def main():
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(PrivatePostgres()) if sys.argv[1] == "postgresql" else None

        def database(name):
            return PostgresDatabase(server) if server else SqliteFile(folder / name)

        side_by_side(folder / "same", database("ours.db"), database("theirs.db"))
        mixed(folder / "mixed", database("mixed.db"))
        skip_data(folder / "skipped", database("skipped.db"))
        build_says(folder / "wrong")
    report.finish()


main()

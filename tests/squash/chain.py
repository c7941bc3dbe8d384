"""A chain of migrations, and what becomes of it when the middle is squashed.

    with programs("sqlite", "hand") as built:       squashed by hand, or by `aludel squash`
        built.plain, built.both, built.gone      paths of `migrate` programs
"""
import contextlib
import os
import pathlib
import subprocess
import tempfile
from collections import namedtuple

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
ALUDEL = str(BUILD / "aludel")

Revision = namedtuple("Revision", "id down up back form", defaults=["mako"])
CHAIN = [
    Revision("z0", None, "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
             "INSERT INTO people (id, name) VALUES (1, 'Ann');", "DROP TABLE people;"),
    Revision("a1", "z0", "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);\n"
             "INSERT INTO books (id, title) VALUES (1, 'Kim');", "DROP TABLE books;"),
    Revision("a2", "a1", "ALTER TABLE books ADD COLUMN pages INTEGER;\nUPDATE books SET pages = 300;",
             "ALTER TABLE books DROP COLUMN pages -- not all SQL ends in a semicolon", "sql"),
    Revision("a3", "a2", 'op.create_index("books_pages", "books", ["pages"])', 'op.drop_index("books_pages")', "py"),
    Revision("b4", "a3", '<% op.alter_column("books", "title", nullable=False) %>',
             '<% op.alter_column("books", "title", nullable=True) %>'),
    Revision("c5", "b4", "ALTER TABLE people ADD COLUMN born INTEGER;", "ALTER TABLE people DROP COLUMN born;"),
]
IDS = [r.id for r in CHAIN]
SQUASHED = ["a1", "a2", "a3", "b4"]
MIDDLE = SQUASHED[:-1]  # at the last one a database is at the squashed migration


def template(id, down, up, back, top=""):
    return (f'<%doc>{id}</%doc>\n<%!\nrevision = "{id}"\ndown_revision = {down!r}\n{top}%>\n<%def name="upgrade()">\n{up}\n'
            f'</%def>\n<%def name="downgrade()">\n{back}\n</%def>\n')


def text_of(r):
    if r.form == "sql":
        return (f"-- {r.id}\n--\n-- revision: {r.id}\n-- down_revision: {r.down}\n\n-- aludel:upgrade\n{r.up}\n\n"
                f"-- aludel:downgrade\n{r.back}\n")
    if r.form == "py":
        return (f'"""{r.id}"""\nfrom alembic import op\n\nrevision = "{r.id}"\ndown_revision = {r.down!r}\n\n\n'
                f"def upgrade():\n    {r.up}\n\n\ndef downgrade():\n    {r.back}\n")
    return template(*r[:4])


def by_hand():
    """The squashed migration, as a person writes it."""
    return template("b4", "z0", 'CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, pages INTEGER);\n'
                    "INSERT INTO books (id, title, pages) VALUES (1, 'Kim', 300);\n"
                    "CREATE INDEX books_pages ON books (pages);", "DROP TABLE books;", f"replaces = {tuple(SQUASHED)!r}\n")


def write_environment(folder, dialect, revisions):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
    for r in revisions:
        (folder / "versions" / f"{r.id}_x.{r.form}").write_text(text_of(r))


def run(*command, folder=None, status=0, **variables):
    done = subprocess.run(command, text=True, capture_output=True, cwd=folder, timeout=180,
                          env={**os.environ, "NO_COLOR": "1", **variables})
    if status is not None and done.returncode != status:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def built(folder, *options):
    program = str(folder / "-".join(["migrate", *options]))
    run(ALUDEL, "build", "-C", str(folder), "-o", program, *options)
    return program


Built = namedtuple("Built", "plain both gone")


@contextlib.contextmanager
def programs(dialect, how):
    with tempfile.TemporaryDirectory() as top:
        plain, both, gone = (pathlib.Path(top) / name for name in ("plain", "both", "gone"))
        write_environment(plain, dialect, CHAIN)
        write_environment(both, dialect, CHAIN)
        write_environment(gone, dialect, [r for r in CHAIN if r.id not in SQUASHED])
        squashed = both / "versions" / "b4_squashed.mako"
        if how == "hand":
            squashed.write_text(by_hand())
        else:
            run(ALUDEL, "squash", "a1:b4", "-m", "squashed", folder=both)
        (gone / "versions" / squashed.name).write_text(squashed.read_text())
        yield Built(built(plain), built(both), built(gone))

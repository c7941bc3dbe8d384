"""The programs of examples/: their start-up migration is ten lines, they compile without a warning, and do what they say,
on a database that is new, on one that is current, and on one that is newer than they are."""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

from tools.postgres import PrivatePostgres

HERE = pathlib.Path(__file__).parent
SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
OF_CPP = ["-Wold-style-cast", "-Wuseless-cast", "-Wzero-as-null-pointer-constant", "-Wcast-qual"]
OF_CLANG = ["-Wold-style-cast", "-Wcast-qual", "-Wreserved-identifier", "-Wdocumentation"]
STANDARDS = {".c": ["c11", "c17", "gnu2x"], ".cpp": ["c++11", "c++17", "c++20"]}
MOST_LINES = 10


def run(command, **options):
    done = subprocess.run([str(c) for c in command], text=True, capture_output=True, **options)
    return done.returncode, done.stdout + done.stderr


def must(command):
    status, said = run(command)
    assert status == 0, f"{' '.join(map(str, command))}\n{said}"
    return said


def check_length(path):
    body = re.search(r"\nstatic bool bring_up_to_date\(.*?\n\{\n(.*?)\n\}\n", path.read_text(), re.S).group(1)
    assert len(body.split("\n")) <= MOST_LINES, f"{path}: {len(body.split(chr(10)))} lines"


def clients():
    libpq = must(["pg_config", "--includedir"]).strip()
    return ["-isystem", libpq]


def flags_of_build():
    """The sanitizers', where the libraries were built with them."""
    made = re.search(r"^cflags = (.*)$", (BUILD / "aludel-build.conf").read_text(), re.M).group(1)
    return made.split()


def build(path, folder):
    """In each standard; the program is the last one's."""
    language = ["cc"] if path.suffix == ".c" else ["c++", *OF_CPP]
    program = folder / path.stem
    include = ["-I", folder / "made", "-I", SOURCE / "runtime/include", *clients()]
    for standard in STANDARDS[path.suffix]:
        must([*language, f"-std={standard}", *WARNINGS, *include, "-fsyntax-only", path])
        must(["clang++" if path.suffix == ".cpp" else "clang", f"-std={standard}", *WARNINGS, *OF_CLANG, *include,
              "-fsyntax-only", path])
    objects = [folder / f"{path.stem}.o"]
    must([*language, *flags_of_build(), *WARNINGS, *include, "-c", path, "-o", objects[0]])
    for source in sorted((folder / "made").glob("*.c")):
        objects.append(folder / f"{path.stem}_{source.stem}.o")
        must(["cc", *flags_of_build(), *include, "-c", source, "-o", objects[-1]])
    must([language[0], *flags_of_build(), *objects, "-L", BUILD, "-laludel_sqlite", "-laludel_postgresql", "-laludel_runtime",
          "-lsqlite3", "-lpq", "-lm", "-o", program])
    return program


def check(program, database, execute):
    """`execute` runs SQL on the database and gives its first value."""
    must([program, database])
    assert execute("SELECT price FROM products") == "100"
    must([program, database])
    assert execute("SELECT count(*) FROM aludel_log") == "2"
    execute("UPDATE alembic_version SET version_num = '0003'")
    status, said = run([program, database])
    assert status == 1 and "'0003'" in said, said


def on_sqlite(path):
    def execute(sql):
        with sqlite3.connect(path) as db:
            row = db.execute(sql).fetchone()
            return row and str(row[0])
    return execute


def main():
    check_length(HERE / "examples/sqlite.c")
    check_length(HERE / "examples/postgresql.c")
    with tempfile.TemporaryDirectory() as name, PrivatePostgres() as pg:
        folder = pathlib.Path(name)
        must([BUILD / "aludel", "generate", "-C", HERE / "shop", "--symbol", "shop_migrations", "-o", folder / "made"])
        programs = {path.name: build(path, folder) for path in sorted((HERE / "examples").glob("*.c*"))}
        check(programs["sqlite.c"], folder / "one.db", on_sqlite(folder / "one.db"))
        check(programs["url.cpp"], f"sqlite:///{folder}/two.db", on_sqlite(folder / "two.db"))
        for example in ("postgresql.c", "url.cpp"):
            database = pg.new_database()
            check(programs[example], pg.url_of(database), lambda sql: pg.psql(sql, database))
    print("three examples run on what they are for")


if __name__ == "__main__":
    sys.exit(main())

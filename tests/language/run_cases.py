"""Every case on a real SQLite file, and on PostgreSQL through `--sql` and psql.

    run_cases.py [CASE…]

Up, the questions of the case, down (the schema is as it was), up again (the schema and the answers are
as the first time).
"""
import contextlib
import difflib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading

from cases import all_cases, build, groups_of, questions, two_at_a_time, write_group
from tools.console import matches
from tools.postgres import PrivatePostgres, roomy_folder

HIDDEN = "('alembic_version', 'aludel_journal', 'sqlite_sequence')"
SQLITE_SCHEMA = f"SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name NOT IN {HIDDEN} ORDER BY 1, 2"
POSTGRESQL_SCHEMA = """
SELECT c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid)
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE 'alembic\\_version%'
ORDER BY 1, 2, a.attnum;
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1;
SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid AND c.relnamespace = current_schema()::regnamespace
WHERE NOT tgisinternal ORDER BY 1;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conname NOT LIKE 'alembic\\_version%' ORDER BY 1;
"""


class Wrong(Exception):
    """A case that didn't do what it says."""


def difference(expected, actual, what):
    return what + "\n" + "\n".join(difflib.unified_diff(expected, actual, "expected", "found", lineterm="", n=99))


def same(expected, actual, what):
    actual = [line.rstrip() for line in actual]
    if not matches(expected, actual):
        raise Wrong(difference(expected, actual, what))


def migrate(program, run, *arguments):
    variables = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS")}
    done = subprocess.run([str(program), *run.arguments, *arguments], capture_output=True, timeout=120,
                          env={**variables, **run.variables})
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


# ---- SQLite ------------------------------------------------------------------------------------------------

def shown(value):
    if value is None:
        return ""
    return "x'%s'" % value.hex() if isinstance(value, bytes) else str(value)


def sqlite_rows(file, query):
    with contextlib.closing(sqlite3.connect(file)) as db:
        try:
            return ["|".join(map(shown, row)) for row in db.execute(query)]
        except sqlite3.Error as error:
            raise Wrong(f"{query}\n{error}")


class Sqlite:
    def __init__(self, program, folder):
        self.program, self.file = program, folder / f"{threading.get_ident()}.db"
        self.url = f"--url=sqlite:///{self.file}"

    def fresh(self, case):
        for path in self.file.parent.glob(self.file.name + "*"):
            path.unlink()
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            db.executescript(case.before)

    def schema(self):
        return sqlite_rows(self.file, SQLITE_SCHEMA)

    def go(self, run, command, target):
        status, _, stderr = migrate(self.program, run, self.url, command, target)
        if status:
            raise Wrong(f"{command}: exit status {status}\n{stderr}")

    def ask(self, run):
        for query, expected in questions(run.body):
            same(expected, sqlite_rows(self.file, query), query)

    def expect(self, case, run):
        before = self.schema()
        self.go(run, "upgrade", case.name)
        self.ask(run)
        if not case.goes_down():
            return
        up = self.schema()
        self.go(run, "downgrade", "base")
        same(before, self.schema(), "the schema after the downgrade")
        self.fresh(case) if case.before else None
        self.go(run, "upgrade", case.name)
        same(up, self.schema(), "the schema after the second upgrade")
        self.ask(run)

    def fails(self, case, run):
        before = self.schema()
        status, _, stderr = migrate(self.program, run, self.url, "upgrade", case.name)
        same(run.body.rstrip().splitlines(), stderr.rstrip().splitlines() + [f"[exit {status}]"], "upgrade")
        same(before, self.schema(), "the schema after the failure")


# ---- PostgreSQL --------------------------------------------------------------------------------------------

class Postgresql:
    number = 0
    lock = threading.Lock()

    def __init__(self, program, server):
        self.program, self.server = program, server

    def fresh(self, case):
        with Postgresql.lock:
            Postgresql.number += 1
            self.name = f"s{Postgresql.number}"
        self.start = [f"CREATE SCHEMA {self.name}; SET search_path = {self.name}; SET client_min_messages = error;",
                      case.before]

    def script(self, run, command, target):
        status, stdout, stderr = migrate(self.program, run, "--url=postgresql://", command, "--sql", target)
        if status:
            raise Wrong(f"{command} --sql: exit status {status}\n{stderr}")
        return stdout.decode("utf-8", "surrogateescape")

    def expect(self, case, run):
        asked = questions(run.body)
        up = self.script(run, "upgrade", case.name)
        state = [("schema", POSTGRESQL_SCHEMA)] + [(q, q + ";") for q, _ in asked]
        script, marks = list(self.start), []

        def add(sql, what):
            script.extend([f"\\echo <mark {len(marks)}>", sql, f"\\echo <end {len(marks)}>"])
            marks.append(what)

        add(POSTGRESQL_SCHEMA, "before")
        script.append(up)
        for what, sql in state:
            add(sql, what)
        if case.goes_down():
            script.append(self.script(run, "downgrade", case.name + ":base"))
            add(POSTGRESQL_SCHEMA, "down")
            if case.before:
                script += [f"DROP SCHEMA {self.name} CASCADE;", *self.start, "CREATE TABLE alembic_version ();"]
            script += ["DROP TABLE alembic_version;", up]
            for what, sql in state:
                add(sql, what)
        script.append(f"DROP SCHEMA {self.name} CASCADE;")
        answers = self.run("\n".join(script), len(marks), up)
        self.compare(asked, marks, answers)

    def run(self, script, count, shown_script):
        done = self.server.psql_run(script)
        out = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            raise Wrong(f"psql: {done.stderr.decode('utf-8', 'replace')}\n{shown_script[:3000]}")
        return [out.split(f"<mark {i}>\n", 1)[1].split(f"<end {i}>\n", 1)[0].splitlines() for i in range(count)]

    @staticmethod
    def compare(asked, marks, answers):
        expected, schema = dict(asked), {}
        for what, lines in zip(marks, answers):
            if what in expected:
                same(expected[what], lines, what)
            elif what == "down":
                same(schema["before"], lines, "the schema after the downgrade")
            else:
                same(schema.setdefault(what, lines), lines, "the schema after the second upgrade")

    def fails(self, case, run):
        status, _, stderr = migrate(self.program, run, "--url=postgresql://", "upgrade", "--sql", case.name)
        same(run.body.rstrip().splitlines(), stderr.rstrip().splitlines() + [f"[exit {status}]"], "upgrade --sql")


# ---- All of them -------------------------------------------------------------------------------------------

def check(case, databases):
    """What is wrong, as text."""
    wrong = ""
    for run in case.runs:
        for dialect in run.dialects:
            database = databases(case.group, dialect)
            try:
                database.fresh(case)
                (database.expect if run.kind == "expect" else database.fails)(case, run)
            except (Wrong, subprocess.TimeoutExpired) as error:
                options = " ".join([*(f"{k}={v}" for k, v in run.variables.items()), *run.arguments])
                wrong += f"---- {case.name} on {dialect} {options}\n{error}\n"
    return wrong


def main():
    cases = all_cases(sys.argv[1:])
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name, PrivatePostgres() as server:
        folder, groups = pathlib.Path(name), groups_of(cases)
        for group, members in groups.items():
            write_group(folder / group, group, members)
        programs = dict(zip(groups, two_at_a_time(lambda g: build(folder / g), groups)))

        def databases(group, dialect):
            program = programs[group]
            return Sqlite(program, folder) if dialect == "sqlite" else Postgresql(program, server)

        wrong = [w for w in two_at_a_time(lambda c: check(c, databases), cases) if w]
    print("\n".join(wrong))
    print(f"{len(cases)} cases, {sum(len(c.runs) for c in cases)} runs, {len(wrong)} cases wrong")
    sys.exit(1 if wrong or not cases else 0)


if __name__ == "__main__":
    main()

"""A case on a real SQLite file."""
import contextlib
import sqlite3
import threading

from cases import questions
from running import Live, Wrong, same

HIDDEN = "('alembic_version', 'aludel_journal', 'sqlite_sequence')"
SCHEMA = f"SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name NOT IN {HIDDEN} ORDER BY 1, 2"


def shown(value):
    if value is None:
        return ""
    return "x'%s'" % value.hex() if isinstance(value, bytes) else str(value)


class Sqlite(Live):
    def __init__(self, program, folder):
        self.file = folder / f"{threading.get_ident()}.db"
        super().__init__(program, f"sqlite:///{self.file}")

    def fresh(self, case):
        for path in self.file.parent.glob(self.file.name + "*"):
            path.unlink()
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            db.executescript(case.before)

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            try:
                return ["|".join(map(shown, row)) for row in db.execute(query)]
            except sqlite3.Error as error:
                raise Wrong(f"{query}\n{error}")

    def schema(self):
        return self.rows(SCHEMA)

    def look(self, run):
        for query, expected in questions(run.body):
            same(expected, self.rows(query), query)
        return self.schema(), []  # what `--sql` writes for SQLite runs in tests/e2e

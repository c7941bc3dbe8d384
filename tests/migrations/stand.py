"""A database for an environment's program, on either system: its URL, its schema as text, and scripts run in it."""
import os
import re
import sqlite3
import subprocess
import tempfile


class Postgres:
    """A database of its own on a private server."""

    dialect = "postgresql"

    def __init__(self, server):
        self.server, self.name = server, server.new_database()
        self.url = server.url_of(self.name)

    def schema(self):
        """All that pg_dump knows, in its order, which is that of names; without comments and blank lines."""
        program = os.path.join(os.path.dirname(self.server.program), "pg_dump")
        ours = [o for table in ("*.alembic_version", "*.aludel_*") for o in ("-T", table)]
        text = subprocess.run([program, "-s", *ours, "-d", self.url], check=True, text=True, capture_output=True,
                              timeout=60).stdout
        return re.sub(r"^(--.*|\\.*|)\n", "", text, flags=re.M)

    def script(self, text):
        done = self.server.psql_run(text, self.name)
        return done.stderr.decode("utf-8", "replace") if done.returncode else ""


class Sqlite:
    """A file in a folder that is gone afterwards."""

    dialect = "sqlite"

    def __init__(self, _):
        self.folder = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.folder.name, "test.db")
        self.url = "sqlite:///" + self.file

    def ask(self, sql):
        with sqlite3.connect(self.file) as db:
            return db.execute(sql).fetchall()

    def schema(self):
        """Tables by their columns, since ALTER TABLE leaves its traces in their text; the rest by its text."""
        lines = []
        for kind, name, sql in self.ask("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"):
            if name.startswith(("alembic_version", "aludel_", "sqlite_")):
                continue
            lines.append(f"{kind} {name}" if kind == "table" else f"{kind} {name} {sql}")
            if kind == "table":
                lines += [f"    {c}" for c in self.ask(f"SELECT * FROM pragma_table_xinfo('{name}')")]
                lines += [f"    references {f}" for f in self.ask(f"SELECT * FROM pragma_foreign_key_list('{name}')")]
        return "\n".join(lines) + "\n"

    def script(self, text):
        try:
            with sqlite3.connect(self.file) as db:
                db.executescript(text)
        except sqlite3.Error as error:
            return str(error)
        return ""


STANDS = {"postgresql": Postgres, "sqlite": Sqlite}

"""PostgreSQL live: a run for each value goes through all positions at once, each with tables of its own.

A position that refuses the value ends the run; it is marked as applied, and the next run goes on behind it. Both ways
of reading backslashes are tried: in the second the user's settings say standard_conforming_strings = off.
"""
import contextlib
import re

import psycopg2

from positions import NAMES, VALUES

CARELESS = """
CREATE ROLE careful LOGIN SUPERUSER;
CREATE ROLE careless LOGIN SUPERUSER;
ALTER ROLE careless SET standard_conforming_strings = off;
ALTER ROLE careless SET backslash_quote = on;
ALTER ROLE careless SET escape_string_warning = off;
"""
# What reads otherwise when backslashes escape.
ESCAPES = [v for v in VALUES if b"\\" in v or b"'" in v]
# A value that is no text is refused nearly everywhere; so many positions show it.
NO_TEXT = {"value", "string", "execute_parameter", "do_string", "filter_json"}


def is_text(value):
    try:
        return "{NUL}" not in value.decode()
    except UnicodeDecodeError:
        return False


def own_tables(position):
    """The position with tables that no other one has."""
    body = position.body.replace("% NAMES %", NAMES["postgresql"])
    return re.sub(r"\b(kept|made)\b", r"\1_" + position.name, body)


class Live:
    def __init__(self, server, run, binary, positions):
        self.server, self.run, self.binary = server, run, binary
        self.positions = {p.name: p for p in positions}
        server.psql(CARELESS)
        self.database = server.new_database()
        self.db = psycopg2.connect(server.url_of(self.database))
        self.db.autocommit = True
        with contextlib.closing(psycopg2.connect(server.url_of(self.database, "careless"))) as db:
            assert db.get_parameter_status("standard_conforming_strings") == "off"

    def close(self):
        self.db.close()

    def ask(self, sql, *values):
        with self.db.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def fresh(self):
        tables = "".join(f"CREATE TABLE kept_{name} (v TEXT);" for name in self.positions)
        self.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE canary (v TEXT); "
                 "INSERT INTO canary VALUES ('alive');" + tables)

    def applied(self):
        if self.ask("SELECT to_regclass('alembic_version') IS NULL") == [(True,)]:
            self.ask("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        return {name for (name,) in self.ask("SELECT version_num FROM alembic_version")}

    def skip(self, name):
        self.ask("INSERT INTO alembic_version VALUES (%s)", name)

    def refused(self, url, value, wanted):
        """Runs until all positions are applied; those that weren't."""
        refused = set()
        for name in set(self.positions) - self.applied() - set(wanted):
            self.skip(name)
        while True:
            done = self.run(self.binary, ["--url", url, "upgrade", "heads"], value)
            left = set(self.positions) - self.applied()
            if done.returncode == 0:
                assert not left, left
                return refused
            name = re.search(rb"versions/(\w+)\.mako", done.stderr)
            assert name and name.group(1).decode() in left, done.stderr
            refused.add(name.group(1).decode())
            self.skip(name.group(1).decode())

    def kept(self):
        rows = self.ask(" UNION ALL ".join(f"SELECT '{name}', convert_to(v, 'UTF8') FROM kept_{name}"
                                           for name in self.positions))
        found = {name: [] for name in self.positions}
        for name, value in rows:
            found[name].append(bytes(value))
        return found

    def states(self):
        """(position, value, (accepted, kept, canary alive)) for all of them."""
        for user, values in (("careful", VALUES), ("careless", ESCAPES)):
            url = self.server.url_of(self.database, user)
            for value in values:
                self.fresh()
                wanted = list(self.positions) if is_text(value) else sorted(NO_TEXT)
                refused = self.refused(url, value, wanted)
                alive, kept = self.ask("SELECT v FROM canary") == [("alive",)], self.kept()
                for name in wanted:
                    yield self.positions[name], value, (name not in refused, kept[name], alive)

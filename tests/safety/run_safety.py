"""Values in every position of a statement: they arrive as they are, or are refused.

    run_safety.py ALUDEL sqlite|postgresql|live

One environment with a migration for each position (positions.py), each from base, and a run for each value: on SQLite
live, for PostgreSQL with `--sql` through psql, and live (live.py). The value comes through the environment variable V, known at
run time only. Beside the table that keeps the values stands one that nobody may touch.
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

from live import Live, own_tables
from positions import NAMES, POSITIONS, VALUES
from tools.postgres import PrivatePostgres, roomy_folder

SETUP = "CREATE TABLE kept (v TEXT); CREATE TABLE canary (v TEXT); INSERT INTO canary VALUES ('alive');"

TEMPLATE = """<%%doc>
%(name)s
</%%doc>
<%%!
revision = "%(name)s"
down_revision = None
%%>
<%%def name="upgrade()">
<%% v = env("V", "").replace("{NUL}", chr(0)) %%>
%(body)s
</%%def>
<%%def name="downgrade()">
</%%def>
"""


def positions_of(dialect):
    return [p for p in POSITIONS if dialect in p.dialects]


def body_of(position, dialect):
    return position.body.replace("% NAMES %", NAMES[dialect])


def write_environment(folder, dialect, body_of=body_of):
    os.makedirs(os.path.join(folder, "versions"))
    with open(os.path.join(folder, "aludel.ini"), "w", encoding="utf-8") as f:
        f.write(f"[aludel]\ndialects = {dialect}\nlog_table =\n")
    for p in positions_of(dialect):
        with open(os.path.join(folder, "versions", p.name + ".mako"), "w", encoding="utf-8") as f:
            f.write(TEMPLATE % {"name": p.name, "body": body_of(p, dialect)})


def build(aludel, folder):
    binary = os.path.join(folder, "migrate")
    subprocess.run([aludel, "build", "-C", folder, "-o", binary], check=True)
    return binary


def run(binary, args, value):
    """A refusal is an exit status of 1 with words; anything else that isn't success is a crash."""
    done = subprocess.run([binary, *args], capture_output=True, env={b"V": value, b"PATH": os.environb[b"PATH"]})
    if done.returncode not in (0, 1) or (done.returncode == 1 and not done.stderr):
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done


class Sqlite:
    """Live."""

    def __init__(self, binary, folder):
        self.binary, self.file = binary, os.path.join(folder, "x.db")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def states(self):
        return ((p, v, self.apply(p, v)) for p in positions_of("sqlite") for v in VALUES)

    def apply(self, position, value):
        for suffix in ("", "-journal", "-wal"):
            if os.path.exists(self.file + suffix):
                os.remove(self.file + suffix)
        db = sqlite3.connect(self.file)
        db.text_factory = bytes
        db.executescript(SETUP)
        done = run(self.binary, ["--url", "sqlite:///" + self.file, "upgrade", position.name], value)
        kept, canary = (db.execute(f"SELECT v FROM {t} ORDER BY rowid").fetchall() for t in ("kept", "canary"))
        db.close()
        return done.returncode == 0, [r[0] for r in kept], canary == [(b"alive",)]


class Postgresql:
    """Through --sql and psql."""

    def __init__(self, binary, folder):
        self.binary, self.server, self.number = binary, PrivatePostgres(), 0

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *args):
        self.server.__exit__(*args)

    def states(self):
        for position in positions_of("postgresql"):
            for value, state in zip(VALUES, self.apply_all(position, VALUES)):
                yield position, value, state

    def apply_all(self, position, values):
        """Each value in a schema of its own, all through one psql: a script that ran into the next would be seen."""
        schemas = [f"s{self.number + i}" for i in range(len(values))]
        self.number += len(values)
        scripts = []
        for schema, value in zip(schemas, values):
            done = run(self.binary, ["upgrade", "--sql", position.name], value)
            scripts.append(f"CREATE SCHEMA {schema}; SET search_path = {schema}; {SETUP}\n".encode())
            scripts.append(done.stdout if done.returncode == 0 else b"")
        self.server.psql_run(b"\n".join(scripts), options=("-At", "-v", "ON_ERROR_STOP=0"))
        return self.read(schemas)

    def read(self, schemas):
        hexadecimal = "coalesce(string_agg(encode(convert_to(v, 'UTF8'), 'hex') || ';', ''), '')"
        lines = self.server.psql("".join(
            f"SELECT to_regclass('{s}.alembic_version') IS NOT NULL;"
            f"SELECT {hexadecimal} FROM {s}.kept; SELECT {hexadecimal} FROM {s}.canary;" for s in schemas)).split("\n")
        for i in range(0, len(lines), 3):
            kept = [bytes.fromhex(r) for r in lines[i + 1].split(";")[:-1]]
            yield lines[i] == "t", kept, lines[i + 2] == b"alive".hex() + ";"


class PostgresqlLive(Postgresql):
    def __enter__(self):
        super().__enter__()
        self.live = Live(self.server, run, self.binary, positions_of("postgresql"))
        return self

    def __exit__(self, *args):
        self.live.close()
        super().__exit__(*args)

    def states(self):
        return self.live.states()


def json_arrives(value, kept):
    return len(kept) == 1 and json.loads(kept[0]) == value.decode("utf-8", "surrogateescape")


def verdict(position, value, state, dialect):
    """None when all is well. PostgreSQL cuts names to 63 bytes, whoever writes them."""
    accepted, kept, alive = state
    if not alive:
        return "the canary is dead"
    value = value.replace(b"{NUL}", b"\0")
    if not accepted:
        return f"refused, but {kept} was kept" if kept else None
    if position.expected is None:
        arrives = json_arrives(value, kept)
    else:
        cut = 63 if dialect == "postgresql" and position.is_name else None
        arrives = kept == [v[:cut] for v in position.expected(value)]
    return None if arrives else f"{kept} arrived"


WAYS = {"sqlite": ("sqlite", Sqlite, body_of), "postgresql": ("postgresql", Postgresql, body_of),
        "live": ("postgresql", PostgresqlLive, lambda position, _: own_tables(position))}


def main():
    aludel, (dialect, database, body) = os.path.abspath(sys.argv[1]), WAYS[sys.argv[2]]
    wrong, refused, seen = [], {}, {}
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
        environment = os.path.join(folder, "environment")
        write_environment(environment, dialect, body)
        with database(build(aludel, environment), folder) as db:
            for position, value, state in db.states():
                seen[position.name] = seen.get(position.name, 0) + 1
                refused[position.name] = refused.get(position.name, 0) + (not state[0])
                why = verdict(position, value, state, dialect)
                if why:
                    wrong.append(f"{position.name}, {value[:60]!r}: {why}")
    wrong += [f"{name}: every value was refused" for name, n in refused.items() if n == seen[name]]
    print("\n".join(wrong))
    print("refused: " + ", ".join(f"{name} {n}" for name, n in refused.items()))
    print(f"{sum(seen.values())} values in {len(seen)} positions, {len(wrong)} wrong")
    sys.exit(1 if wrong or not seen else 0)


main()

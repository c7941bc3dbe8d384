"""What a rebuild of an SQLite table costs: by copy beside the same copy done by hand, in place beside a scan of the table.

The database lies on a disk: rows with three indexes and a trigger. Each run has a copy of it that nobody has changed,
in the machine's memory ("warm") or not ("cold", for root). The scripts are Alembic's: it runs the same ones.
"""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess

import peers
import report
from subjects import Command
from timing import Failed, Results

ROWS = 1_000_000
CACHES = pathlib.Path("/proc/sys/vm/drop_caches")
BASE = "ba5e"

TABLE = """CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY,
    user_id INTEGER, -- who
    kind VARCHAR(20) NOT NULL DEFAULT 'seen',
    at DATETIME,
    amount NUMERIC(10, 2),
    note VARCHAR(100)
)"""
OWN = ["CREATE INDEX events_user ON events (user_id)", "CREATE INDEX events_kind ON events (kind, at)",
       "CREATE UNIQUE INDEX events_note ON events (note)",
       "CREATE TRIGGER events_change AFTER UPDATE OF amount ON events BEGIN "
       "INSERT INTO changes VALUES (OLD.id, OLD.amount); END"]
OTHERS = ["CREATE TABLE users (id INTEGER PRIMARY KEY)", "CREATE TABLE changes (event INTEGER, amount NUMERIC)"]

NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
FILL_USERS = f"INSERT INTO users {NUMBERS} SELECT n FROM numbers"
FILL_EVENTS = (f"INSERT INTO events {NUMBERS} SELECT n, n * 7919 % 1000 + 1, iif(n % 3, 'seen', 'bought'), "
               "datetime(1700000000 + n, 'unixepoch'), n % 10000 / 100.0, "
               "'note ' || (n * 7919 % 1000003) || ' on what happened' FROM numbers")

# By its revision: what a script says, and what is asked of the table behind it.
EDITS = {
    "c0b1": ("by copy: another type", 'b.alter_column("note", type_=sa.String(200), existing_type=sa.String(100))',
             "SELECT type = 'VARCHAR(200)' FROM pragma_table_info('events') WHERE name = 'note'"),
    "1b01": ("in place: NOT NULL", 'b.alter_column("amount", nullable=False, existing_type=sa.Numeric(10, 2))',
             "SELECT \"notnull\" FROM pragma_table_info('events') WHERE name = 'amount'"),
    "1b02": ("in place: a check", 'b.create_check_constraint("amount_is_right", "amount >= 0")',
             "SELECT sql LIKE '%CHECK%' FROM sqlite_master WHERE name = 'events'"),
    "1b03": ("in place: a foreign key", 'b.create_foreign_key("is_a_user", "users", ["user_id"], ["id"])',
             "SELECT count(*) FROM pragma_foreign_key_list('events')"),
}
BY_COPY = EDITS["c0b1"][0]
SCANS = {"count(*)": "SELECT count(*) FROM events NOT INDEXED",
         "count(amount)": "SELECT count(amount) FROM events NOT INDEXED"}
QUICK_TIMES = 3  # how often in a round; their median stands for it
HAND, SCAN, OURS, ALEMBIC = "sqlite3, by hand", "sqlite3, a scan", "Aludel", "Alembic"

SCRIPT = '''"""{edit}"""
from alembic import op
import sqlalchemy as sa

revision = "{revision}"
down_revision = {before}


def upgrade():
{body}

def downgrade():
    pass
'''


def write_scripts(folder):
    versions = folder / "s/versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text("[alembic]\nscript_location = s\n\n[aludel]\ndialects = sqlite\n")
    (folder / "s/env.py").write_text(peers.ALEMBIC_ENV)
    body = "".join(f'    op.execute("""{sql}""")\n' for sql in [*OTHERS, TABLE, *OWN])
    (versions / f"{BASE}.py").write_text(SCRIPT.format(edit="events", revision=BASE, before=None, body=body))
    for revision, (edit, call, _) in EDITS.items():
        body = f'    with op.batch_alter_table("events") as b:\n        {call}\n'
        (versions / f"{revision}.py").write_text(SCRIPT.format(edit=edit, revision=revision, before=f'"{BASE}"', body=body))


def write_by_hand(path):
    """What a careful person does in the shell, in the order in which the rebuild does it."""
    columns = "id, user_id, kind, at, amount, note"
    path.write_text(";\n".join([
        "PRAGMA synchronous=FULL", "BEGIN IMMEDIATE", "PRAGMA legacy_alter_table=ON", "ALTER TABLE events RENAME TO old",
        TABLE.replace("VARCHAR(100)", "VARCHAR(200)"), f"INSERT INTO events ({columns}) SELECT {columns} FROM old",
        "DROP TABLE old", *OWN, "PRAGMA legacy_alter_table=OFF", "COMMIT"]) + ";\n")


class Bench:
    def __init__(self, timer, build, folder, options):
        self.timer, self.folder, self.results = timer, folder, Results()
        self.full, self.file, self.migrate = folder / "full.db", folder / "events.db", folder / "migrate"
        self.rows = 1000 if options.quick else ROWS
        self.others = [] if options.quick or options.alone else [ALEMBIC]
        write_scripts(folder)
        write_by_hand(folder / "by-hand.sql")
        subprocess.run([build / "aludel", "-C", folder, "build", "-o", self.migrate], check=True)
        self.fill()

    def fill(self):
        subprocess.run(self.ours(BASE, self.full).argv, check=True, stderr=subprocess.DEVNULL)
        with contextlib.closing(sqlite3.connect(self.full)) as db:
            db.execute(FILL_USERS, [1000])
            db.execute(FILL_EVENTS, [self.rows])
            db.commit()

    # ---- Commands

    def ours(self, revision, file):
        return Command([self.migrate, "--url", f"sqlite:///{file}", "upgrade", revision])

    def alembic(self, revision):
        env = {"URL": f"sqlite:///{self.file}", "PYTHONDONTWRITEBYTECODE": ""}
        return Command(["/usr/bin/alembic", "-c", self.folder / "alembic.ini", "upgrade", revision], env, self.folder)

    def shell(self, sql):
        return Command(["sqlite3", "-bail", self.file, sql])

    def by_hand(self):
        return Command(["sqlite3", "-bail", self.file], stdin=self.folder / "by-hand.sql")

    # ---- Runs

    def renew(self, cold):
        """The file as it was, and no write of it left to do."""
        shutil.copy(self.full, self.file)
        os.sync()
        if cold:
            CACHES.write_text("3\n")

    def time(self, step, name, command, number, cold=False):
        self.renew(cold)
        self.results.add(step, name, number, self.timer.run(command.argv, command.env, command.cwd, command.stdin))

    def check(self, name, question):
        with contextlib.closing(sqlite3.connect(self.file)) as db:
            if not db.execute(question).fetchone()[0]:
                raise Failed(f"{name} didn't do what it should: {question}")
            if (rows := db.execute("SELECT count(*) FROM events").fetchone()[0]) != self.rows:
                raise Failed(f"{name} left {rows} rows")

    def edit(self, revision, number, cold):
        step, _, question = EDITS[revision]
        ways = [(OURS, self.ours(revision, self.file))]
        if step == BY_COPY:
            ways.append((HAND, self.by_hand()))
        if not cold:
            ways += [(name, self.alembic(revision)) for name in self.others]
        for name, command in ways[number % 2:] + ways[:number % 2]:
            for _ in range(1 if step == BY_COPY or name == ALEMBIC else QUICK_TIMES):
                self.time(shown(step, cold), name, command, number, cold)
                self.check(name, question)

    def round(self, number, cold):
        for name, sql in [*SCANS.items()] * QUICK_TIMES:
            self.time(shown(SCAN, cold), name, self.shell(sql), number, cold)
        for revision in EDITS:
            self.edit(revision, number, cold)


def shown(step, cold):
    return f"{step}, cold" if cold else step


def ratio(results, step, name, other, reference):
    """By the clock, with the extremes; by the processor, which other programs disturb less."""
    if not results.has(other, reference) or (other != step and not step.startswith("in place")):
        return ""
    clock, processor = (results.ratio(step, name, reference, other, what) for what in ("wall", "cpu"))
    return "%.2f [%.2f..%.2f]" % clock + " · %.2f" % processor[0]


def rows_of(results):
    """For report.py: each way beside the same one done by hand, or beside the scans."""
    yield ["", "", "ms", "processor ms", *(f"of {name}" for name in ("by hand", *SCANS)), "MiB"]
    for step, name in results.runs:
        scan = shown(SCAN, step.endswith(shown("", True)))
        ratios = [ratio(results, step, name, *beside) for beside in ((step, HAND), *((scan, s) for s in SCANS))]
        yield [step, name, report.milliseconds(results.median(step, name)),
               report.milliseconds(results.median(step, name, "cpu")), *ratios, f"{results.most(step, name) / 1024:.0f}"]


def may_drop_caches():
    return os.access(CACHES, os.W_OK)


def measure(timer, build, options):
    folder = build / "bench/rebuild"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    bench = Bench(timer, build, folder, options)
    for number in range(options.rounds):
        for cold in [False, True] if may_drop_caches() and not options.quick else [False]:
            bench.round(number, cold)
    shutil.rmtree(folder)
    return bench.results

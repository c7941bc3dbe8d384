"""What autogenerate costs with 1,000 tables, beside Alembic's on the same schema and the same database.

Both are asked what leads from the database to the schema that is meant: from all but a column and an index of it, and from
nothing. Alembic is told to compare types and defaults, which Aludel does anyway. "first" is Aludel with an empty cache, when
the schema that is meant has to be compiled.
"""
import contextlib
import pathlib
import shutil
import sqlite3

import places
import report
from peers import ALEMBIC_ENV
from subjects import Command
from timing import Failed, Results

TABLES = 1000
OURS, FIRST, ALEMBIC = "Aludel", "Aludel, first", "Alembic"
REVISION = "abcd1234"

MODELS = '''import sqlalchemy as sa

metadata = sa.MetaData()
for i in range({count}):
    sa.Table(f"t{{i:05}}", metadata,
             sa.Column("id", sa.Integer(), primary_key=True),
             sa.Column("name", sa.String(80), nullable=False),
             sa.Column("kind", sa.String(20), server_default="plain", nullable=False),
             sa.Column("amount", sa.Numeric(10, 2)),
             sa.Column("at", sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP")),
             sa.Column("note", sa.Text()),
             sa.Column("parent_id", sa.Integer()),
             sa.ForeignKeyConstraint(["parent_id"], [f"t{{i // 2:05}}.id"], name=f"fk_t{{i:05}}"),
             sa.UniqueConstraint("name", "kind", name=f"uq_t{{i:05}}"))
    sa.Index(f"ix_t{{i:05}}", metadata.tables[f"t{{i:05}}"].c.at)
'''
CONFIGURE = "context.configure(connection=connection, transaction_per_migration=True"
SCRIPT = '''"""${message}"""
from alembic import op
import sqlalchemy as sa
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
def upgrade():
    ${upgrades if upgrades else "pass"}
def downgrade():
    ${downgrades if downgrades else "pass"}
'''


def statements(count):
    """As both understand them."""
    for i in range(count):
        name = f"t{i:05}"
        yield (f"CREATE TABLE {name} (id INTEGER NOT NULL, name VARCHAR(80) NOT NULL, kind VARCHAR(20) DEFAULT 'plain' NOT NULL, "
               f"amount NUMERIC(10, 2), at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, note TEXT, parent_id INTEGER, "
               f"CONSTRAINT {name}_pkey PRIMARY KEY (id), CONSTRAINT uq_{name} UNIQUE (name, kind), "
               f"CONSTRAINT fk_{name} FOREIGN KEY (parent_id) REFERENCES t{i // 2:05} (id))")
        yield f"CREATE INDEX ix_{name} ON {name} (at)"


def lacking(texts):
    """Without a column of the last table, and its index."""
    return [*texts[:-2], texts[-2].replace("note TEXT, ", "")]


class Bench:
    def __init__(self, timer, options, place, folder):
        self.timer, self.options, self.place, self.folder = timer, options, place, folder
        self.count = 20 if options.quick else TABLES
        self.texts = list(statements(self.count))
        self.databases = {"a column and an index": self.database("some", lacking(self.texts)), "all of it": self.database("none", [])}
        self.write_ours()
        self.write_alembic()

    def database(self, name, texts):
        made = self.place.new(f"autogenerate_{name}")
        if self.place.engine == "sqlite":
            with contextlib.closing(sqlite3.connect(made.path, isolation_level=None)) as db:
                db.executescript(";\n".join(["BEGIN", *texts, "COMMIT"]) + ";")
        else:
            self.place.server.psql(";\n".join(["BEGIN", *texts, "COMMIT", "ANALYZE"]) + ";", made.name)
        return made

    # ---- Environments

    def write_ours(self):
        self.ours = self.folder / "ours"
        (self.ours / "versions").mkdir(parents=True)
        (self.ours / "aludel.ini").write_text(f"[aludel]\ndialects = {self.place.engine}\n")
        (self.ours / "schema.sql").write_text(";\n".join(self.texts) + ";\n")

    def write_alembic(self):
        self.theirs = self.folder / "theirs"
        (self.theirs / "s/versions").mkdir(parents=True)
        (self.theirs / "alembic.ini").write_text("[alembic]\nscript_location = s\nprepend_sys_path = .\n")
        (self.theirs / "models.py").write_text(MODELS.format(count=self.count))
        (self.theirs / "s/script.py.mako").write_text(SCRIPT)
        env = ALEMBIC_ENV.replace(CONFIGURE, CONFIGURE + ",\n                      target_metadata=metadata, compare_type=True, "
                                                         "compare_server_default=True")
        (self.theirs / "s/env.py").write_text("from models import metadata\n" + env)

    # ---- Commands

    def command(self, name, database):
        words = ["revision", "--autogenerate", "-m", "change", "--rev-id", REVISION]
        if name == ALEMBIC:
            url = database.url().replace("postgresql://", "postgresql+psycopg2://")
            return Command(["/usr/bin/alembic", *words], {"URL": url, "PYTHONDONTWRITEBYTECODE": ""}, self.theirs)
        cache = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return Command([self.options.build / "aludel", "-C", self.ours, *words, "--url", database.url()], cache)

    def run(self, results, step, name, number):
        if name == FIRST:
            shutil.rmtree(self.folder / "cache", ignore_errors=True)
        c = self.command(name, self.databases[step])
        results.add(f"{self.place.engine}: {step}", name, number, self.timer.run(c.argv, c.env, c.cwd, c.stdin))
        self.check(name, step)

    def check(self, name, step):
        """What they wrote says it, and goes away again."""
        found = list((self.theirs / "s" if name == ALEMBIC else self.ours).glob(f"versions/{REVISION}*"))
        text = found[0].read_text() if found else ""
        tables = text.count("op.create_table(") if step == "all of it" else text.count("op.add_column(")
        if tables != (self.count if step == "all of it" else 1):
            raise Failed(f"{name} wrote something else: {text[:2000]}")
        found[0].unlink()

    def round(self, results, number):
        names = [FIRST, OURS] + ([] if self.options.quick or self.options.alone else [ALEMBIC])
        for step in self.databases:
            for name in names:
                self.run(results, step, name, number)


def rows_of(results):
    """For report.py."""
    yield ["", "", "ms", "processor ms", "of Alembic", "MiB"]
    for step, name in results.runs:
        ratio = "%.2f [%.2f..%.2f]" % results.ratio(step, name, ALEMBIC) if results.has(step, ALEMBIC) else ""
        yield [step, name, report.milliseconds(results.median(step, name)), report.milliseconds(results.median(step, name, "cpu")),
               ratio, f"{results.most(step, name) / 1024:.0f}"]


def measure(timer, options):
    results = Results()
    with contextlib.ExitStack() as stack:
        top = pathlib.Path(stack.enter_context(places.in_memory()))
        for engine in ("sqlite", "postgresql"):
            folder = top / engine
            folder.mkdir()
            place = places.SqlitePlace(folder) if engine == "sqlite" else places.PostgresPlace(stack.enter_context(places.server()))
            bench = Bench(timer, options, place, folder)
            for number in range(options.rounds):
                bench.round(results, number)
    return results

"""Other tools, each used as its documentation says.

To add one: a subclass of Tool here, and a line in `run`.
"""
import json

import chains
from subjects import Command, Tool

ALEMBIC_ENV = """import os
from sqlalchemy import create_engine, pool
from alembic import context

with create_engine(os.environ["URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""

ALEMBIC_REVISION = '''"""{table}"""
from alembic import op
import sqlalchemy as sa

revision = {revision!r}
down_revision = {before!r}


def upgrade():
    op.create_table(
        "{table}",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Integer(), nullable=False),
        sa.Column("b", sa.Text()),
        sa.Column("c", sa.String(64), server_default="", nullable=False),
        sa.Column("d", sa.Numeric(10, 2)),
        sa.Column("e", sa.DateTime()),
        sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_{table}_a", "{table}", ["a", "c"])


def downgrade():
    op.drop_index("ix_{table}_a", table_name="{table}")
    op.drop_table("{table}")
'''


class Alembic(Tool):
    def missing(self):
        return self.needs_program("alembic", "alembic")

    def write(self, folder, count):
        self.ini = folder / "alembic.ini"
        self.write_file(self.ini, "[alembic]\nscript_location = %(here)s/s\n")
        self.write_file(folder / "s/env.py", ALEMBIC_ENV)
        self.write_file(folder / "s/script.py.mako", "")
        for i in range(1, count + 1):
            self.write_file(folder / f"s/versions/{chains.revision(i)}_{chains.table(i)}.py", ALEMBIC_REVISION.format(
                table=chains.table(i), revision=chains.revision(i), before=chains.revision(i - 1)))

    def steps(self, database):
        """It may keep compiled Python, as on its users' machines."""
        url = database.url().replace("postgresql://", "postgresql+psycopg2://")
        env = {"URL": url, "PYTHONDONTWRITEBYTECODE": ""}
        base = ["/usr/bin/alembic", "-c", self.ini]
        up = Command([*base, "upgrade", "head"], env)
        return {"up": up, "current": Command([*base, "current"], env), "again": up,
                "start": Command(["/usr/bin/alembic", "--version"], env), "down": Command([*base, "downgrade", "base"], env)}


class Dbmate(Tool):
    def missing(self):
        return self.needs_packages()

    def write(self, folder, count):
        self.folder, self.count = folder, count
        for i in range(1, count + 1):
            self.write_file(folder / f"{chains.moment(i)}_{chains.table(i)}.sql", "-- migrate:up\n%s\n-- migrate:down\n%s" % (
                chains.lines(chains.up(i)), chains.lines(chains.down(i))))

    def steps(self, database):
        url = f"sqlite:{database.path}" if self.engine == "sqlite" else database.url("dbmate")
        base = [self.packages() / "@dbmate/linux-x64/bin/dbmate", "--url", url, "-d", self.folder,
                "--no-dump-schema"]
        up = Command([*base, "migrate"])
        every = 'i=0; while [ $i -lt %d ]; do "$@" rollback || exit 1; i=$((i+1)); done' % self.count
        steps = {"up": up, "current": Command([*base, "status"]), "again": up, "start": Command([base[0], "--version"])}
        if self.count <= 100:  # a process for each migration, and each reads all files: the square of their number
            steps["down"] = Command(["sh", "-c", every, "sh", *base])
        return steps


class Knex(Tool):
    def missing(self):
        return self.needs_packages()

    def write(self, folder, count):
        self.folder = folder
        for i in range(1, count + 1):
            t = chains.table(i)
            self.write_file(folder / f"{chains.moment(i)}_{t}.js", (
                f"exports.up = k => k.schema.createTable('{t}', t => {{ t.integer('id').notNullable().primary(); "
                "t.integer('a').notNullable(); t.text('b'); t.string('c', 64).notNullable().defaultTo(''); "
                f"t.decimal('d', 10, 2); t.timestamp('e'); t.index(['a', 'c'], 'ix_{t}_a'); }});\n"
                f"exports.down = k => k.schema.dropTable('{t}');\n"))

    def steps(self, database):
        home = self.packages().parent
        connection = {"filename": str(database.path)} if self.engine == "sqlite" else {
            "host": database.variables["PGHOST"], "port": int(database.variables["PGPORT"]), "user": "postgres",
            "database": database.name}
        client = {"sqlite": "better-sqlite3", "postgresql": "pg"}[self.engine]
        settings = home / f"knexfile-{self.engine}.js"
        settings.write_text("module.exports = { client: '%s', connection: JSON.parse(process.env.CONNECTION), "
                            "useNullAsDefault: true, migrations: { directory: process.env.MIGRATIONS } };\n" % client)
        env = {"CONNECTION": json.dumps(connection), "MIGRATIONS": str(self.folder)}
        base = ["node", self.packages() / "knex/bin/cli.js", "--knexfile", settings]
        run = lambda *args: Command([*base, *args], env, home)
        return {"up": run("migrate:latest"), "current": run("migrate:status"), "again": run("migrate:latest"),
                "start": run("--version"),
                "down": run("migrate:rollback", "--all")}


class NodePgMigrate(Tool):
    engines = ("postgresql",)

    def missing(self):
        return self.needs_packages()

    def write(self, folder, count):
        self.folder, self.count = folder, count
        for i in range(1, count + 1):
            self.write_file(folder / f"{1700000000000 + i}_{chains.table(i)}.sql",
                            "-- Up Migration\n%s\n-- Down Migration\n%s" % (
                                chains.lines(chains.up(i)), chains.lines(chains.down(i))))

    def steps(self, database):
        home = self.packages().parent
        env = {"DATABASE_URL": database.url("node")}
        base = ["node", self.packages() / "node-pg-migrate/bin/node-pg-migrate.js"]
        end = ["-m", self.folder, "--no-verbose"]
        up = Command([*base, "up", *end], env, home)
        return {"up": up, "again": up, "start": Command([*base, "--version"], env, home),
                "down": Command([*base, "down", self.count, *end], env, home)}


class Yoyo(Tool):
    engines = ("sqlite",)

    def missing(self):
        return self.needs_program("yoyo", "yoyo python3-yoyo")

    def write(self, folder, count):
        self.folder = folder
        for i in range(1, count + 1):
            name = f"{i:05}.{chains.table(i)}"
            depends = f"-- depends: {i - 1:05}.{chains.table(i - 1)}\n" if i > 1 else ""
            self.write_file(folder / f"{name}.sql", depends + chains.lines(chains.up(i)))
            self.write_file(folder / f"{name}.rollback.sql", chains.lines(chains.down(i)))

    def steps(self, database):
        end = ["--no-config-file", "-d", database.url(), self.folder]
        up = Command(["yoyo", "apply", "--batch", *end])
        return {"up": up, "current": Command(["yoyo", "list", *end]), "again": up,
                "start": Command(["yoyo", "--help"]),
                "down": Command(["yoyo", "rollback", "--batch", "-r", f"00001.{chains.table(1)}", *end])}


class Sqitch(Tool):
    many = 100

    def missing(self):
        return self.needs_program("sqitch", "sqitch libdbd-sqlite3-perl libdbd-pg-perl")

    def write(self, folder, count):
        self.folder = folder
        engine = {"sqlite": "sqlite", "postgresql": "pg"}[self.engine]
        self.write_file(folder / "sqitch.conf",
                        f"[core]\n\tengine = {engine}\n[user]\n\tname = bench\n\temail = bench@localhost\n")
        plan = "%syntax-version=1.0.0\n%project=bench\n\n"
        for i in range(1, count + 1):
            t, needs = chains.table(i), f"[{chains.table(i - 1)}] " if i > 1 else ""
            plan += f"{t} {needs}2026-01-01T{i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}Z bench <bench@localhost> # {t}\n"
            self.write_file(folder / f"deploy/{t}.sql", f"BEGIN;\n{chains.lines(chains.up(i))}COMMIT;\n")
            self.write_file(folder / f"revert/{t}.sql", f"BEGIN;\n{chains.lines(chains.down(i))}COMMIT;\n")
        self.write_file(folder / "sqitch.plan", plan)

    def steps(self, database):
        target, env = "db:pg:", getattr(database, "variables", {})
        if self.engine == "sqlite":
            target = f"db:sqlite:{database.path}"
            database.path.with_name("sqitch.db").unlink(missing_ok=True)  # where it keeps its own tables
        run = lambda *args: Command(["sqitch", *args, target], env, self.folder)
        return {"up": run("deploy"), "current": run("status"), "again": run("deploy"),
                "start": Command(["sqitch", "--version"]), "down": run("revert", "-y")}

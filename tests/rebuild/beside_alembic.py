"""The same edits of realistic tables by the real Alembic's batch mode and by us: what each keeps.

    beside_alembic.py [--update] [--show] [NAME]     --update: the README's table; --show: what is lost, case by case

A case is a table of corpus/*.sql and the directives in front of it, which are a script of Alembic's. Alembic runs it in
this process; we compile all scripts as one environment, in which each is a chain of its own, and run them by `migrate`,
and by a program that brings a connection with foreign keys on. The chain knows nothing of the tables, as Alembic
doesn't; but names that only a convention gives are the generator's to resolve, so that there the schema comes first.
"""
import argparse
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from collections import Counter, namedtuple
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
import sqlalchemy as sa

import beside_table
from beside_edits import Edits
from beside_facts import FEATURES, everything, facts

CORPUS = Path(__file__).parent / "corpus"
TABLES = 100

# What came of a case. error: None, or what was said; kept: {feature: bool} for the features at stake, {} with an error;
# done: the directives' own work is there; intact: the file is as it was.
Outcome = namedtuple("Outcome", "error kept done intact lost")


class Case:
    def __init__(self, file, table, lines):
        self.file, self.table = file, table
        self.edits = [text for kind, text in lines if kind == "edit"]
        self.options = "".join(", " + text for kind, text in lines if kind == "options")
        self.refused = "".join(text for kind, text in lines if kind == "refused")
        self.name = f"{file.stem}.{table}"
        self.schema = f"s_{file.stem}" if "naming_convention" in self.options else None

    def script(self):
        lines = [f'with op.batch_alter_table("{self.table}"{self.options}) as batch_op:', *("    " + e for e in self.edits)]
        return "\n".join(lines) + "\n"


def read_corpus(name):
    cases = []
    for file in sorted(CORPUS.glob("*.sql")):
        said = {}
        for kind, table, text in re.findall(r"^-- (edit|options|refused) (\w+): (.*)$", file.read_text(), re.M):
            said.setdefault(table, []).append((kind, text))
        cases += [Case(file, table, lines) for table, lines in said.items()]
    return [c for c in cases if not name or name in c.name]


# ---- Alembic ----------------------------------------------------------------------------------------------

def by_alembic(case, file, keys):
    """None, or what it said."""
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.pool.NullPool)
    sa.event.listen(engine, "connect", lambda db, _: db.execute(f"PRAGMA foreign_keys={'ON' if keys else 'OFF'}"))
    try:
        with engine.connect() as connection, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context = MigrationContext.configure(connection)
            with context.begin_transaction():
                exec(case.script(), {"op": Operations(context), "sa": sa})
    except Exception as error:  # whatever it falls over
        return str(error).splitlines()[0]
    return None


# ---- Ours ---------------------------------------------------------------------------------------------------

SCRIPT = '''"""{name}"""
from alembic import op
import sqlalchemy as sa

revision = "{id}"
down_revision = {down!r}


def upgrade():
{body}

def downgrade():
    pass
'''

SCHEMA = """-- revision: {id}
-- down_revision: None
-- aludel:upgrade
{sql}
-- aludel:downgrade
"""

EMBEDDED = r'''
#include <aludel/aludel.h>
#include <sqlite3.h>
#include <stdio.h>
#include "beside_migrations.h"

int main(int count, char **arguments)
{
    sqlite3 *db;
    if (count < 3 || sqlite3_open(arguments[1], &db) != SQLITE_OK)
        return 2;
    sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
    struct aludel_config config = {.registry = &beside_migrations, .sqlite = db};
    struct aludel_error error;
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a && aludel_upgrade(a, arguments[2], NULL, &error);
    if (!ok)
        fprintf(stderr, "ERROR %s\n", error.message);
    aludel_close(a);
    sqlite3_close(db);
    return ok ? 0 : 1;
}
'''


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


def compiler_flags(build):
    """What the libraries were built with and a program that links them needs too: the sanitizers."""
    return re.search(r"^cflags =(.*)$", (build / "aludel-build.conf").read_text(), re.M).group(1).split()


def must(*command):
    status, said = run(*command)
    if status:
        sys.exit(f"{command[0]} failed ({status})\n{said}")


class Ours:
    def __init__(self, folder, cases):
        self.top, self.build = folder / "beside", os.environ["ALUDEL_BUILD"]
        self.ids = {case.name: f"b{i:03}" for i, case in enumerate(cases)}
        (self.top / "versions").mkdir(parents=True)
        (self.top / "aludel.ini").write_text("[aludel]\ndialects = sqlite\nfrom_scratch = no\n")
        for case in cases:
            self.write(case)
        must(Path(self.build) / "aludel", "build", "-C", self.top, "-o", folder / "migrate")
        self.migrate, self.embedded = folder / "migrate", self.compile_embedded(folder)

    def write(self, case):
        body, id = "".join(f"    {line}\n" for line in case.script().splitlines()), self.ids[case.name]
        (self.top / "versions" / f"{id}.py").write_text(SCRIPT.format(name=case.name, id=id, body=body, down=case.schema))
        if case.schema:
            (self.top / "versions" / f"{case.schema}.sql").write_text(SCHEMA.format(id=case.schema, sql=case.file.read_text()))

    def compile_embedded(self, folder):
        made, build = folder / "made", Path(self.build)
        include = Path(os.environ["ALUDEL_SOURCE"]) / "runtime/include"
        (folder / "embedded.c").write_text(EMBEDDED)
        must(build / "aludel", "generate", "-C", self.top, "-o", made)
        libraries = [build / f"libaludel_{name}.a" for name in ("sqlite", "runtime")]
        sources = [folder / "embedded.c", *made.glob("*.c"), "-I", made, "-I", include]
        must(os.environ.get("CC", "cc"), *compiler_flags(build), *sources, *libraries, "-lsqlite3", "-lm", "-o", folder / "embedded")
        return folder / "embedded"

    def __call__(self, case, file, keys):
        id, migrate = self.ids[case.name], (self.migrate, "--url", f"sqlite:///{file}")
        if case.schema:
            must(*migrate, "stamp", case.schema)
        status, said = run(self.embedded, file, id) if keys else run(*migrate, "upgrade", id)
        return " ".join(said.split()) or "failed" if status else None


# ---- Comparing ------------------------------------------------------------------------------------------------

def judge(edits, before, after, feature):
    """What must be there, and what is missing and made up of it."""
    there = Counter(after[feature] if after else [])
    expected, made = Counter(edits.expected(before, feature)), Counter(edits.made(feature))
    if feature == "values of a column that gets another type":
        there = Counter(i for i in there if i[0] in edits.types)
    if feature == "its rows, with the values' types":
        names = [edits.follow(i)[0] for i in before[feature] if i[0] not in edits.types]
        there = Counter(i for i in there if i[0] in names)
    if feature == "rowids without INTEGER PRIMARY KEY" and not expected:
        there = Counter()  # WITHOUT ROWID got lost
    return expected, expected - there, there - expected - made


def compare(case, before, after):
    """What is kept of the features that are at stake, whether the edits are done, and what is missing."""
    edits, kept, lost = Edits(case), {}, []
    for feature in FEATURES:
        expected, missing, made_up = judge(edits, before, after, feature)
        if expected or made_up:
            kept[feature] = not missing and not made_up
        lost += [f"{feature}: lost {i}" for i in missing] + [f"{feature}: made up {i}" for i in made_up]
    done = after and all(not Counter(edits.made(f)) - Counter(after[f]) for f in FEATURES)
    return kept, bool(done), lost


def outcome(case, base, file, change, keys):
    shutil.copy(base, file)
    error = change(case, file, keys)
    if error:
        return Outcome(error, {}, False, everything(base) == everything(file), [])
    kept, done, lost = compare(case, facts(base, case.table), facts(file, case.table))
    return Outcome(None, kept, done, False, lost)


def make_base(case, folder):
    base = folder / f"{case.file.stem}.db"
    if not base.exists():
        with contextlib.closing(sqlite3.connect(base)) as db:
            db.executescript(case.file.read_text())
    return base


def wrong(case, ours):
    """What isn't as it must be with ours."""
    for o in ours:
        if case.refused:
            if not o.error or case.refused not in o.error or not o.intact:
                yield f"should be refused ({case.refused}), and the file be as it was: {o.error}"
        elif o.error:
            yield f"failed: {o.error}"
        else:
            yield from o.lost
            if not o.done:
                yield "what the directives ask for isn't there"


def compare_all(cases, folder, show):
    ours, results = Ours(folder, cases), []
    for case in cases:
        base = make_base(case, folder)
        changes = [(change, keys) for change in (by_alembic, ours) for keys in (False, True)]
        found = [outcome(case, base, folder / "changed.db", *change) for change in changes]
        results.append((case, found))
        if show:
            beside_table.show(case, found)
    return results


def main():
    options = argparse.ArgumentParser()
    options.add_argument("name", nargs="?")
    options.add_argument("--update", action="store_true")
    options.add_argument("--show", action="store_true")
    asked = options.parse_args()
    cases = read_corpus(asked.name)
    with tempfile.TemporaryDirectory() as folder:
        results = compare_all(cases, Path(folder), asked.show)
    failures = [f"{case.name}: {what}" for case, found in results for what in wrong(case, found[2:])]
    if not asked.name:
        failures += [f"{len(cases)} tables instead of {TABLES}"] if len(cases) != TABLES else []
        failures += beside_table.check(results, asked.update)
    print("\n".join([*failures, f"{len(cases)} tables, {len(failures)} failures"]))
    sys.exit(1 if failures else 0)


main()

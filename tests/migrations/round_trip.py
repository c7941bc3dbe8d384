"""Every environment of migrations/ on every database of its own: up, down and up again, and as a script.

    round_trip.py [NAME…]     those environments only
"""
import configparser
import difflib
import json
import os
import pathlib
import subprocess
import sys

from stand import STANDS
from tools.postgres import PrivatePostgres

MIGRATIONS = pathlib.Path(os.environ["ALUDEL_SOURCE"], "migrations")
BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
NOT_A_SCRIPT = "needs a live database; --sql only writes a script"


class Wrong(Exception):
    """What isn't as it should be."""


class Environment:
    def __init__(self, folder):
        self.name = folder.name
        settings = configparser.RawConfigParser()
        settings.read(folder / "aludel.ini")
        self.dialects = settings["aludel"].get("dialects", "sqlite postgresql").replace(",", " ").split()
        self.program = BUILD / f"{self.name}_migrate"
        history = json.loads(self.run("--json", "history").stdout)
        self.parents = {m["revision"]: m["down_revision"] + m["depends_on"] for m in history}
        self.heads = [m["revision"] for m in history if m["head"]]

    def run(self, *arguments, url=None, refused=None):
        variables = {k: v for k, v in os.environ.items() if not k.startswith("PG") and not k.endswith("_URL")}
        done = subprocess.run([self.program, *(["--url", url] if url else []), *arguments], text=True,
                              capture_output=True, env=variables, timeout=60)
        if done.returncode and not (refused and refused in done.stderr):
            raise Wrong(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def chain(self, head):
        """The revisions that lead to a head, each behind those that it needs."""
        order = []

        def add(revision):
            for parent in self.parents[revision]:
                add(parent)
            if revision not in order:
                order.append(revision)

        add(head)
        return order


def same(found, wanted, what):
    if found != wanted:
        lines = difflib.unified_diff(wanted.splitlines(), found.splitlines(), "wanted", "found", lineterm="")
        raise Wrong(what + "\n" + "\n".join(lines))


def step_by_step(environment, head, database):
    """Up and down around every step on the way to the head, then down all of it; the schemas on the way."""
    schemas = [database.schema()]
    for revision in environment.chain(head):
        environment.run("upgrade", revision, url=database.url)
        schemas.append(database.schema())
        environment.run("downgrade", f"{revision}-1", url=database.url)
        same(database.schema(), schemas[-2], f"{revision}: the schema after its downgrade")
        environment.run("upgrade", revision, url=database.url)
        same(database.schema(), schemas[-1], f"{revision}: the schema after its second upgrade")
    for revision, before in zip(reversed(environment.chain(head)), reversed(schemas[:-1])):
        environment.run("downgrade", f"{revision}-1", url=database.url)
        same(database.schema(), before, f"{revision}: the schema on the way down from {head}")
    return schemas


def in_one_go(environment, head, database, schemas):
    for _ in range(2):
        environment.run("upgrade", head, url=database.url)
        same(database.schema(), schemas[-1], f"the schema after `upgrade {head}`")
        environment.run("downgrade", "base", url=database.url)
        same(database.schema(), schemas[0], "the schema after `downgrade base`")


def as_a_script(environment, head, database, schemas):
    """True when there is a script."""
    for command, ends_with in ((("upgrade", head), schemas[-1]), (("downgrade", f"{head}:base"), schemas[0])):
        done = environment.run(*command, "--sql", "--dialect", database.dialect, refused=NOT_A_SCRIPT)
        if done.returncode:
            return False
        wrong = database.script(done.stdout)
        if wrong:
            raise Wrong(f"the script of `{' '.join(command)}`: {wrong}")
        same(database.schema(), ends_with, f"the schema after the script of `{' '.join(command)}`")
    return True


def walk(environment, dialect, server):
    for head in environment.heads:
        stand = STANDS[dialect]
        schemas = step_by_step(environment, head, stand(server))
        in_one_go(environment, head, stand(server), schemas)
        script = as_a_script(environment, head, stand(server), schemas)
        print(f"ok: {environment.name} on {dialect}, {len(schemas) - 1} steps to {head}"
              + ("" if script else "; not as a script"))


def main(names):
    folders = [f.parent for f in sorted(MIGRATIONS.glob("*/aludel.ini")) if not names or f.parent.name in names]
    failed = not folders
    with PrivatePostgres() as server:
        for folder in folders:
            try:
                environment = Environment(folder)
                for dialect in environment.dialects:
                    walk(environment, dialect, server)
            except Wrong as wrong:
                failed = True
                print(f"FAILED: {folder.name}: {wrong}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One environment of migrations/ on every database of its own: every way through its chain, as steps, in one go and as
a script, with the schema read back and compared, and held against the facts in facts/.

    walks.py NAME…
"""
import difflib
import sys

import facts
from environment import Wrong, play
from stand import columns_in_any_order, on_each_database

NOT_A_SCRIPT = "needs a live database; --sql only writes a script"


def same(found, wanted, what):
    if found != wanted:
        lines = difflib.unified_diff(wanted.splitlines(), found.splitlines(), "wanted", "found", lineterm="")
        raise Wrong(what + "\n" + "\n".join(lines))


def schema_of(database):
    """A column that a downgrade brings back stands behind the others, where it mayn't have stood before."""
    return columns_in_any_order(database.schema())


def step_by_step(environment, head, database):
    """Up and down around every step on the way to the head, then down all of it; the schemas on the way."""
    schemas = [schema_of(database)]
    wanted = facts.Facts(environment.name, database.dialect, database.facts())
    for revision in environment.chain(head):
        environment.run("upgrade", revision, url=database.url)
        schemas.append(schema_of(database))
        wanted.add(revision)
        same("\n".join(sorted(database.facts())), wanted.text(), f"{revision}: the facts after its upgrade")
        environment.run("downgrade", f"{revision}-1", url=database.url)
        same(schema_of(database), schemas[-2], f"{revision}: the schema after its downgrade")
        environment.run("upgrade", revision, url=database.url)
        same(schema_of(database), schemas[-1], f"{revision}: the schema after its second upgrade")
    for revision, before in zip(reversed(environment.chain(head)), reversed(schemas[:-1])):
        environment.run("downgrade", f"{revision}-1", url=database.url)
        same(schema_of(database), before, f"{revision}: the schema on the way down from {head}")
    return schemas


def in_one_go(environment, head, database, schemas):
    for _ in range(2):
        environment.run("upgrade", head, url=database.url)
        same(schema_of(database), schemas[-1], f"the schema after `upgrade {head}`")
        environment.run("downgrade", "base", url=database.url)
        same(schema_of(database), schemas[0], "the schema after `downgrade base`")


def from_each_to_each(environment, head, database, schemas):
    chain = environment.chain(head)
    places = [None, *chain]
    at = None
    for start in places:
        for end, schema in zip(places, schemas):
            at = environment.go(start, chain, at, database.url)
            at = environment.go(end, chain, at, database.url)
            same(schema_of(database), schema, f"the schema on the way from {start} to {end}")
    return len(places) ** 2


def as_a_script(environment, head, database, schemas):
    """True when there is a script."""
    for command, ends_with in ((("upgrade", head), schemas[-1]), (("downgrade", f"{head}:base"), schemas[0])):
        done = environment.run(*command, "--sql", "--dialect", database.dialect, refused=NOT_A_SCRIPT)
        if done.returncode:
            return False
        wrong = database.script(done.stdout)
        if wrong:
            raise Wrong(f"the script of `{' '.join(command)}`: {wrong}")
        same(schema_of(database), ends_with, f"the schema after the script of `{' '.join(command)}`")
    return True


def walk(environment, stand, server):
    ways, said = 0, ""
    for head in environment.heads:
        schemas = step_by_step(environment, head, stand(server))
        in_one_go(environment, head, stand(server), schemas)
        ways += from_each_to_each(environment, head, stand(server), schemas)
        if not as_a_script(environment, head, stand(server), schemas):
            said += f"; no script of {head}"
    return f"{ways} ways to {', '.join(environment.heads)}{said}"


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:], on_each_database(walk)))

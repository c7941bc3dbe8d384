"""One environment of migrations/ beside the real Alembic, which runs the same chain from alembic/NAME/versions.

    beside_alembic.py NAME…

At every revision, up and down, the schema that Alembic makes is ours. A database goes from one to the other and back
wherever the chain may be cut: it has the schema and the version rows of one that Alembic alone has brought there.
"""
import pathlib
import sys

import alembic.command
from alembic.config import Config

from environment import Wrong, play
from stand import on_each_database
from walks import same

SCRIPTS = pathlib.Path(__file__).parent / "alembic"


class Alembic:
    def __init__(self, name):
        self.config = Config()
        self.config.set_main_option("script_location", str(SCRIPTS))
        self.config.set_main_option("version_locations", str(SCRIPTS / name / "versions"))

    def run(self, command, revision, url):
        self.config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        getattr(alembic.command, command)(self.config, revision)


class Ours:
    def __init__(self, environment):
        self.environment = environment

    def run(self, command, revision, url):
        self.environment.run(command, revision, url=url)


def walked(steps, database):
    """What stands after each step: (who, command, revision)."""
    seen = []
    for who, command, revision in steps:
        who.run(command, revision, database.url)
        seen.append((database.schema(with_version=True), database.versions()))
    return seen


def alike(what, steps, ours, theirs):
    for (who, command, revision), (schema, versions), (their_schema, their_versions) in zip(steps, ours, theirs):
        place = f"{what}: after `{command} {revision}` by {type(who).__name__}"
        same(schema, their_schema, place)
        if versions != their_versions:
            raise Wrong(f"{place}: the version rows are {versions}, Alembic's {their_versions}")


def by_alembic(steps, theirs):
    return [(theirs, command, revision) for _, command, revision in steps]


def there_and_back(chain, who):
    """Step by step to the head, and back."""
    places = ["base", *chain]
    return ([(who, "upgrade", revision) for revision in chain]
            + [(who, "downgrade", revision) for revision in reversed(places[:-1])])


def handed_over(chain, cut, ours, theirs):
    """Half-way with Alembic, to the head and back with us, to the head and to the base with Alembic."""
    half = chain[cut - 1] if cut else "base"
    return ([(theirs, "upgrade", half)] if cut else []) + [
        (ours, "upgrade", chain[-1]), (ours, "downgrade", half), (theirs, "upgrade", chain[-1]),
        (theirs, "downgrade", half), (ours, "upgrade", chain[-1]), (ours, "downgrade", "base")]


def beside(environment, stand, server):
    ours, theirs, count = Ours(environment), Alembic(environment.name), 0
    for head in environment.heads:
        chain = environment.chain(head)
        walks = {"alone": there_and_back(chain, ours)}
        walks.update({f"handed over at {cut}": handed_over(chain, cut, ours, theirs) for cut in range(len(chain) + 1)})
        for what, steps in walks.items():
            theirs_alone = walked(by_alembic(steps, theirs), stand(server))
            alike(what, steps, walked(steps, stand(server)), theirs_alone)
        count += len(walks)
    return f"{count} walks beside Alembic to {', '.join(environment.heads)}"


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:], on_each_database(beside)))

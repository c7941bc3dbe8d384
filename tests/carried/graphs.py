"""Random graphs, with branches, merges and dependencies, cut anywhere: what an older program undoes from the log leaves the
version rows and the tables that a database has which never saw the newer one; and the newer one goes on from there.

    graphs.py sqlite|postgresql COUNT [SEED]
"""
import random
import sys

from carried.programs import Times, Wrong, stands

TABLES = {"sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 't!_%' ESCAPE '!' ORDER BY 1",
          "postgresql": "SELECT relname FROM pg_class WHERE relname LIKE 't!_%' ESCAPE '!' ORDER BY 1"}


class Graph:
    """Each revision with its parents and dependencies, behind all of them."""

    def __init__(self, dice):
        self.parents, self.dependencies = {}, {}
        for i in range(dice.randint(4, 9)):
            ids = list(self.parents)
            count = dice.choice([0, 1, 1, 1, 1, 2, 2, 3]) if ids else 0
            parents = self.unrelated(dice.sample(ids, min(count, len(ids))))
            others = [id for id in ids if id not in self.below(parents)]
            self.parents[f"r{i}"] = parents
            self.dependencies[f"r{i}"] = dice.sample(others, 1) if others and dice.random() < 0.3 else []

    def below(self, ids):
        """These, and all that they stand on."""
        found = set(ids)
        for id in reversed(list(self.parents)):
            if id in found:
                found |= {*self.parents[id], *self.dependencies[id]}
        return found

    def unrelated(self, ids):
        return [id for id in ids if not any(id in self.below(self.parents[o] + self.dependencies[o]) for o in ids if o != id)]

    def text(self, id):
        """As many parents as there are, and the dependencies."""
        parents = self.parents[id]
        down = repr(tuple(parents)) if len(parents) > 1 else repr(parents[0]) if parents else None
        depends = f"depends_on = {tuple(self.dependencies[id])!r}\n" if self.dependencies[id] else ""
        return (f'<%!\nrevision = "{id}"\ndown_revision = {down}\n{depends}%>\n<%def name="upgrade()">\n'
                f'CREATE TABLE t_{id} (x INTEGER);\n</%def>\n<%def name="downgrade()">\nDROP TABLE t_{id};\n</%def>\n')


def program(times, graph, ids):
    for id in graph.parents:
        if (times.folder / "versions" / f"{id}.mako").exists():
            times.remove(f"{id}.mako")
    for id in ids:
        times.put(f"{id}.mako", graph.text(id))
    return times.build()


def state(database):
    return database.versions(), database.rows(TABLES[database.dialect])


def play(dialect, server, seed):
    dice = random.Random(seed)
    graph = Graph(dice)
    with Times(dialect) as times:
        new = program(times, graph, graph.parents)
        kept = sorted(graph.below(dice.sample(list(graph.parents), dice.randint(1, 3))))
        old = program(times, graph, kept)
        fresh, database = times.database(server), times.database(server)
        old.run(fresh.url, "upgrade", "heads")
        new.run(database.url, "upgrade", "heads")
        whole = state(database)
        old.run(database.url, "downgrade", "--carried", *dice.choice([[], ["--single-transaction"]]))
        story = f"seed {seed}, {graph.parents}, {graph.dependencies}, kept {kept}"
        if state(database) != state(fresh):
            raise Wrong(f"{story}: {state(database)} is not {state(fresh)}")
        new.run(database.url, "upgrade", "heads")
        if state(database) != whole:
            raise Wrong(f"{story}: {state(database)} is not {whole} again")
        return len(graph.parents) - len(kept)


def main(dialect, count, seed=None):
    start, undone = int(seed) if seed else random.randrange(10 ** 6), 0
    with stands.STANDS[dialect].server_class() as server:
        for number in range(start, start + int(count)):
            undone += play(dialect, server, number)
    print(f"{count} graphs from seed {start}, {undone} revisions undone")
    return 0 if undone else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

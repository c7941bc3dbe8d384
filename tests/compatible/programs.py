"""Random chains with random claims: the whole chain is the newer program, parts of it that are closed to their ancestors are
older ones. Each of these meets databases that the newer one has brought somewhere. What is expected comes from the
definition alone: every revision that the older program doesn't know is compatible with what it knows, and all that the older
one would bring is there. The same program of the profile for devices says the same.

programs.py sqlite|postgresql [SEED]
"""
import os
import pathlib
import random
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "chain"))
import stand as stands  # noqa: E402

from squash.chain import built, run, template  # noqa: E402

CHAINS = {"sqlite": 5, "postgresql": 2}
REVISIONS, OLDER, MEETINGS = 9, 3, 14


class Chain:
    """parents, dependencies and claims by id; an id that claims nothing is compatible with itself."""

    def __init__(self, chance):
        self.needs, self.parents, self.depends, self.said = {}, {}, {}, {}
        for i in range(REVISIONS):
            self.add(f"r{i}", chance)

    def add(self, id, chance):
        there = list(self.needs)
        roll = chance.random()
        heads = [h for h in there if not any(h in p for p in self.parents.values())]
        if not there or roll < 0.1:
            parents = []
        elif roll < 0.3 and len(heads) > 1:
            parents = sorted(chance.sample(heads, 2))
        else:
            parents = [chance.choice(there[-3:])]
        if len(parents) == 2 and any(self.closed([a]) >= {b} for a, b in (parents, parents[::-1])):
            parents = parents[:1]
        others = [t for t in there if t not in self.closed(parents)]
        self.depends[id] = [chance.choice(others)] if others and chance.random() < 0.15 else []
        self.parents[id], self.needs[id] = parents, parents + self.depends[id]
        self.said[id] = self.claim(id, chance)

    def closed(self, ids):
        found, left = set(), list(ids)
        while left:
            id = left.pop()
            if id not in found:
                found.add(id)
                left += self.needs[id]
        return found

    def wanted(self, id):
        """The programs that work with what `id` leaves have all of these."""
        said = self.said.get(id)
        return {id} if said is None else self.closed(said)

    def allowed(self, said, needs):
        return all(self.wanted(need) <= self.closed(said) for need in needs)

    def claim(self, id, chance):
        """Mostly something that may be said there."""
        ancestors = sorted(self.closed(self.needs[id]))
        choices = [[a] for a in ancestors] + [[a, b] for a in ancestors for b in ancestors if a < b] + [[]]
        choices = [c for c in choices if self.allowed(c, self.needs[id])]
        choices.sort(key=lambda said: len(self.closed(said)))
        return chance.choice(choices[:4]) if choices and chance.random() < 0.85 else None

    def write(self, folder, dialect, ids):
        (folder / "versions").mkdir(parents=True)
        (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\nnewer = accept\n")
        for id in ids:
            said, down = self.said[id], self.parents[id]
            top = f"depends_on = {self.depends[id]!r}\n" if self.depends[id] else ""
            if said is not None:
                top += f"compatible_with = {tuple(said) if said else 'base'!r}\n"
            down = None if not down else down[0] if len(down) == 1 else tuple(down)
            (folder / "versions" / f"{id}.mako").write_text(
                template(id, down, f"CREATE TABLE {id} (x INTEGER);", f"DROP TABLE {id};", top))

    def heads(self, ids):
        return {id for id in ids if not any(id in self.needs[other] for other in ids)}

    def works(self, older, applied):
        return all(self.wanted(id) <= older for id in applied - older) and older <= applied


def meet(chain, stand, server, newer, older_program, older, chance, seen):
    database = stand(server)
    targets = chance.sample(sorted(chain.needs), chance.choice([1, 1, 2]))
    if len(targets) == 1 and chance.random() < 0.3:
        failed = database.script(run(newer, "-q", "upgrade", targets[0], "--sql", "--dialect", stand.dialect))
        assert not failed, failed
    for target in targets:
        run(newer, "--url", database.url, "upgrade", target)
    applied = chain.closed(targets)
    if not set(database.versions()) - older:
        return
    works = chain.works(older, applied)
    before = database.versions(), database.rows("SELECT count(*) FROM aludel_log")
    output = run(older_program, "--url", database.url, "upgrade", "heads", status=0 if works else 3)
    about = f"{chain.needs} {chain.said}: a program of {sorted(older)} at {targets}: {output}"
    assert ("and compatible with it: accepted, nothing was done" in output) == works, about
    if not works:
        named = re.search(r"programs that have '(\w+)'|but '(\w+)', which this one has", output)
        reason = "The log doesn't say" in output or named
        assert reason, about
        assert not named or (named[1] or "") not in older, about
        assert not named or not named[2] or named[2] in older - applied, about
    waits = works or older <= chain.closed(set(before[0]) & older)  # what is known to be there isn't waited for
    run(older_program, "--url", database.url, "wait", "heads", "--timeout", "0s", status=0 if waits else 3)
    assert before == (database.versions(), database.rows("SELECT count(*) FROM aludel_log")), about
    if stand.dialect == "sqlite":
        on_a_device(older_program + "---profile-embedded", database, works)
        assert before == (database.versions(), database.rows("SELECT count(*) FROM aludel_log")), about
    seen[works] += 1


def on_a_device(program, database, works):
    output = run(program, "--url", database.url, "upgrade", "heads", status=0 if works else 3)
    assert (": accepted, nothing was done" in output) == works, output
    if not works:
        assert re.search(r"images that have '\w+', and this one hasn't|isn't applied|the log doesn't say with which", output), output
    output = run(program, "--url", database.url, "plan", status=0 if works else 3)
    assert works != ("FAILED" in output), output


def one_chain(stand, server, chance, seen):
    chain = Chain(chance)
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        chain.write(top / "newer", stand.dialect, chain.needs)
        newer = built(top / "newer")
        for i in range(OLDER):
            older = chain.closed(chance.sample(sorted(chain.needs)[:-2], chance.choice([1, 1, 2])))
            chain.write(top / f"older{i}", stand.dialect, older)
            program = built(top / f"older{i}")
            if stand.dialect == "sqlite":
                built(top / f"older{i}", "--profile", "embedded")
            for _ in range(MEETINGS):
                meet(chain, stand, server, newer, program, older, chance, seen)


def main(dialect, seed="12"):
    stand, seen = stands.STANDS[dialect], {True: 0, False: 0}
    chance = random.Random(int(seed))
    with stand.server_class() as server:
        for _ in range(CHAINS[dialect]):
            one_chain(stand, server, chance, seen)
    print(f"{seen[True]} databases were compatible, {seen[False]} weren't")
    assert min(seen.values()) >= 2 * CHAINS[dialect], seen


if __name__ == "__main__":
    main(*sys.argv[1:])

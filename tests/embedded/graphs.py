"""Random graphs of revisions (branches, merges, several bases, depends_on): after each upgrade, downgrade and stamp the
embedded engine leaves the version rows that the full runtime leaves, what it did was in an order that may be, and either
goes on where the other stopped.

    graphs.py COUNT [SEED]
"""
import contextlib
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

from device import BUILD, SANITIZERS, SOURCE, Device, Wrong, build, run
from tools.postgres import roomy_folder

STEPS = 9


class Refused(Exception):
    """What a downgrade can't lead to, by what the full runtime says."""


class Overlaps(Exception):
    """Version rows of which one implies another, which a downgrade beside a dependency leaves: Alembic, and so the full runtime,
    doesn't go on from them. A device does."""


MIGRATION = ('<%!\nrevision = "{}"\ndown_revision = {!r}\ndepends_on = {!r}\n%>\n<%def name="upgrade()">\n</%def>\n'
             '<%def name="downgrade()">\n</%def>\n')


class Graph:
    """Each revision: its id, its parents, what it depends on."""

    def __init__(self, rng, name):
        self.name, self.needs, self.revisions = name, {}, []
        for _ in range(rng.randint(1, 14)):
            self.add(rng)

    def add(self, rng):
        heads = [r for r in self.needs if not any(r in parents for _, parents, _ in self.revisions)]
        pool = heads if rng.random() < 0.6 else list(self.needs)
        parents = rng.sample(pool, min(len(pool), rng.choice([0, 1, 1, 1, 1, 2, 2, 3])))
        parents = [p for p in parents if not any(p in self.ancestors(q) for q in parents if q != p)]
        others = [r for r in self.needs if r not in parents and not any(r in self.ancestors(p) for p in parents)]
        depends = rng.sample(others, min(len(others), rng.choice([0, 0, 0, 1, 2])))
        revision = f"{rng.choice('abcdef')}{len(self.needs):02}{rng.randrange(16 ** 3):03x}"
        self.revisions.append((revision, parents, depends))
        self.needs[revision] = [*parents, *depends]

    def ancestors(self, revision):
        """With itself."""
        found, waiting = set(), [revision]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.needs[one]
        return found

    def write(self, folder):
        (folder / "versions").mkdir(parents=True)
        (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
        for revision, parents, depends in self.revisions:
            parents = tuple(parents) if len(parents) != 1 else parents[0]
            text = MIGRATION.format(revision, parents or None, tuple(depends) or None)
            (folder / "versions" / f"{revision}.mako").write_text(text)


def build_full(folder, environments):
    """One program with the registries of all of them: its first argument says which."""
    made = folder / "full"
    for name, environment in environments.items():
        run(BUILD / "aludel", "generate", "-C", environment, "--symbol", name, "-o", made)
    lines = ["#include <aludel/main.h>\n#include <string.h>\n", *(f'#include "{name}.h"\n' for name in environments)]
    lines += ["int main(int argc, char **argv)\n{\n"]
    lines += [f'    if (!strcmp(argv[1], "{n}")) return aludel_main(argc - 1, argv + 1, &{n});\n' for n in environments]
    (made / "main.c").write_text("".join([*lines, "    return 99;\n}\n"]))
    archives = [BUILD / f"libaludel_{part}.a" for part in ("cli", "sqlite", "runtime")]
    run("gcc", "-O0", *SANITIZERS, f"-I{SOURCE}/runtime/include", f"-I{made}", *sorted(made.glob("*.c")), *archives, "-lsqlite3",
        "-lm", "-o", folder / "full_program")
    return folder / "full_program"


# ---- A session ----------------------------------------------------------------------------------------------

def rows_of(file):
    with contextlib.closing(sqlite3.connect(file)) as db:
        try:
            return sorted(row for row, in db.execute("SELECT version_num FROM alembic_version"))
        except sqlite3.OperationalError:
            return []


class Session:
    def __init__(self, rng, graph, device, program, folder):
        self.rng, self.graph, self.device, self.program = rng, graph, device, program
        self.unlike = 0
        self.ours, self.full, self.both = (folder / f"{graph.name}_{whose}.db" for whose in ("ours", "full", "both"))

    def all_up_to(self, revisions):
        return set().union(*(self.graph.ancestors(r) for r in revisions))

    def applied(self):
        return self.all_up_to(rows_of(self.full))

    def alike(self, found, wanted):
        """By Alembic's rules, one order of steps may leave a row that others imply, and another not: that is rare, and means the
        same."""
        self.unlike += found != wanted
        return self.all_up_to(found) == self.all_up_to(wanted)

    def command(self):
        """A downgrade leads to what is there."""
        kind = self.rng.choice(["upgrade", "upgrade", "downgrade", "downgrade", "stamp"])
        pool = self.applied() if kind == "downgrade" else self.graph.needs
        none = "base" if kind == "downgrade" else self.rng.choice(["base", None]) if kind == "stamp" else None
        return kind, self.rng.choice([*sorted(pool), none]) if self.rng.random() < 0.9 else none

    def run_device(self, file, kind, target):
        self.device.open(self.graph.name, file)
        return self.device.do(kind, target).said

    def run_full(self, file, kind, target):
        words = [kind, target or "heads"]
        done = subprocess.run([self.program, self.graph.name, "--url", f"sqlite:///{file}", *words], text=True,
                              capture_output=True, env={"PATH": os.environ["PATH"]}, timeout=60, check=False)
        if "overlaps with other requested revisions" in done.stderr:
            raise Overlaps
        if "is not a valid downgrade target" in done.stderr:
            raise Refused
        if done.returncode:
            raise Wrong(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")

    def step(self):
        kind, target = self.command()
        before = self.applied()
        try:
            self.run_full(self.full, kind, target)
        except Refused:
            return self.refuse(kind, target)
        said = self.run_device(self.ours, kind, target)
        (self.run_device if self.rng.random() < 0.5 else self.run_full)(self.both, kind, target)
        for file in (self.ours, self.both):
            if not self.alike(rows_of(file), rows_of(self.full)):
                raise Wrong(f"{kind} {target}: rows {rows_of(file)} in {file.name}, {rows_of(self.full)} by the full runtime")
        if kind != "stamp":
            self.check_order(kind, before, said)
        return None

    def refuse(self, kind, target):
        self.device.open(self.graph.name, self.ours)
        answer = self.device.ask(kind, target)
        if answer.ok or answer.message != f"nothing leads down to '{target}': what stands on it only depends on it":
            raise Wrong(f"{kind} {target}: {answer}")

    def check_order(self, kind, before, said):
        """Every revision behind all that it needs; what is said to be done is what there is more, or less."""
        at = set(before)
        for line in said:
            if line.startswith("done "):
                revision = line.split()[2]
                if kind == "upgrade" and not all(n in at for n in self.graph.needs[revision]):
                    raise Wrong(f"{revision} was upgraded in front of what it needs")
                if kind == "downgrade" and any(revision in self.graph.needs[r] for r in at):
                    raise Wrong(f"{revision} was downgraded under what needs it")
                at ^= {revision}
        if at != self.applied():
            raise Wrong(f"{kind}: what is said to be done leads to {sorted(at)}, not {sorted(self.applied())}")

    def look(self):
        """What there is to come, and whether there is anything."""
        self.device.open(self.graph.name, self.ours)
        pending = [line.removeprefix("pending ") for line in self.device.do("pending").said]
        if set(pending) != set(self.graph.needs) - self.applied() or len(set(pending)) != len(pending):
            raise Wrong(f"pending: {pending}")
        if self.device.do("current").said != (["no"] if pending else ["yes"]):
            raise Wrong("current")
        if sorted(self.device.do("stored").said) != [f"known {r}" for r in rows_of(self.ours)]:
            raise Wrong("stored")

    def play(self):
        """How many commands it was, and how often the rows were others that mean the same."""
        for done in range(STEPS):
            try:
                self.step()
            except Overlaps:
                return done, self.unlike
            self.look()
        return STEPS, self.unlike


def main(count, seed):
    rng = random.Random(seed)
    graphs = [Graph(rng, f"g{i}") for i in range(count)]
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        environments = {graph.name: folder / "environments" / graph.name for graph in graphs}
        for graph in graphs:
            graph.write(environments[graph.name])
        program, full = build(folder, environments), build_full(folder, environments)
        played = []
        with Device(program) as device:
            for graph in graphs:
                try:
                    played.append(Session(rng, graph, device, full, folder).play())
                except Wrong as wrong:
                    raise Wrong(f"seed {seed}, {graph.revisions}: {wrong}") from None
    commands, unlike = (sum(numbers) for numbers in zip(*played))
    print(f"{count} graphs, {sum(len(g.needs) for g in graphs)} revisions, {commands} commands; a row more or less {unlike} times")
    if commands < count * STEPS * 0.8 or unlike > commands * 0.05:
        raise Wrong("what is compared, then?")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261127)
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")

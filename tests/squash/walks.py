"""Databases on random walks between programs: before a squash and behind it, behind a squash of the squashed one, with
originals deleted, with a file edited. After every step the schema is the revision's, and verify says what is the case.

walks.py sqlite|postgresql WALKS [SEED]
"""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "chain"))
import stand as stands  # noqa: E402

from squash.chain import ALUDEL, built, run, template  # noqa: E402

IDS = ["a1", "a2", "a3", "a4", "a5", "a6"]
INNER, OUTER = ["a2", "a3"], ["a2", "a3", "a4", "a5"]
LONGEST = 7  # steps of a walk

File = namedtuple("File", "name id carried")  # carried: the ids that it stands for
PLAIN = {id: File(f"{id}_x.mako", id, [id]) for id in IDS}
PLACES = [None] + IDS
INNER_FILE, OUTER_FILE = File("a3_inner.mako", "a3", INNER), File("a5_outer.mako", "a5", OUTER)

TABLES = {"sqlite": "SELECT name FROM sqlite_master WHERE name LIKE 't!_%' ESCAPE '!' ORDER BY 1",
          "postgresql": "SELECT relname FROM pg_class WHERE relname LIKE 't!_%' ESCAPE '!' ORDER BY 1"}
BY_NAME = {file.name: file for file in [*PLAIN.values(), INNER_FILE, OUTER_FILE]}
WEIGHT = ["same", "squashed since", "not recorded", "differs"]


class Program:
    """One of the programs, and its chain as a person would say it."""

    def __init__(self, path, short, inside, edited=None):
        """`inside`: what stands in the long view in place of the one in the short view that replaces most."""
        self.path, self.short, self.edited = path, short, edited
        most = max(short, key=lambda file: len(file.carried))
        self.long = [one for file in short for one in (inside if inside and file == most else [file])]
        self.places = [None] + [file.id for file in self.long]

    def text(self, file):
        return file.name, file == self.edited

    def knows(self, place):
        return place in self.places or self.in_short(place)

    def in_short(self, place):
        return place is None or place in [file.id for file in self.short]

    def view(self, *places):
        return self.short if all(self.in_short(place) for place in places) else self.long

    def file_of(self, origin):
        return next((file for file in self.short + self.long if file.name == origin[0]), None)

    def replaces(self, origin):
        """Whether something here stands for a text that isn't here."""
        gone = BY_NAME[origin[0]]
        return any(gone.id in file.carried and len(gone.carried) < len(file.carried) for file in self.short + self.long)


def table(id, unless=""):
    return f"CREATE TABLE {unless}t_{id} (x INTEGER);\n"


def lines(text):
    return [(a or None, b or None) for a, b in re.findall(r"Running (?:up|down)grade (\S*) ?-> (\S*?)(?:,|\n|$)", text)]


def edit(path):
    path.write_text(path.read_text().replace("CREATE TABLE t_a3 (x INTEGER);", "CREATE TABLE t_a3 (x INTEGER);\nSELECT 1;", 1))


class Makers:
    """The same environment at several times."""

    def __init__(self, top, dialect):
        self.top, self.count = pathlib.Path(top), 0
        self.now = self.top / "now"
        (self.now / "versions").mkdir(parents=True)
        (self.now / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
        for before, id in zip([None] + IDS, IDS):
            self.path(PLAIN[id]).write_text(template(id, before, table(id), f"DROP TABLE t_{id};"))

    def path(self, file):
        return self.now / "versions" / file.name

    def squash(self, span, file):
        run(ALUDEL, "squash", span, "-m", file.name[3:-5], folder=self.now)
        assert self.path(file).exists()

    def delete(self, *files):
        for file in files:
            self.path(file).unlink()

    def program(self, short, originals, edited=None):
        self.count += 1
        folder = self.top / str(self.count)
        shutil.copytree(self.now, folder)
        if edited:
            edit(folder / "versions" / edited.name)
        return Program(built(folder), short, originals, edited)


def make_programs(top, dialect):
    make, plain = Makers(top, dialect), list(PLAIN.values())
    a1, a2, a3, a4, a5, a6 = plain
    inner, outer = [a1, INNER_FILE, a4, a5, a6], [a1, OUTER_FILE, a6]
    programs = [make.program(plain, None), make.program(plain, None, a3)]
    make.squash("a2:a3", INNER_FILE)
    programs += [make.program(inner, [a2, a3]), make.program(inner, [a2, a3], INNER_FILE), make.program(inner, [a2, a3], a3)]
    make.squash("a3:a5", OUTER_FILE)
    programs += [make.program(outer, [a2, a3, a4, a5]), make.program(outer, [a2, a3, a4, a5], OUTER_FILE)]
    make.delete(a2, a3)
    programs += [make.program(outer, [INNER_FILE, a4, a5]), make.program(outer, [INNER_FILE, a4, a5], INNER_FILE)]
    make.delete(OUTER_FILE)
    programs += [make.program(inner, None)]
    make.squash("a3:a5", OUTER_FILE)
    make.delete(INNER_FILE, a4, a5)
    return programs + [make.program(outer, None), make.program(outer, None, OUTER_FILE)]


class Walk:
    """A database, where it is, and which text brought each of its ids."""

    def __init__(self, stand, server, programs, seed):
        self.random, self.programs = random.Random(seed), programs
        self.database = stand(server)
        self.place, self.origins, self.story = None, {}, [f"seed {seed}"]

    def ask(self, program, *words):
        done = subprocess.run([program.path, "--url", self.database.url, *words], text=True, capture_output=True, timeout=60)
        self.story.append(f"{program.path} {' '.join(words)}: {done.returncode}")
        return done.returncode, done.stdout + done.stderr

    def must(self, true, what):
        if not true:
            raise AssertionError("\n".join(self.story + [what]))

    def move(self, program):
        target, words = self.choose(program)
        if target == self.place:
            return
        view = program.view(self.place) if words[1][0] in "+-" else program.view(self.place, target)
        wanted = self.carry_out(program, view, target)
        status, output = self.ask(program, *words)
        self.must(status == 0 and lines(output) == wanted, f"{output}\nwanted {wanted}")

    def choose(self, program):
        """A target, by its id or from here."""
        view = [None] + [file.id for file in program.view(self.place)]
        at, steps = view.index(self.place), self.random.randint(-2, 2)
        if self.random.random() < 0.4 and steps and 0 <= at + steps < len(view):
            return view[at + steps], ("upgrade" if steps > 0 else "downgrade", f"{steps:+}")
        target = self.random.choice(program.places)
        up = PLACES.index(target) > PLACES.index(self.place)
        return target, ("upgrade" if up else "downgrade", target or "base")

    def carry_out(self, program, view, target):
        """Notes where it comes to and by what; the steps."""
        ids = [None] + [file.id for file in view]
        here, there = ids.index(self.place), ids.index(target)
        low, high = sorted((here, there))
        for file in view[low:high]:
            self.origins.update({id: program.text(file) if here < there else None for id in file.carried})
        self.place = target
        steps = list(zip(ids[low:high], ids[low + 1:high + 1]))
        return steps if here < there else [(b, a) for a, b in reversed(steps)]

    def stamp(self, program):
        """Into the middle or out of it; a person does the rest by hand."""
        self.place = self.random.choice([place for place in program.places if place != self.place])
        status, output = self.ask(program, "stamp", self.place or "base")
        self.must(status == 0, output)
        applied = IDS[:PLACES.index(self.place)]
        self.database.script("".join(table(id, "IF NOT EXISTS ") if id in applied else f"DROP TABLE IF EXISTS t_{id};"
                                     for id in IDS))

    def refused(self, program):
        """Its place isn't in this program."""
        for words in (["upgrade", "head"], ["verify"], ["current"], ["plan"]):
            status, output = self.ask(program, *words)
            self.must(status == 1 and f"FAILED: '{self.place}' was squashed into" in output, output)

    def look(self, program):
        """What the commands say of where it is."""
        _, output = self.ask(program, "current")
        self.must(re.findall(r"^(\w+)", output, re.M) == [self.place] * bool(self.place), output)
        _, output = self.ask(program, "plan", "head")
        view = [file.id for file in program.view(self.place)]
        wanted = view[view.index(self.place) + 1 if self.place else 0:]
        self.must([b for _, b in lines(output)] == wanted, f"{output}\nwanted {wanted}")

    def check(self, program):
        tables = self.database.rows(TABLES[self.database.dialect])
        self.must(tables == [f"t_{id}" for id in IDS[:PLACES.index(self.place)]], f"tables: {tables}")
        self.must((self.database.versions() or []) == [self.place] * bool(self.place), f"{self.database.versions()}")
        if not self.place:
            return
        status, output = self.ask(program, "verify")
        found = re.findall(r"^(a\d) +(\S.*?\S) +versions/(\S+)$", output, re.M)
        wanted = self.verdicts(program)
        self.must(found == wanted, f"{output}\nwanted {wanted}, came by {self.origins}")
        self.must(status == any(verdict == "differs" for _, verdict, _ in wanted), output)

    def verdicts(self, program):
        found = []
        for file in program.view(self.place):
            if PLACES.index(file.id) <= PLACES.index(self.place):
                found += self.verdict(program, file)
        return found

    def verdict(self, program, file):
        origins = [self.origins.get(id) for id in file.carried]
        known = [origin[0] if origin else None for origin in origins]
        inside = [one for one in program.long if one.id in file.carried]
        if known not in ([file.name] * len(known), [None] * len(known)) and file in program.short and inside != [file]:
            return [line for one in inside for line in self.verdict(program, one)]
        judged = [self.judge(program, id, origin) for id, origin in zip(file.carried, origins)]
        if len(judged) == 1:
            return [(file.id, judged[0][0], judged[0][1] or file.name)]
        return [(file.id, max((verdict for verdict, _ in judged), key=WEIGHT.index), file.name)]

    @staticmethod
    def judge(program, id, origin):
        if not origin:
            return "not recorded", None
        file = program.file_of(origin)
        if file:
            return "same" if program.text(file) == origin else "differs", file.name
        if program.replaces(origin):
            return "squashed since", None
        return "differs" if BY_NAME[origin[0]].id == id else "not recorded", None

    def step(self):
        program = self.random.choice(self.programs)
        if not program.knows(self.place):
            self.refused(program)
            return
        what = self.random.random()
        if what < 0.15:
            self.stamp(program)
        elif what < 0.25:
            self.look(program)
        else:
            self.move(program)
        self.check(self.random.choice([one for one in self.programs if one.knows(self.place)]))


def main(dialect, count, seed=None):
    stand, start = stands.STANDS[dialect], int(seed) if seed else random.randrange(10 ** 6)
    with stand.server_class() as server, tempfile.TemporaryDirectory() as top:
        programs = make_programs(top, dialect)
        for number in range(start, start + int(count)):
            walk = Walk(stand, server, programs, number)
            for _ in range(walk.random.randint(2, LONGEST)):
                walk.step()
    print(f"{count} walks from seed {start}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Compares plan/ with Alembic on random graphs, identifiers and version rows.

    differential.py ORACLE [graphs] [seed] [-v]

The same seed asks the same questions; a difference is printed with all that is needed to see it again.
"""

import collections
import random
import subprocess
import sys
import tempfile
import time

from alembic.script.revision import RevisionError

import differences
import identifiers
from alembic_side import Crash, guarded, run_steps
from sessions import Difference, Session, random_session
from shrinking import shrink
from tools.postgres import roomy_folder


class Oracle:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, text):
        self.process.stdin.write(text if text.endswith("\n") else text + "\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == ".\n":
                return lines
            lines.append(line.rstrip("\n"))
        raise SystemExit("the oracle ended (%s) at: %s" % (self.process.wait(), text))

    def load(self, graph):
        self.ask(graph.text())

    def set_rows(self, graph, rows):
        self.ask("rows " + ",".join(str(graph.position[r]) for r in rows))

    def answer(self, text):
        """(ok, steps or ids, or the message); steps are (line, rows)."""
        items = []
        for line in self.ask(text):
            kind, _, rest = line.partition(" ")
            if kind == "error":
                return False, rest
            if kind == "rows":
                items[-1] = (items[-1], tuple(rest.split(",")) if rest else ())
            else:
                items.append(rest)
        return True, items


# ---- Alembic's answers ------------------------------------------------------------------------------

def alembic_steps(graph, rows, command, arguments):
    if command == "upgrade":
        return graph._upgrade_revs(arguments[0], rows)
    if command == "downgrade":
        return graph._downgrade_revs(arguments[0], rows)
    return graph._stamp_revs(tuple(arguments), rows)


def alembic_history(graph, rows, text):
    base, head = text.split(":")
    if head == "current":
        head = rows
    elif base == "current":
        base = rows
    return [s.revision for s in graph.walk_revisions(base=base or "base", head=head or "heads")]


def alembic_answer(graph, rows, command, arguments):
    if command == "history":
        return guarded(lambda: alembic_history(graph, rows, arguments[0]))
    if command == "resolve":
        return guarded(lambda: [s.revision for s in graph.get_revisions(arguments[0])])
    ok, steps = guarded(lambda: alembic_steps(graph, rows, command, arguments))
    if not ok:
        return ok, steps
    done, crashed = run_steps(graph, rows, steps)
    if crashed:
        raise Crash("in the version table")
    return True, done


# ---- Comparing ----------------------------------------------------------------------------------------

class Comparison:
    def __init__(self, program, seed, folder):
        self.oracle = Oracle(program)
        self.folder = folder
        self.random = random.Random(seed)
        self.seen = collections.Counter()
        self.failures = 0

    def compare(self, graph, rows, command, *arguments):
        """Asks both; gives Alembic's steps where they agree."""
        self.oracle.set_rows(graph, rows)
        ours = self.oracle.answer(" ".join((command,) + arguments))
        try:
            theirs = alembic_answer(graph, tuple(sorted(rows)), command, arguments)
        except Crash as crash:
            self.seen["Alembic fell over"] += 1
            self.note(graph, rows, command, arguments, str(crash), ours)
            return None
        if theirs == ours:
            self.seen[command + (" done" if theirs[0] else " refused")] += 1
            return theirs[1] if theirs[0] else None
        why = differences.explanation(graph, tuple(sorted(rows)), command, arguments, theirs, ours)
        if why:
            self.seen["different on purpose: " + why] += 1
            return None
        self.fail(graph, rows, command, arguments, theirs, ours)
        return None

    def why(self, graph, rows, command, arguments):
        """The rule that explains the difference of two plans; None where there is none."""
        self.oracle.set_rows(graph, rows)
        ours = self.oracle.answer(" ".join((command, *arguments)))
        theirs = alembic_answer(graph, tuple(sorted(rows)), command, arguments)
        return None if theirs == ours else differences.explanation(
            graph, tuple(sorted(rows)), command, arguments, theirs, ours)

    def session_difference(self, graph, commands):
        try:
            Session(self, graph, self.folder).run(commands)
        except Difference as difference:
            return difference
        return None

    def one_session(self, graph):
        commands = random_session(self.random, graph)
        if not self.session_difference(graph, commands):
            return
        self.failures += 1
        if self.failures > 3:
            return
        graph, commands = shrink(graph, commands, self.session_difference)
        rows, words, theirs, ours = self.session_difference(graph, commands).args
        print("session:", *(" ".join(c) + ";" for c in commands))
        self.show(graph, rows, words[0], words[1:], theirs, ours)

    def note(self, *what):
        if "-v" in sys.argv:
            self.show(*what)

    def fail(self, *what):
        self.failures += 1
        if self.failures <= 3:
            self.show(*what)
        elif self.failures <= 30:
            print("----", *what[2:])

    def show(self, graph, rows, command, arguments, theirs, ours):
        print("----", command, *arguments, " rows:", ",".join(rows) or "none")
        for s in graph.scripts:
            print("    %r %s" % (s, s.file))
        print("  Alembic:", theirs)
        print("  ours:   ", ours)

    def random_rows(self, graph, state):
        """What a run got to, now and then stopped on the way, or any rows at all."""
        kind = self.random.random()
        if kind < 0.1:
            return graph.sort_rows(self.random.sample([s.revision for s in graph.order],
                                                      min(len(graph.order), self.random.randint(0, 3))))
        return () if kind < 0.2 else state

    def one_graph(self):
        try:
            graph = identifiers.random_graph(self.random)
        except RevisionError:
            return
        self.oracle.load(graph)
        self.compare_fixed(graph)
        state = ()
        for _ in range(12):
            rows = self.random_rows(graph, state)
            command = self.random.choice(["upgrade", "upgrade", "upgrade", "downgrade", "downgrade", "stamp"])
            arguments = [identifiers.identifier(self.random, graph)]
            if command == "stamp" and self.random.random() < 0.3:
                arguments.append(identifiers.identifier(self.random, graph))
            steps = self.compare(graph, rows, command, *arguments)
            if steps:
                state = self.random.choice(steps + [steps[-1]] * 3)[1]
            self.compare(graph, rows, "history", identifiers.history_range(self.random, graph))
            self.compare(graph, rows, "resolve", identifiers.identifier(self.random, graph))
            self.compare_current(graph, rows)
        self.one_session(graph)

    def compare_fixed(self, graph):
        self.equal(graph, (), "heads", list(graph.map.heads))
        self.equal(graph, (), "real_heads", list(graph.map._real_heads))
        self.equal(graph, (), "history", [s.revision for s in graph.walk_revisions()])

    def compare_current(self, graph, rows):
        theirs = [s.revision for s in graph.scripts if s in graph.get_all_current(rows)]
        self.equal(graph, rows, "current", theirs)

    def equal(self, graph, rows, command, theirs):
        self.oracle.set_rows(graph, rows)
        ours = self.oracle.answer(command)
        if ours != (True, theirs):
            self.fail(graph, rows, command, (), theirs, ours)


def main():
    numbers = [int(a) for a in sys.argv[2:] if a != "-v"]
    graphs = numbers[0] if numbers else 300
    seed = numbers[1] if len(numbers) > 1 else int(time.time())
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
        comparison = Comparison(sys.argv[1], seed, folder)
        for _ in range(graphs):
            comparison.one_graph()
    for what, count in sorted(comparison.seen.items()):
        print("%8d  %s" % (count, what))
    print("seed %d, %d graphs: %d differences" % (seed, graphs, comparison.failures))
    return 1 if comparison.failures else 0


if __name__ == "__main__":
    sys.exit(main())

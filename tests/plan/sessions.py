"""Sessions: sequences of whole commands on one database, typed here and there; what is printed and the version
rows must be the same."""

import os
import re
import sqlite3

import differences
import identifiers
from alembic_commands import Commands
from alembic_side import Crash, guarded

LOG = "INFO  [aludel.migration] "
CHANGES = ("upgrade", "downgrade", "stamp")


def random_session(random, graph):
    words = []
    for _ in range(random.randint(2, 6)):
        words.append(change(random, graph))
        words += [look(random, graph) for _ in range(random.choice([0, 1, 2]))]
    return words


def change(random, graph):
    command = random.choice(["upgrade", "upgrade", "downgrade", "downgrade", "stamp"])
    target = identifiers.identifier(random, graph)
    if random.random() < 0.25:
        start = "" if command == "upgrade" and random.random() < 0.4 else identifiers.start(random, graph) + ":"
        return (command, start + target, "--sql")
    if command == "upgrade" and random.random() < 0.3:
        return (command, "heads")
    if command == "stamp":
        more = [identifiers.identifier(random, graph)] if random.random() < 0.3 else []
        return (command, target, *more, *(["--purge"] if random.random() < 0.2 else []))
    return (command, target)


def look(random, graph):
    command = random.choice(["history", "history", "heads", "branches", "current", "show"])
    flags = ["-v"] if command != "show" and random.random() < 0.3 else []
    if command == "show":
        return (command, "current" if random.random() < 0.1 else identifiers.identifier(random, graph))
    if command == "heads" and random.random() < 0.4:
        flags.append("--resolve-dependencies")
    if command == "history":
        flags += ["-i"] if random.random() < 0.3 else []
        flags += ["-r", identifiers.history_range(random, graph)] if random.random() < 0.6 else []
    return (command, *flags)


class Ours:
    """The command, in the oracle's process, on a database in a file."""

    def __init__(self, oracle, graph, folder):
        self.oracle, self.graph = oracle, graph
        self.file = os.path.join(folder, "session.db")
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        oracle.load(graph)

    def run(self, words):
        where = ("--dialect", "sqlite") if "--sql" in words else ("--url", "sqlite:///" + self.file)
        out, err, status = [], [], None
        for line in self.oracle.ask("run " + "\t".join((*words, *where))):
            kind, _, rest = line.partition(" ")
            out, err, status = (out + [rest], err, status) if kind == "out" else (
                (out, err + [rest], status) if kind == "err" else (out, err, rest))
        if status == "0":
            steps = [e[len(LOG):] for e in err if e.startswith(LOG + "Running")]
            return True, out if "--sql" in words else steps + out
        return False, (err or [status])[0].partition("FAILED: ")[2] or "\n".join(err)

    def rows(self):
        if not os.path.exists(self.file):
            return ()
        with sqlite3.connect(self.file) as db:
            try:
                found = [row[0] for row in db.execute("SELECT version_num FROM alembic_version")]
            except sqlite3.OperationalError:
                found = []
        db.close()
        return self.graph.sort_rows(found)

    def set_rows(self, rows):
        with sqlite3.connect(self.file) as db:
            db.execute("DELETE FROM alembic_version")
            db.executemany("INSERT INTO alembic_version VALUES (?)", [(r,) for r in rows])
        db.close()


VALUES = re.compile(r"'([^']*)'")


def rows_of_script(lines):
    """[line of a step, version rows after it]: of the statements only what they do, since it isn't said which of
    several rows a merge leaves to be changed."""
    steps, rows = [], set()
    for line in lines:
        if line.startswith("-- Running"):
            steps.append([line, ()])
        elif line.startswith(("INSERT INTO", "UPDATE", "DELETE FROM")):
            values = VALUES.findall(line)
            rows -= {values[-1]} if line[0] != "I" else set()
            rows |= {values[0]} if line[0] != "D" else set()
            steps[-1][1] = tuple(sorted(rows))
    return steps


def comparable(words, answer):
    """Printed lines up to their order, names in a line up to theirs; of a script what it does to versions."""
    ok, lines = answer
    if not ok:
        return answer
    if "--sql" in words:
        return True, rows_of_script(lines)
    lines = [line for line in lines if line.strip() and not line.startswith("Current revision(s) for ")]
    order = list if words[0] in CHANGES else sorted
    return True, order(sorted(re.findall(r"[^\s,()]+|[()]", line)) for line in lines)


class Difference(Exception):
    """(rows before, words, theirs, ours)"""


def question(graph, rows, words):
    """What a command asks of the plan: (rows, command, arguments), or None."""
    command, arguments = words[0], [w for w in words[1:] if w not in ("--sql", "--purge", "-v", "-i", "-r")]
    if "--purge" in words:
        rows = ()
    if "--sql" in words:
        starts = {a.rpartition(":")[0] for a in arguments if ":" in a} - {"base"}
        arguments = [a.rpartition(":")[2] for a in arguments]
        ok, found = guarded(lambda: tuple(graph.get_revision(start).revision for start in starts))
        if not ok:
            return None
        rows = found
    if command == "show":
        command = "resolve"
    return (rows, command, arguments) if command in (*CHANGES, "history", "resolve") and arguments else None


class Session:
    def __init__(self, comparison, graph, folder):
        self.comparison = comparison
        self.graph = graph
        self.ours, self.theirs = Ours(comparison.oracle, graph, folder), Commands(graph)

    def run(self, commands):
        """Raises Difference at the first one that isn't meant."""
        for words in commands:
            self.step(words)

    def step(self, words):
        before = self.theirs.rows
        ours = self.ours.run(words)
        rows = self.ours.rows()
        try:
            theirs = self.theirs.run(words)
        except Crash:
            self.comparison.seen["Alembic fell over in a session"] += 1
            self.theirs.rows = rows
            return
        same = comparable(words, theirs) == comparable(words, ours) and self.graph.sort_rows(self.theirs.rows) == rows
        if same:
            self.comparison.seen["session: %s %s" % (words[0], "done" if theirs[0] else "refused")] += 1
            return
        why = differences.of_commands(before, words, theirs, ours) or self.why_planned(before, words)
        if not why:
            raise Difference(before, words, (*theirs, self.theirs.rows), (*ours, rows))
        self.comparison.seen["session, different on purpose: " + why] += 1
        self.theirs.rows = rows

    def why_planned(self, rows, words):
        """The rule that explains how the plans behind a command differ, or None."""
        try:
            asked = question(self.graph, rows, words)
            return asked and self.comparison.why(self.graph, *asked)
        except Crash:
            return "Alembic fell over"

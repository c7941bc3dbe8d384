"""Graphs as they are drawn: by a reader that follows the lines, and beside `git log --graph`.

    graph.py TOOL [names of checks…]     TOOL: graph_tool.c

A graph is a dict: a node's number to those of its parents, children first, as they are drawn.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

TOOL = sys.argv.pop(1)
RANDOM = 3000  # graphs

# What git draws in the same way, line by line.
SIMPLE = {
    "linear": {3: [2], 2: [1], 1: []},
    "two heads": {4: [2], 3: [2], 2: [1], 1: []},
    "two heads, longer": {6: [4], 5: [3], 4: [2], 3: [2], 2: [1], 1: []},
    "merge": {4: [2, 3], 3: [1], 2: [1], 1: []},
    "merge, the other way": {4: [3, 2], 3: [1], 2: [1], 1: []},
    "octopus": {5: [2, 3, 4], 4: [1], 3: [1], 2: [1], 1: []},
    "octopus of five": {7: [2, 3, 4, 5, 6], 6: [1], 5: [1], 4: [1], 3: [1], 2: [1], 1: []},
    "octopus beside a line": {8: [6], 7: [1], 6: [3, 4, 5], 5: [2], 4: [2], 3: [2], 2: [1], 1: []},
    "criss-cross": {6: [4, 3], 5: [3, 4], 4: [2], 3: [2], 2: [1], 1: []},
    "roots that merge": {4: [2, 3], 3: [], 2: [1], 1: []},
    "merge within a merge": {7: [6, 5], 6: [4, 3], 5: [2], 4: [2], 3: [2], 2: [1], 1: []},
    "merge beside a line": {6: [1], 5: [3, 4], 4: [2], 3: [2], 2: [1], 1: []},
    "three branches off one": {5: [1], 4: [1], 3: [1], 2: [1], 1: []},
    "a branch across another": {5: [2], 4: [1], 3: [2], 2: [1], 1: []},
    "a branch across two": {7: [3], 6: [1], 5: [2], 4: [3], 3: [2], 2: [1], 1: []},
    "merged with its own parent's line": {5: [3, 4], 4: [3], 3: [1], 2: [1], 1: []},
    "back to the main line": {7: [5, 6], 6: [4], 5: [3], 4: [3], 3: [1, 2], 2: [1], 1: []},
}


def draw(*graphs):
    """The rows of each."""
    lines = [line for graph in graphs for line in (f"- {len(graph)}", *(" ".join(map(str, [n, *p])) for n, p in graph.items()))]
    result = subprocess.run([TOOL], input="\n".join(lines), stdout=subprocess.PIPE, text=True, timeout=60)
    assert result.returncode == 0, f"{graphs[0]}: {result.returncode}"
    return [drawn.split("\n")[:-1] for drawn in result.stdout.split("-\n")[1:]]


# ---- The reader ------------------------------------------------------------------------------------

class Reader:
    """Follows the lines of a drawing downwards. `at` is a column of characters. `\\` at an odd column leads from the lane to
    its left to the one to its right, `/` the other way, `_` on along the bottom; at an even column they go straight on."""

    def __init__(self, rows):
        self.rows, self.nodes, self.seen = [], {}, set()
        for number, row in enumerate(rows):
            found = re.fullmatch(r"(.*[*.\-|\\/ ]) (\d+)", row) if "*" in row else None
            self.rows.append(found.group(1) if found else row)
            if found:
                assert found.group(1).count("*") == 1, row
                name = int(found.group(2))
                assert name not in self.nodes.values(), f"{name} stands there twice"
                self.nodes[number, found.group(1).index("*")] = name

    def char(self, row, at):
        line = self.rows[row] if row < len(self.rows) else ""
        return line[at] if 0 <= at < len(line) else " "

    def next(self, row, at, *wanted):
        """The first of those that stands in the next row: (character, how far from `at`)."""
        for char, by in wanted:
            if self.char(row + 1, at + by) in char:
                return row + 1, at + by
        raise AssertionError(f"the line ends at row {row}, column {at}")

    def step(self, row, at):
        char = self.char(row, at)
        if char == "|":
            return self.next(row, at, ("|*", 0), ("\\/", 0), ("\\", 1), ("/", -1))
        if char == "\\":
            assert at % 2 or self.char(row - 1, at - 1) == "\\", f"a slope that comes from nowhere: row {row}, column {at}"
            return self.next(row, at, ("|*", 1), ("\\", 1), ("/", 0)) if at % 2 else self.next(row, at, ("\\", 1), ("|*", 0))
        while char == "/" and at % 2 and self.char(row, at - 2) == "_":
            at -= 2
            self.seen.add((row, at))
        if self.char(row, at) == "_":
            return self.next(row, at, ("/", -2))
        if at % 2 == 0:
            return self.next(row, at, ("/", -1))
        return self.next(row, at, ("/", -2), ("|*", -1), ("/", -1), ("\\", 0))

    def follow(self, row, at):
        while (row, at) not in self.nodes:
            self.seen.add((row, at))
            row, at = self.step(row, at)
        return self.nodes[row, at]

    def starts(self, row, at):
        """Where lines leave a node."""
        ends = [at]
        while self.char(row, ends[-1] + 1) == "-":
            self.seen.update({(row, ends[-1] + 1), (row, ends[-1] + 2)})
            assert self.char(row, ends[-1] + 2) in "-.", "an arm that ends in nothing"
            ends.append(ends[-1] + 2)
        wanted = [("/", -1), ("|*", 0), ("\\", 1)]
        return [(row + 1, end + by) for end in ends for char, by in (wanted if end == at else wanted[2:])
                if self.char(row + 1, end + by) in char]

    def graph(self):
        found = {name: [self.follow(*start) for start in self.starts(*place)] for place, name in self.nodes.items()}
        for row, line in enumerate(self.rows):
            for at, char in enumerate(line):
                assert char in " *" or (row, at) in self.seen, f"nobody came along '{char}' in row {row}, column {at}"
        return found


def check(graph, rows):
    try:
        found = Reader(rows).graph()
        assert list(found) == list(graph), f"drawn: {list(found)}"
        for name, parents in graph.items():
            assert sorted(found[name]) == sorted(parents), f"{name} leads to {found[name]}, not to {parents}"
    except AssertionError as error:
        raise AssertionError(f"{error}\n{graph}\n" + "\n".join(rows)) from error
    return rows


def checked(*graphs):
    drawn = draw(*graphs)
    assert len(drawn) == len(graphs)
    return [check(*both) for both in zip(graphs, drawn)]


def random_graph(chance):
    """Nodes and their parents: long lines, bushes, several roots, merges of many."""
    count, wide = chance.randint(1, 30), chance.choice([1, 2, 3, 8, 30])
    parents_at_most, roots = chance.choice([1, 2, 2, 3, 6]), chance.choice([0, 0.05, 0.3])
    graph = {}
    for name in range(count, 0, -1):
        below = range(max(1, name - wide), name)
        few = min(len(below), chance.choice([1, 1, 1, chance.randint(1, parents_at_most)]))
        graph[name] = [] if chance.random() < roots else chance.sample(below, few)
    return graph


# ---- Git -------------------------------------------------------------------------------------------

def git(folder, *arguments, **more):
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    return subprocess.run(["git", "-C", folder, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=variables, **more).stdout


def beside(graph):
    """What git draws of such commits; their dates make the order the same."""
    text = ""
    for name in sorted(graph):
        first = [f"from :{p}\n" if i == 0 else f"merge :{p}\n" for i, p in enumerate(graph[name])]
        text += f"reset refs/heads/b{name}\ncommit refs/heads/b{name}\nmark :{name}\ncommitter a <a@b> {name * 1000} +0000\ndata <<E\n{name}\nE\n"
        text += "".join(first) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        git(folder, "init", "-q")
        git(folder, "fast-import", "--quiet", input=text)
        return git(folder, "log", "--graph", "--date-order", "--branches", "--format=%s").splitlines()


def shape(rows):
    """Without the numbers, without blank rows: git leaves no room between a root and what isn't its child."""
    plain = [re.sub(r"[\d ]+$", "", row) if "*" in row else row.rstrip() for row in rows]
    return [row for row in plain if row.strip("| ") or "|" in row]


# ---- Checks ----------------------------------------------------------------------------------------

def simple():
    for name, graph, rows in zip(SIMPLE, SIMPLE.values(), checked(*SIMPLE.values())):
        ours, theirs = shape(rows), shape(beside(graph))
        assert ours == theirs, f"{name}\n" + "\n".join(ours) + "\n-- git:\n" + "\n".join(theirs)


def by_chance():
    chance = random.Random(int(os.environ.get("ALUDEL_SEED", "1")))
    checked(*(random_graph(chance) for _ in range(RANDOM)))


def some_beside_git():
    """Most of what is as small as real chains of migrations is drawn as git draws it."""
    chance, same, graphs = random.Random(7), 0, []
    for _ in range(30):
        count = chance.randint(3, 9)
        graphs.append({n: chance.sample(range(max(1, n - 3), n), min(n - 1, chance.choice([1, 1, 1, 2]))) for n in range(count, 0, -1)})
    for graph, rows in zip(graphs, checked(*graphs)):
        same += shape(rows) == shape(beside(graph))
    print(f"{same} of {len(graphs)} as git draws them")
    assert same >= 26


def reading():
    """The reader itself notices a drawing that is wrong."""
    chain, pair = {2: [1], 1: []}, {3: [1], 2: [1], 1: []}
    for rows, graph in [(["* 2", "| 1"], chain), (["* 2", "* 1", "|"], chain), (["* 2", " \\", "* 1"], chain), (["* 1", "* 2"], chain),
                        (["* 3", "| * 2", "* 1"], pair), (["* 3", "| * 2", "|/", "", "* 1"], pair), (["* 3", "| * 2", "| |", "* 1"], pair),
                        (["* 3", "| * 2", "|/", "* 1", "* 1"], pair), (["* 3", "* 2", "* 1"], pair)]:
        try:
            check(graph, rows)
        except AssertionError:
            continue
        raise AssertionError(f"nothing is found in {rows}")


def large():
    """10,000 in a line; what is as wide as it is long."""
    count = 10000
    [rows] = draw({n: [n - 1] if n > 1 else [] for n in range(count, 0, -1)})
    assert rows == [f"* {n}" for n in range(count, 0, -1)]
    [rows] = checked({**{n: [1] for n in range(500, 1, -1)}, 1: []})
    assert len(rows) < 2 * 500
    checked({300: list(range(1, 300)), **{n: [] for n in range(299, 0, -1)}})


CHECKS = [reading, simple, by_chance, some_beside_git, large]


def main():
    failed = 0
    for check_one in CHECKS:
        if len(sys.argv) > 1 and check_one.__name__ not in sys.argv[1:]:
            continue
        try:
            check_one()
            print(f"ok: {check_one.__name__}")
        except AssertionError as error:
            failed += 1
            print(f"FAILED: {check_one.__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

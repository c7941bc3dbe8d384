"""Random graphs, and random identifiers to ask them for."""

from alembic_side import FakeScript, Graph

LABELS = ["left", "right", "net", "billing", "abc", "lab"]


def random_id(random, used):
    """Some ids share their beginning, some are too short to be found by it."""
    while True:
        start = random.choice(["", "", "ab", "abc", "1", "rev_"])
        length = random.choice([2, 3, 4, 6, 12])
        name = start + "".join(random.choice("0123456789abcdef") for _ in range(length))
        if name not in used:
            used.add(name)
            return name


def by_label(random, scripts, revision):
    """Now and then a dependency is written as a label of it."""
    labels = next(s for s in scripts if s.revision == revision).made_of[5]
    return random.choice(labels) if labels and random.random() < 0.5 else revision


def random_graph(random):
    """Up to 60 revisions with several bases, branches, merges, dependencies and labels."""
    count = random.choice([1, 2, 3, 5, 8, 12, 20, 40, 60])
    branchy, merging, depending = (random.choice([0, 0.1, 0.3]) for _ in range(3))
    used, scripts, heads = set(), [], []
    labels = [l for l in LABELS if random.random() < 0.4]
    files = list(range(count))
    if random.random() < 0.7:
        random.shuffle(files)
    for i in range(count):
        name = random_id(random, used)
        if not scripts or random.random() < 0.06:
            down = []
        elif len(heads) > 1 and random.random() < merging:
            down = random.sample(heads, random.choice([2, 2, min(3, len(heads))]))
        elif random.random() < branchy:
            down = [random.choice(scripts).revision]
        else:
            down = [random.choice(heads)]
        others = [s.revision for s in scripts if s.revision not in down]
        depends = []
        if others and random.random() < depending:
            depends = random.sample(others, min(len(others), random.choice([1, 1, 2])))
            depends = [by_label(random, scripts, d) for d in depends]
        own = []
        if labels and random.random() < 0.25:
            own = [labels.pop()]
            if labels and random.random() < 0.2:
                own.append(labels.pop())
        doc = random.choice(["", "message %d" % i])
        scripts.append(FakeScript(name, "versions/%03d_x.py" % files[i], doc, tuple(down), tuple(depends), own))
        heads = [h for h in heads if h not in down] + [name]
    return Graph(scripts)


def name(random, graph):
    """An id, a label, or the start of one; now and then something unknown."""
    ids = [s.revision for s in graph.order]
    labels = [l for s in graph.order for l in s._orig_branch_labels]
    kind = random.random()
    if kind < 0.5:
        return random.choice(ids)
    if kind < 0.7 and labels:
        return random.choice(labels)
    if kind < 0.93:
        whole = random.choice(ids + labels)
        return whole[: random.randint(1, len(whole))]
    return random.choice(["zz", "unknown", "head1"])


def branch(random, graph):
    labels = [l for s in graph.order for l in s._orig_branch_labels]
    return random.choice(labels) if labels and random.random() < 0.75 else name(random, graph)


def identifier(random, graph):
    symbol = random.choice(["head", "heads", "base", name(random, graph), name(random, graph)])
    relative = random.choice("+-") + str(random.choice([0, 1, 1, 1, 2, 2, 3, 5]))
    return random.choice([
        symbol, symbol, name(random, graph),
        branch(random, graph) + "@" + symbol,
        relative, relative,
        branch(random, graph) + "@" + relative,
        symbol + relative,
        branch(random, graph) + "@" + symbol + relative,
    ])


def start(random, graph):
    """Where a script begins: mostly at a revision."""
    kind = random.random()
    if kind < 0.3:
        return "base"
    return identifier(random, graph) if kind < 0.4 else name(random, graph)


def history_range(random, graph):
    def side():
        kind = random.random()
        if kind < 0.3:
            return ""
        if kind < 0.4:
            return "current"
        return identifier(random, graph) if kind < 0.6 else name(random, graph)

    return side() + ":" + side()

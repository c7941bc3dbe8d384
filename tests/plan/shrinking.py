"""A failing case made smaller: revisions are left out, then what is asked, as long as it still fails."""

from alembic.script.revision import RevisionError


def graphs_without_one(graph):
    for script in reversed(graph.order):
        try:
            yield graph.without(script)
        except (RevisionError, KeyError):
            continue


def shrink(graph, items, fails):
    """The smallest (graph, items) found for which `fails` is true."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in graphs_without_one(graph):
            if candidate.order and fails(candidate, items):
                graph, smaller = candidate, True
                break
    for at in range(len(items) - 1, -1, -1):
        candidate = items[:at] + items[at + 1:]
        if fails(graph, candidate):
            items = candidate
    return graph, items

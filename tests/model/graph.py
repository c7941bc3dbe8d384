"""Random revision graphs, once as Alembic's scripts and once as ours: needs, children, dependents and labels
must be the same, and so must the verdict on cycles.

graph.py TOOL [rounds [seed]]
"""
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import warnings

from alembic.script import ScriptDirectory
from alembic.script.revision import CycleDetected, RevisionError


def make(rng):
    """id -> (parents, depends_on, labels); now and then with a cycle or a label used twice."""
    count = rng.randint(1, 14)
    ids = [f"{rng.randrange(16**6):06x}" for _ in range(count)]
    graph = {}
    names = [f"label{i}" for i in range(6)]
    used = []
    for i, rev in enumerate(ids):
        before = ids[:i]
        if i == 0 or rng.random() < 0.12:
            parents = []
        elif rng.random() < 0.2 and i > 1:
            parents = rng.sample(before, min(len(before), rng.choice([2, 2, 3])))
        else:
            parents = [before[-1] if rng.random() < 0.7 else rng.choice(before)]
        depends = []
        if before and rng.random() < 0.3:
            depends = rng.sample(before, min(len(before), rng.choice([1, 1, 2])))
        if used and rng.random() < 0.1:
            depends.append(rng.choice(used))
        labels = []
        if names and rng.random() < 0.25:
            labels = [names.pop()]
            if names and rng.random() < 0.2:
                labels.append(names.pop())
        used += labels
        graph[rev] = (parents, depends, labels)
    if rng.random() < 0.08 and count > 2:
        early, late = sorted(rng.sample(range(count), 2))
        parents, depends, labels = graph[ids[early]]
        if rng.random() < 0.5:
            graph[ids[early]] = (parents + [ids[late]], depends, labels)
        else:
            graph[ids[early]] = (parents, depends + [ids[late]], labels)
    order = ids[:]
    rng.shuffle(order)
    return {rev: graph[rev] for rev in order}


def value(names):
    if not names:
        return "None"
    return repr(names[0]) if len(names) == 1 else repr(tuple(names))


def assignments(rev, parents, depends, labels):
    return (f"revision = {rev!r}\ndown_revision = {value(parents)}\n"
            f"branch_labels = {value(labels)}\ndepends_on = {value(depends)}\n")


def write(graph, folder):
    for name in ("alembic", "ours"):
        (folder / name / "versions").mkdir(parents=True)
    for rev, fields in graph.items():
        text = assignments(rev, *fields)
        (folder / "alembic/versions" / f"{rev}_.py").write_text('"""m"""\n' + text)
        (folder / "ours/versions" / f"{rev}_.mako").write_text(
            f"<%!\n{text}%>\n<%def name=\"upgrade()\">\n</%def>\n<%def name=\"downgrade()\">\n</%def>\n")


def has_cycle(graph):
    """Alembic overlooks a cycle that a base leads into and a head out of."""
    owner = {label: rev for rev, (_, _, labels) in graph.items() for label in labels}
    left = {rev: {owner.get(n, n) for n in parents + depends} for rev, (parents, depends, _) in graph.items()}
    while True:
        free = [rev for rev, needs in left.items() if not needs & left.keys()]
        if not free:
            return bool(left)
        for rev in free:
            del left[rev]


class Hangs(BaseException):
    """Alembic 1.8 walks some cycles for ever."""


def on_alarm(signum, frame):
    raise Hangs


def alembics(folder):
    """id -> fields as sets, or the kind of error."""
    signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        return read_alembics(folder)
    except Hangs:
        return "hangs"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def read_alembics(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            scripts = ScriptDirectory(str(folder / "alembic"))
            found = {r.revision: r for r in scripts.walk_revisions()}
            everything = {rev: scripts.get_revision(rev) for rev in found}
        except CycleDetected as error:
            return str(error).split(" is detected")[0]
        except (RevisionError, Exception) as error:  # CommandError wraps the first
            cause = error.__cause__ or error
            return str(cause).split(" is detected")[0] if isinstance(cause, CycleDetected) else type(cause).__name__
    result = {}
    for rev, r in everything.items():
        result[rev] = {"needs": set(r._normalized_down_revisions), "children": set(r.nextrev),
                       "labels": set(r.branch_labels)}
    for rev, r in everything.items():
        result[rev]["dependents"] = {o for o, other in everything.items()
                                     if rev in other._normalized_down_revisions} - result[rev]["children"]
    return result


def ours(tool, folder):
    run = subprocess.run([tool, str(folder / "ours"), "--graph"], stdout=subprocess.PIPE, text=True, timeout=60)
    if run.returncode:
        for kind in ("Dependency self-loop", "Self-loop", "Dependency cycle", "Cycle"):
            if f"error: {kind} is detected" in run.stdout:
                return kind
        return run.stdout
    result, position = {}, {}
    for line in run.stdout.splitlines():
        rev, *fields = line.split(" ")
        position[rev] = len(position)
        pairs = dict(f.split("=", 1) for f in fields if "=" in f)
        result[rev] = {k: set(filter(None, pairs[k].split(","))) for k in ("needs", "children", "labels", "dependents")}
    for rev, fields in result.items():
        for need in fields["needs"]:
            assert position[need] < position[rev], f"{need} stands after {rev}, which needs it"
    return result


def main():
    tool = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    kinds = {}
    for n in range(seed, seed + rounds):
        graph = make(random.Random(n))
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            write(graph, folder)
            theirs, mine = alembics(folder), ours(tool, folder)
        if isinstance(mine, str) and mine.endswith("ycle") and has_cycle(graph) and \
                (theirs == "hangs" or isinstance(theirs, dict)):
            theirs = mine
        if theirs != mine:
            print(f"seed {n}: {graph}")
            if isinstance(theirs, dict) and isinstance(mine, dict):
                for rev in sorted(theirs):
                    if theirs[rev] != mine.get(rev):
                        print(f"  {rev}\n    alembic {theirs[rev]}\n    ours    {mine.get(rev)}")
            else:
                print(f"  alembic: {theirs}\n  ours: {mine}")
            return 1
        kind = theirs if isinstance(theirs, str) else "graph"
        kinds[kind] = kinds.get(kind, 0) + 1
    print(f"{rounds} graphs agree with Alembic: {kinds}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

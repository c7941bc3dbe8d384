"""No file leans on one that leans on it: calls are counted as well as includes, off the object files. A file and its
header are one. What can't be otherwise stands in TOGETHER, with the reason.

    circles.py [FOLDER]      circles of one folder, with every name that ties them
"""
import pathlib
import re
import subprocess
import sys

from source import ROOT, objects


# Files that need one another, and why.
TOGETHER = {
    """generator/fold/arguments generator/fold/call generator/fold/comprehension generator/fold/control
       generator/fold/defs generator/fold/expr generator/fold/hole generator/fold/logic generator/fold/loop
       generator/fold/skip generator/fold/stmt""":
    "an expression calls a def, whose body is statements with expressions in them",
    "generator/fold/later generator/fold/send generator/fold/write":
    "a value may be the rows of a query, whose statement has values in it",
}


def symbols():
    """Who defines a name, and which names each source takes."""
    owner, taken = {}, {}
    found = {str(path): source for source, path in objects()}
    for line in subprocess.run(["nm", "-A", "-P", *found], check=True, text=True, capture_output=True).stdout.splitlines():
        path, name, kind = re.match(r"(\S+): (\S+) (\S)", line).groups()
        if kind == "U":
            taken.setdefault(found[path], set()).add(name)
        elif kind.isupper():
            owner[name] = found[path]
    return owner, taken


def includes(sources):
    """source -> the sources whose headers it, or its own header, includes."""
    for source in sources:
        folder, top = pathlib.Path(source).parent, source.split("/")[0]
        for path in [p for ending in (".c", ".h", ".re", ".y") if (p := ROOT / (source + ending)).exists()]:
            for name in re.findall(r'^#\s*include\s+"([^"]+)\.h"', path.read_text(), re.M):
                for other in (f"{folder}/{name}", f"{top}/{name}", f"runtime/{name}"):
                    if other in sources:
                        yield source, other, f'"{name}.h"'


def edges():
    """source -> source -> what ties them."""
    owner, taken = symbols()
    graph = {source: {} for source in set(owner.values()) | set(taken)}
    for source, names in taken.items():
        for name in names:
            if owner.get(name, source) != source:
                graph[source].setdefault(owner[name], set()).add(name)
    for source, other, name in includes(graph):
        if other != source:
            graph[source].setdefault(other, set()).add(name)
    return graph


def reached(graph, start):
    seen, left = set(), [start]
    while left:
        for other in graph[left.pop()]:
            if other not in seen:
                seen.add(other)
                left.append(other)
    return seen


def circles(graph):
    behind = {source: reached(graph, source) for source in graph}
    found = {frozenset(o for o in behind[s] if s in behind[o]) for s in graph if s in behind[s]}
    return sorted(found, key=sorted)


def show(graph, circle):
    yield f"{len(circle)} files need one another:"
    for source in sorted(circle):
        for other in sorted(circle & set(graph[source])):
            yield f"    {source} -> {other}: {', '.join(sorted(graph[source][other]))}"


def main(folder=""):
    graph = edges()
    known = {frozenset(files.split()): why for files, why in TOGETHER.items()}
    found = [c for c in circles(graph) if any(s.startswith(folder) for s in c)]
    bad = [line for c in found if folder or c not in known for line in show(graph, c)]
    if not folder:
        bad += [f"TOGETHER names what isn't a circle (any more): {' '.join(sorted(c))}" for c in known if c not in found]
    print("\n".join(bad) or f"{len(graph)} files, {len(found)} circles, each with its reason")
    return 1 if bad or len(graph) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""No six statements of the same shape in two places: the same words and marks, whatever the names, numbers and texts
are. What is alike should be one thing, with a name.

    alike.py [COUNT]      runs of COUNT statements
"""
import collections
import re
import sys

from source import functions, statements, tracked

RUN = 6
WORDS = set("""if else for while do switch case default return break continue goto sizeof struct enum union static const
void bool char int unsigned size_t uint32_t int64_t uint8_t uint64_t double true false NULL""".split())
TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d\w*|->|&&|\|\||[-+*/%&|^=!<>]=|\S""")


def shape(statement):
    def of(token):
        if token[0] in "\"'":
            return "text"
        if token[0].isdigit():
            return "0"
        return token if not re.match(r"\w", token) or token in WORDS else "name"
    return " ".join(map(of, TOKEN.findall(statement)))


def is_list(run):
    """Rows, cases, one call after another of the same function: meant to look alike."""
    first = [m.group() for s in run if (m := re.match(r"case|\w+\(|\{", s))]
    return any(first.count(word) * 2 >= len(run) for word in first)


def runs(path, length):
    for function in functions(path):
        found = [] if function.is_scanner else list(statements(function))
        for at in range(len(found) - length + 1):
            run = found[at:at + length]
            if not is_list([s for _, s in run]):
                yield tuple(shape(s) for _, s in run), (path, run[0][0], run[-1][0])


def repeated(paths, length):
    places = collections.defaultdict(list)
    for path in paths:
        for shapes, place in runs(path, length):
            places[shapes].append(place)
    seen = set()
    for found in places.values():
        where = frozenset((path, line // (2 * length)) for path, line, _ in found)
        if len(found) > 1 and where not in seen:
            seen.add(where)
            yield found


def main(length=str(RUN)):
    paths = tracked("generator", "runtime")
    found = list(repeated(paths, int(length)))
    for places in found:
        print(" and ".join(f"{path}:{first}-{last}" for path, first, last in places))
    print(f"{len(found)} runs of {length} statements are alike" if found else "nothing is written twice")
    return 1 if found or len(paths) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

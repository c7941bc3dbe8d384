"""A room includes and calls only itself and lower floors; the runtime never needs the generator. What a room may need it
does need: an edge that nobody uses isn't in the table."""
import re
import sys

from circles import edges
from source import ROOT, tracked

# A room and those that it may need besides itself; public headers (<aludel/…>) and what they declare are open to all.
ROOMS = {
    "runtime/core": "",
    "runtime/ddl": "core",
    "runtime/plan": "core",
    "runtime/driver": "core",
    "runtime/op": "core driver",
    "runtime/rebuild": "core ddl op",
    "runtime/recipe": "core op",
    "runtime/inspect": "core ddl op",
    "runtime/budget": "core",
    "runtime/embedded": "core driver op recipe budget",
    "runtime/command": "core",
    "runtime/apply": "core plan driver op recipe inspect budget",
    "runtime/cli": "core driver",
    "runtime/trial": "core plan driver inspect recipe apply",
    "generator/base": "core",
    "generator/lang": "core base",
    "generator/schema": "core base",
    "generator/sql": "core ddl base schema",
    "generator/differ": "core base schema sql",
    "generator/model": "core base lang schema sql",
    "generator/program": "core base sql",
    "generator/fold": "core base model sql schema program",
    "generator/author": "core base lang sql model plan fold",
    "generator/format": "core base lang sql",
    "generator/directives": "core base sql schema format",
    "generator/completion": "core base",
    "generator/emit": "core recipe budget base lang model sql program",
    "generator": "core base model sql fold program schema author format differ directives completion emit cli driver",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def room_of(path):
    """generator/fold/op/type.c is in generator/fold, generator/cli.c in generator."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def named(word, room):
    """The room that is meant by a word in a room's row, or in an include."""
    own = f"{room.split('/')[0]}/{word}"
    return own if own in ROOMS else f"runtime/{word}"


def includes():
    for path in tracked("runtime", "generator", endings=(".c", ".h", ".re", ".y", ".def")):
        if not path.startswith("runtime/include/"):
            for name in INCLUDE.findall((ROOT / path).read_text()):
                if "/" in name:
                    yield path, named(name.split("/")[0], room_of(path)), f'includes "{name}"'


def calls():
    for source, others in edges().items():
        for other, names in others.items():
            own = sorted(n for n in names if not n.startswith(("aludel_", "py_", '"')))
            if own:
                yield source, room_of(other), f"calls {own[0]}"


def check():
    used = set()
    for path, target, how in [*includes(), *calls()]:
        room = room_of(path)
        used.add((room, target))
        if target != room and target not in [named(word, room) for word in ROOMS[room].split()]:
            yield f"{path} {how}: {room} may need {ROOMS[room] or 'nothing else'}"
    for room, words in ROOMS.items():
        for word in words.split():
            if (room, named(word, room)) not in used:
                yield f"{room} may need {word}, and doesn't"


def told():
    """The tables of the two READMEs say the same."""
    for top in ("runtime", "generator"):
        text = (ROOT / top / "README.md").read_text()
        rows = dict(re.findall(r"^\| \[(\w+)\]\(.*\|(.*)\|$", text, re.M))
        for room, words in ROOMS.items():
            name = room.removeprefix(top + "/")
            if room != name and set(re.findall(r"\w+", rows.get(name, "nothing"))) != set(words.split()):
                yield f"{top}/README.md: {name} needs {', '.join(words.split()) or 'nothing else'}"


def main():
    bad = [*check(), *told()]
    print("\n".join(bad) or f"{len(ROOMS)} rooms, every include and every call goes down")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""A file includes only its own room and lower floors; the runtime never includes the generator."""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))

# A room and the rooms that it may include besides itself; public headers (<aludel/…>) are open to all.
RUNTIME = {
    "core": [],
    "ddl": ["core"],
    "plan": ["core"],
    "driver": ["core"],
    "op": ["core", "driver"],
    "rebuild": ["core", "ddl", "driver", "op"],
    "inspect": ["core", "ddl", "driver", "op"],
    "apply": ["core", "plan", "driver", "op"],
    "cli": ["core", "driver"],
}
GENERATOR = {
    "base": ["core"],
    "lang": ["core", "base"],
    "schema": ["core", "base"],
    "model": ["core", "base", "lang", "schema"],
    "sql": ["core", "ddl", "base", "lang", "model", "schema"],
    "program": ["core", "base", "schema", "sql"],
    "fold": ["core", "base", "lang", "model", "sql", "schema", "program"],
    "emit": ["core", "base", "lang", "model", "sql", "schema", "program"],
    "": ["core", "base", "lang", "model", "sql", "program", "fold", "schema", "emit", "lint", "author", "cli"],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def room_of(path, top):
    parts = path.relative_to(top).parts
    return parts[0] if len(parts) > 1 else ""


def check(top, rooms):
    bad = []
    for path in sorted(top.rglob("*")):
        if path.suffix not in (".c", ".h", ".re", ".y", ".def") or "include" in path.relative_to(top).parts:
            continue
        room = room_of(path, top)
        for name in INCLUDE.findall(path.read_text()):
            target = name.split("/")[0] if "/" in name else room
            if target != room and target not in rooms.get(room, []):
                bad.append(f"{path.relative_to(ROOT)} includes \"{name}\": {room or 'the top'} may include "
                           f"{', '.join(rooms.get(room, [])) or 'nothing else'}")
    return bad


def main():
    bad = check(ROOT / "runtime", RUNTIME) + check(ROOT / "generator", GENERATOR)
    print("\n".join(bad) or "every include goes down")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

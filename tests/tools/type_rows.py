"""The lines of generator/sql/types.def.

    for row in rows(): row.name, row.extension ("" or PostgreSQL's that has it), row.parameters, row.postgresql, row.sqlite
    holes(row)      what stands in <…> in its SQL: (the parameter, what it may be: "1", "text", "WITH|WITHOUT")
    least(row)      {parameter: the least integer that both dialects take}
    mistakes(row)   what C wouldn't say, in words
"""
import collections
import os
import pathlib
import re

Row = collections.namedtuple("Row", "name extension parameters postgresql sqlite")
ROW = re.compile(r'^(?:TYPE\((\w+), |EXTENSION_TYPE\((\w+), (\w+), )\w+, "([^"]*)",\s*"([^"]*)",\s*"([^"]*)"\)$', re.M)
LINE = re.compile(r"^(?:EXTENSION_)?TYPE\(", re.M)
HOLE = re.compile(r"(\w+)[:?](?:(?<=:)(-?\d+|text)|(?<=\?)([A-Z]+(?:\|[A-Z]+)?))")


def rows():
    source = (pathlib.Path(os.environ["ALUDEL_SOURCE"]) / "generator/sql/types.def").read_text()
    found = [Row(name or other, extension, parameters.split(",") if parameters else [], postgresql, sqlite)
             for name, other, extension, parameters, postgresql, sqlite in ROW.findall(source)]
    assert len(found) == len(LINE.findall(source)), "there are lines in types.def that can't be made out"
    return found


def holes(row):
    for hole in re.findall(r"<(.*?)>", row.postgresql + row.sqlite):
        found = HOLE.fullmatch(hole)
        yield (found.group(1), found.group(2) or found.group(3)) if found else (hole, None)


def least(row):
    numbers = [(name, int(kind)) for name, kind in holes(row) if re.fullmatch(r"-?\d+", kind)]
    return {name: max(n for other, n in numbers if other == name) for name, _ in numbers}


def mistakes(row):
    for name, kind in holes(row):
        if not kind:
            yield f"{row.name}: <{name}> doesn't say what it may be"
        elif name not in row.parameters:
            yield f"{row.name}: <{name}> is none of its parameters"
    for sql in (row.postgresql, row.sqlite):
        if not re.fullmatch(r"(?:[^][]|\[(?:[^][]|\[[^][]*\])*\])*", sql):
            yield f"{row.name}: a [ or ] has none that goes with it"

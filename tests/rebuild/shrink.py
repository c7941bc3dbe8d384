"""A failing case made small: whatever can be left out, while it fails still."""
import copy
import sqlite3

from model import folded, text_of


FLAGS = ("keys", "open", "defensive", "analyzed", "attached", "twice", "scripted", "own")


def candidates(case):
    """Smaller cases, one step each, the greatest steps first."""
    yield from without_part(case, "edits")
    yield from without_part(case, "things")
    yield from without_part(case, "rows", many=True)
    yield from without_columns(case)
    yield from without_clauses(case)
    yield from with_less(case)


def without_part(case, of, many=False):
    whole = getattr(case, of)
    if many and len(whole) > 1:
        yield changed(case, lambda c: getattr(c, of).clear())
    for i in reversed(range(len(whole))):
        yield changed(case, lambda c: getattr(c, of).pop(i))


def changed(case, change):
    smaller = copy.deepcopy(case)
    change(smaller)
    return smaller


def drop_column(case, i):
    """With what the rows hold in it."""
    column = case.table.columns[i]
    case.table.remove(column)
    case.altered = [c for c in case.altered if folded(c.name) != folded(column.name)]
    for row, (names, values) in enumerate(case.rows):
        kept = [(n, v) for n, v in zip(names, values) if folded(n) != folded(column.name)]
        case.rows[row] = [n for n, _ in kept], [v for _, v in kept]


def without_columns(case):
    for i in reversed(range(len(case.table.columns))):
        name = folded(case.table.columns[i].name)
        named = any(name in t.refs | t.update_of for t in case.things)
        if len(case.table.columns) > 1 and not named:
            yield changed(case, lambda c: drop_column(c, i))


def drop_clause(case, i):
    column, clause = case.table.clauses()[i]
    if column:
        column.clauses.remove(clause)
    else:
        case.table.remove(clause)


def without_clauses(case):
    for i in reversed(range(len(case.table.clauses()))):
        yield changed(case, lambda c: drop_clause(c, i))


def set_gap(case, i):
    case.table.flat()[i].gap = " "


def with_less(case):
    if case.encoding != "UTF-8":
        yield changed(case, lambda c: setattr(c, "encoding", "UTF-8"))
    for flag in FLAGS:
        if getattr(case, flag):
            yield changed(case, lambda c: setattr(c, flag, False))
    for i, token in enumerate(case.table.flat()):
        if token.gap not in ("", " "):
            yield changed(case, lambda c: set_gap(c, i))
    for i, column in enumerate(case.table.columns):
        if column.type:
            yield changed(case, lambda c: c.table.columns[i].type.clear())


def stands(case):
    try:
        case.build().close()
        return True
    except (sqlite3.Error, ValueError):
        return False


def shrink(case, failure, why):
    """The smallest one found for which failure(case) begins as `why` does."""
    kind, tries = why[:12], 0
    while True:
        for smaller in candidates(case):
            tries += 1
            found = stands(smaller) and failure(smaller)
            if found and found[:12] == kind:
                case = smaller
                break
        else:
            return case
        if tries > 2000:
            return case


def shown(case):
    lines = [case.table.text() + ";"]
    lines += [f"rows: {dict(zip(n, v))}" for n, v in case.rows]
    lines += [f"ALTER TABLE … ADD COLUMN {text_of(c.flat())}" for c in case.altered]
    lines += [t.sql + ";" for t in case.things]
    lines += [f"edit {e!r}" for e in case.edits]
    flags = [f for f in FLAGS if getattr(case, f)] + [case.encoding] * (case.encoding != "UTF-8")
    return "\n".join(lines + [f"with {', '.join(flags)}"] * bool(flags))

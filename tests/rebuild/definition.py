"""A CREATE TABLE or CREATE INDEX taken apart for comparing; a reader of its own, not the runtime's.

    words(sql)             tokens without comments, names without quotes and in lower case
    comments(sql)          [(text, the line's own text)]
    clauses(sql)           the constraints of a table, those of columns among them
    index_parts(sql)       the elements of an index, and its WHERE

It reads what the corpus is written in, which has commas between constraints.
"""
import re
from collections import namedtuple

TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^]]*\]|\w+(?:\.\d+)?|[^\w\s]""", re.S)
TABLE_WORDS = ("constraint", "primary", "unique", "check", "foreign")

# kind: its first word; words: what follows, column names aside.
Clause = namedtuple("Clause", "kind name columns words")


def unquoted(token):
    if token[0] == "'":
        return token
    return (token[1:-1] if token[0] in '"`[' and len(token) > 1 else token).lower()


def words(sql):
    return [unquoted(t) for t in TOKEN.findall(sql or "") if not t.startswith(("--", "/*"))]


def comments(sql):
    found = []
    for m in TOKEN.finditer(sql):
        if m.group().startswith(("--", "/*")):
            found.append((m.group(), sql[sql.rfind("\n", 0, m.start()) + 1:m.start()]))
    return found


# ---- Lists ------------------------------------------------------------------------------------------------

def split(tokens):
    """At the commas outside of parentheses."""
    parts, depth = [[]], 0
    for t in tokens:
        depth += (t == "(") - (t == ")")
        if t == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts


def group(tokens, start=0):
    """What stands between the first parentheses, and where they end."""
    first, depth = tokens.index("(", start), 0
    for i in range(first, len(tokens)):
        depth += (tokens[i] == "(") - (tokens[i] == ")")
        if depth == 0:
            return tokens[first + 1:i], i + 1
    raise ValueError("no closing parenthesis: " + " ".join(tokens))


# ---- Constraints -------------------------------------------------------------------------------------------

def begins(tokens, i):
    """Whether a column's clause begins here."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else ""
    if before == "constraint" or tokens[i - 2] == "constraint":
        return False
    return (tokens[i] in ("constraint", "primary", "unique", "check", "collate", "references", "generated")
            or (tokens[i] == "default" and before != "set") or (tokens[i] == "not" and after == "null")
            or (tokens[i] == "as" and before != "always"))


def column_clauses(tokens):
    starts, depth = [], 0
    for i, t in enumerate(tokens):
        depth += (t == "(") - (t == ")")
        if i and depth == 0 and begins(tokens, i):
            starts.append(i)
    for start, end in zip(starts, starts[1:] + [len(tokens)]):
        yield clause(tokens[start:end], tokens[0])


def clause(tokens, column=None):
    name = ""
    if tokens[0] == "constraint":
        name, tokens = tokens[1], tokens[2:]
    columns = (column,) if column else ()
    if not column and tokens[0] in ("primary", "unique", "foreign"):
        inside, end = group(tokens)
        columns, tokens = tuple(part[0] for part in split(inside)), tokens[:1] + inside + tokens[end:]
    return Clause("foreign" if tokens[0] == "references" else tokens[0], name, columns, tuple(tokens[1:]))


def clauses(sql):
    found = []
    for part in split(group(words(sql))[0]):
        found += [clause(part)] if part[0] in TABLE_WORDS else column_clauses(part)
    return found


def behind(tokens, *start):
    """What follows these words, or None."""
    for i in range(len(tokens)):
        if tuple(tokens[i:i + len(start)]) == start:
            return tuple(tokens[i + len(start):])
    return None


# ---- Indexes -----------------------------------------------------------------------------------------------

def index_parts(sql):
    tokens = words(sql)
    inside, end = group(tokens, tokens.index("on"))
    return [tuple(part) for part in split(inside)], tuple(tokens[end + 1:])


def is_column(part):
    """Nothing but a column, with or without COLLATE and an order."""
    return len(part) == 1 or part[1] in ("collate", "asc", "desc")

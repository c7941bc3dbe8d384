"""Where what we leave behind differs from what Alembic 1.8.1 leaves behind, on purpose. Everything else must agree.

    explained(chain, dialect, lines)    the lines of read_back.py, without what may differ
"""
import re

CHECK = re.compile(r"(?: constraint \S+)? check \((?: [^()]+| \((?:[^()]|\([^()]*\))*\))* \)")


def checks_last(line):
    """A column's CHECK is one of its table: Alembic writes it behind the column's type, we behind the columns."""
    found = [c.removeprefix(" ").removesuffix(" ,") for c in CHECK.findall(line)]
    if not line.startswith("table ") or not found:
        return line
    rest = re.sub(r" ,(?= [,)])", "", CHECK.sub("", line)) if line else line
    return rest + " " + " , ".join(sorted(found))


def plain_defaults(line):
    """SQLAlchemy puts parentheses round a default that is text() or an expression, be it a lone word."""
    return re.sub(r"default \( ([\w.]+) \)", r"default \1", line)


# (chain or None, dialect or None, function of a line): both sides' lines go through it.
RULES = [(None, "sqlite", checks_last), (None, "sqlite", plain_defaults)]


def explained(chain, dialect, lines):
    for in_chain, on, change in RULES:
        if in_chain in (None, chain) and on in (None, dialect):
            lines = [change(line) for line in lines]
    return lines

"""A table's definition as lists of tokens, and what an edit makes of it: what runtime/rebuild is measured by.

    table = Table(head, elements, tail)    elements: Columns, then Clauses (constraints of the table)
    table.text()                           the definition as SQLite keeps it
    table.apply(edit)                      Refused where the edit can't be done

A token is an object: where the same two stand side by side before and after, what is between them must be the same,
byte for byte.
"""
import copy
import re

TOKEN = re.compile(r"""[xX]?'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\w$]+|.""", re.S)
COMMENT = r"--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$)"
GAP = re.compile(r"(?:[ \t\n\r\f]+|" + COMMENT + r")*", re.S)


KINDS = {"PRIMARY_KEY": "pk", "UNIQUE": "unique", "FOREIGN_KEY": "fk", "CHECK": "check"}


class Refused(Exception):
    pass


class Token:
    __slots__ = ("text", "gap")

    def __init__(self, text, gap=" "):
        self.text, self.gap = text, gap

    def __repr__(self):
        return self.text


def tokens_of(text):
    """All tokens, each with what stands in front of it, and the gap behind the last."""
    found, at = [], 0
    while True:
        gap = GAP.match(text, at)
        at = gap.end()
        if at == len(text):
            return found, gap.group()
        token = TOKEN.match(text, at)
        found.append(Token(token.group(), gap.group()))
        at = token.end()


def tokens(text):
    return tokens_of(text)[0]


def text_of(several):
    """With a blank where two tokens would be one."""
    text = ""
    for t in several:
        parted = t.gap or not re.search(r"[\w$'\"`\]]$", text) or not re.match(r"[\w$'\"`\[]", t.text)
        text += t.gap + t.text if parted else " " + t.text
    return text


def comments_of(gap):
    return [c.strip() for c in re.findall(COMMENT, gap, re.S)]


def first_on_line(gap):
    """The comment that stands behind the token in front, on its line."""
    found = re.match(r"[ \t\r]*(--[^\n]*|/\*[^\n]*?\*/)", gap)
    return [found.group(1).strip()] if found else []


def unquoted(text):
    if text[:1] in "'\"`[":
        return text[1:-1].replace(text[-1] * 2, text[-1]) if text[0] != "[" else text[1:-1]
    return text


def folded(name):
    """As SQLite compares names: only A to Z have two cases."""
    return "".join(c.lower() if "A" <= c <= "Z" else c for c in name)


class Clause:
    """A constraint of a column or a table. refs: the table's columns that it names, folded; to: those that a foreign
    key to the table itself leads to; of_rows: what it demands of rows as they are read and written."""

    def __init__(self, kind, text, name=None, refs=(), to=(), home=False, value=None):
        self.kind, self.name, self.refs, self.to, self.home = kind, name, set(refs), set(to), home
        self.tokens = tokens(text)
        self.comma = None
        self.value = self.find(value) if value is not None else None

    def find(self, value):
        """Where the value's tokens are among the clause's."""
        part = [t.text for t in tokens(value)]
        for at in range(len(self.tokens) - len(part), -1, -1):
            if [t.text for t in self.tokens[at:at + len(part)]] == part:
                return at, at + len(part)
        raise ValueError(value)

    def value_text(self):
        begin, end = self.value
        return self.tokens[begin].text + text_of(self.tokens[begin + 1:end])

    def copy(self):
        other = copy.copy(self)
        other.tokens = list(self.tokens)
        return other

    def concerned(self):
        return self.refs | self.to

    def flat(self):
        return self.tokens


class Column:
    def __init__(self, written, kind="", clauses=()):
        self.word = tokens(written)[0]
        self.name = unquoted(self.word.text)
        self.type, self.clauses, self.comma = tokens(kind), list(clauses), None

    def copy(self):
        other = copy.copy(self)
        other.type, other.clauses = list(self.type), [c.copy() for c in self.clauses]
        return other

    def has(self, kind):
        return any(c.kind == kind for c in self.clauses)

    def flat(self):
        return [self.word, *self.type, *(t for c in self.clauses for t in c.tokens)]


class Table:
    def __init__(self, head, elements, tail):
        """head: CREATE TABLE name ( ; tail: what stands behind the last element."""
        self.head, self.tail = tokens(head), tokens(tail)
        self.name = unquoted(self.head[2].text)
        self.columns = [e for e in elements if isinstance(e, Column)]
        self.constraints = [e for e in elements if isinstance(e, Clause)]

    def copy(self):
        """With lists of its own; the tokens are the same."""
        other = copy.copy(self)
        other.columns, other.constraints = [c.copy() for c in self.columns], [c.copy() for c in self.constraints]
        return other

    def elements(self):
        return self.columns + self.constraints

    def flat(self):
        found = list(self.head)
        for element in self.elements():
            found += [element.comma] if element.comma else []
            found += element.flat()
        return found + self.tail

    def text(self):
        return text_of(self.flat()).strip()

    def keep_gaps(self, text):
        """The gaps as they are in the text that SQLite has stored."""
        stored = tokens(text)
        own = self.flat()
        if [t.text for t in stored] != [t.text for t in own]:
            raise ValueError(f"{text}\nis not\n{self.text()}")
        for token, with_gap in zip(own, stored):
            token.gap = with_gap.gap

    def column(self, name):
        for c in self.columns:
            if folded(c.name) == folded(name):
                return c
        return None

    def wanted(self, name):
        found = self.column(name)
        if not found:
            raise Refused(f"no column {name!r}")
        return found

    def names(self):
        return {folded(c.name) for c in self.columns}

    def clauses(self):
        """All, each with its column or None, in the order of the text."""
        return [(c, k) for c in self.columns for k in c.clauses] + [(None, k) for k in self.constraints]

    # ---- Elements

    def remove(self, element):
        of = self.columns if isinstance(element, Column) else self.constraints
        everything = self.elements()
        at = everything.index(element)
        if at + 1 < len(everything):
            everything[at + 1].comma = element.comma
        of.remove(element)
        element.comma = None

    def insert(self, at, element):
        """In front of the column at `at`, or behind all."""
        everything = self.elements()
        if at < len(everything):
            element.comma = everything[at].comma
            everything[at].comma = Token(",", "")
        else:
            element.comma = Token(",", "")
        if isinstance(element, Column):
            self.columns.insert(at, element)
        else:
            self.constraints.append(element)

    # ---- Edits

    def apply(self, e):
        getattr(self, e.kind.lower())(e)

    def place(self, e):
        beside = e.before if e.before is not None else e.after
        if beside is None:
            return len(self.columns)
        return self.columns.index(self.wanted(beside)) + (e.before is None)

    def add_column(self, e):
        if self.column(e.name):
            if e.if_exists:
                return
            raise Refused("there already")
        self.insert(self.place(e), e.made())

    def drop_column(self, e):
        column = self.column(e.name)
        if not column and e.if_exists:
            return
        column = self.wanted(e.name)
        for k in [k for k in column.clauses if k.kind == "check" and k.refs & self.names() - {folded(e.name)}]:
            column.clauses.remove(k)
            self.insert(len(self.elements()), k)
        for k in list(self.constraints):
            if k.refs & self.names() == {folded(e.name)}:
                self.remove(k)
        if len(self.columns) == 1:
            raise Refused("the last column")
        self.remove(column)

    def move_column(self, e):
        column = self.wanted(e.name)
        beside = self.wanted(e.before if e.before is not None else e.after)
        if beside is column:
            return
        self.remove(column)
        self.insert(self.place(e), column)

    def cut(self, column, kind):
        column.clauses = [c for c in column.clauses if c.kind != kind]

    def set_type(self, e):
        column = self.wanted(e.name)
        column.type = tokens(e.type)
        if e.collate:
            self.cut(column, "collate")
            column.clauses.insert(0, Clause("collate", e.collate))

    def set_not_null(self, e):
        column = self.wanted(e.name)
        if not column.has("notnull"):
            self.cut(column, "null")
            column.clauses.insert(0, Clause("notnull", "NOT NULL"))

    def drop_not_null(self, e):
        self.cut(self.wanted(e.name), "notnull")

    def set_default(self, e):
        column = self.wanted(e.name)
        there = [c for c in column.clauses if c.kind == "default"]
        if len(there) == 1 and e.sql is not None:
            begin, end = there[0].value
            there[0].tokens[begin:end] = tokens(e.sql)
            there[0].value = begin, begin + len(tokens(e.sql))
            return
        self.cut(column, "default")
        if e.sql is not None:
            column.clauses.insert(0, Clause("default", f"DEFAULT {e.sql}", value=e.sql))

    def set_generated(self, e):
        column = self.wanted(e.name)
        self.cut(column, "generated")
        if e.sql is not None:
            self.cut(column, "default")
            column.clauses.insert(0, e.made())

    def add_constraint(self, e):
        self.insert(len(self.elements()), e.made())

    def drop_constraint(self, e):
        found = self.meant(e)
        if not found and e.if_exists:
            return
        same = e.sql and e.name is None  # in the same words: one is as good as another
        if not found or (len(found) > 1 and not same):
            raise Refused("no such constraint" if not found else "more than one")
        column, clause = found[-1]
        if column:
            column.clauses.remove(clause)
        else:
            self.remove(clause)

    def meant(self, e):
        """Those that fit best: by name, then by kind, then by what is constrained; without a name only all of that, first of all
        those that have none."""
        fitting = [(fit(k, e, self.names()), c, k) for c, k in self.clauses()]
        best = max((f[0] for f in fitting), default=0)
        return [(c, k) for fits, c, k in fitting if best and fits == best]

    def compute(self, e):
        self.wanted(e.name)


def fit(clause, e, there):
    of_kind = clause.kind == KINDS[e.constraint]
    described = bool(e.sql or e.columns or e.name is None)
    same = described and of_kind and constrains(clause, e, there)
    if clause.name is not None and e.name is not None and folded(clause.name) == folded(e.name):
        return 2 + of_kind + same
    if not same or (clause.name is not None and e.name is not None):
        return 0
    return 2 if (e.sql or e.columns) and clause.name is None and e.name is None else 1


def constrains(clause, e, there):
    if e.sql:
        return [t.text for t in tokens(clause.value_text())] == [t.text for t in tokens(e.sql)]
    listed = {folded(c) for c in e.columns}
    return not listed or clause.refs & there <= listed <= clause.refs


class Edit:
    """kind, and what rebuild_tool is told of it; what the model needs: made (a Column or a Clause), type, collate."""

    def __init__(self, kind, name=None, sql=None, before=None, after=None, constraint=None, columns=(), if_exists=False,
                 make=None, type=None, collate=None):
        self.kind, self.name, self.sql, self.before, self.after = kind, name, sql, before, after
        self.constraint, self.columns, self.if_exists = constraint, list(columns), if_exists
        self.make, self.type, self.collate = make, type, collate

    def made(self):
        return self.make.copy()

    def __repr__(self):
        shown = {k: v for k, v in vars(self).items() if v not in (None, [], False) and k not in ("make", "kind")}
        return f"{self.kind}({', '.join(f'{k}={v!r}' for k, v in shown.items())})"

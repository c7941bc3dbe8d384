"""Random tables of SQLite's whole grammar, with all that hangs on them: rows, indexes, triggers, views, other tables.

    case = make_case(random.Random(seed))
    case.build()        a connection to it, in memory
"""
import sqlite3

from model import Clause, Column, Table, folded, text_of, tokens

PLAIN = ["a", "b1", "total", "Name", "c", "d", "e_", "parent", "code", "x$y", "ä"]
WORDS = ["key", "action", "generated", "always", "match", "no", "initially", "like", "desc", "replace", "temp", "row",
         "end", "if", "storage", "include", "exclude", "cascade", "current", "nocase", "integer", "text", "abort"]
RESERVED = ["select", "check", "and", "order", "in", "is", "not", "null", "default", "constraint", "unique", "primary",
            "references", "collate", "on", "when", "as", "or"]
ODD = ["a b", 'q"q', "q'q", "a,b", "a)b", "a(b", "--", "/*", "*/", "a]b", "a`b", ";", "0", "ü\n", "", " ", "1a", "ÄÖ", "a.b"]
ROWID = ["rowid", "oid", "_rowid_"]
TYPES = ["INT", "INTEGER", "TEXT", "REAL", "BLOB", "VARCHAR(40)", "DECIMAL(10, 2)", "DOUBLE PRECISION", "long long text",
         "FOO(-1,+2.5)", "", "", "numeric ( 3 )", 'x "y z" (1)', "x [a b] c", "no action", "match", "integer", "BOOLEAN"]
STRICT = ["INT", "INTEGER", "TEXT", "REAL", "BLOB", "ANY"]
DEFAULTS = ["1", "-1", "+ 2.5", "'x'", "'it''s)'", "NULL", "x'0aff'", "true", "foo", "(1 + 2)", "( ')' || '(' )", "1e-3",
            ".5", "0x1f", "key", "[b]", "(/* ) */ 7)", "'a,b'", "(abs(-3))", "'--'", "-'5'", "TRUE"]
CLOCKS = ["CURRENT_TIMESTAMP", "(datetime('now', '+1 day'))", "(random())"]
CHECKS = ["{a} IS NOT 'it''s'", "{a} IS NULL OR 1", "{a} <> 'x,y)'", "length({a}) < 99", "{a} IN (1, 2, (3), 'a)') OR 1",
          "{a} IS NOT {b}", "typeof({a}) <> 'blob'", "coalesce({a}, {b}) IS NOT 7", "{a} NOT BETWEEN 100 AND 200",
          "1 /* ) */", "'(' <> ')'", "{a} > {b} -- )\n OR 1", "CASE WHEN {a} IS 5 THEN ({b}) IS {b} ELSE 1 END", "(({a}) IS {a})",
          "{a} COLLATE nocase <> 'zz'", "CAST({a} AS TEXT) <> 'q'", "{a} < 1000", "not {a} is 'y'"]
VALUES_OF = ["{a} || 'x'", "{a}", "abs(-1) + 2", "coalesce({a}, 'n)')", "length({a})", "({a}) IS NULL", "'c'",
             "{a} || {b}", "CAST({a} AS TEXT)", "{a} /* , */"]
GAPS = [" "] * 14 + ["  ", "\n", "\t", "\r\n", "\n    "]
COMMENTS = ["/* {} */", "-- {}\n", "/*{},*/", "/*){}*/ ", " /* '{} */", "-- ({}'\n", "/* {} -- */", "\n-- {}\n  ", "--{}\"\n",
            "/*{}\n*/"]
ACTIONS = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"]
NUMBERS = [0, 1, 2, 3, 5, 7, 8, 12, -4, 150, 10 ** 12, 2 ** 53 + 1, 0.5, 1.0, -2.25, 1e300]
TEXTS = ["", "x", "X", "it's", "12", "1.0", "ä", "a,b", "zz", " pad ", "0x10", "foo", "rather long " * 9]
BLOBS = [b"", b"\x00a", b"12"]


class Thing:
    """What hangs on the table: an index, a trigger, a view, another table. refs: the table's columns that it names;
    update_of: those that it waits for; on: the table or view of a trigger."""

    def __init__(self, kind, sql, name, refs=(), update_of=(), on=None):
        self.kind, self.sql, self.name, self.refs, self.update_of = kind, sql, name, set(refs), set(update_of)
        self.on = on

    def users(self):
        """By which statements it is used: what oracle.works() has of them."""
        if self.kind == "trigger":
            return {(event, self.on) for event in ("insert", "update", "delete")}
        return {("view", self.name)} if self.kind == "view" else set()


def connect(encoding="UTF-8"):
    """Statements aren't kept: an EXPLAIN that is kept doesn't see that the schema has changed."""
    db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    db.text_factory = lambda b: b.decode("utf-8", "surrogateescape")
    db.execute(f"PRAGMA encoding = '{encoding}'")
    return db


class Case:
    def __init__(self):
        self.table, self.altered, self.rows = None, [], []  # altered: columns that came by ALTER TABLE
        self.first, self.things, self.edits = [], [], []  # first: statements
        self.encoding = "UTF-8"
        self.keys = self.open = self.defensive = self.analyzed = self.attached = False
        self.twice = self.scripted = False  # in place and by copy; as a script, too
        self.own = False  # on a connection that isn't lent

    def is_odd(self, sql):
        """In UTF-16 the CAST of a BLOB to TEXT isn't the same for one that is bound and one that is read."""
        return self.encoding != "UTF-8" and "CAST" in sql.upper()

    def build(self):
        db = connect(self.encoding)
        for statement in self.first:
            db.execute(statement)
        self.make_table(db)
        for thing in self.things:
            db.execute(thing.sql)
        if self.analyzed:
            db.execute("ANALYZE")
        return db

    def make_table(self, db):
        young = self.table.copy()
        late = {folded(c.name) for c in self.altered}
        for column in [c for c in young.columns if folded(c.name) in late]:
            young.remove(column)
        db.execute(young.text())
        for names, values in self.rows:
            insert(db, self.table.name, names, values)
        for column in self.altered:
            text = text_of(self.table.column(column.name).flat())
            db.execute(f"ALTER TABLE {quoted(self.table.name)} ADD COLUMN {text}")
        self.table.keep_gaps(stored_text(db, self.table.name))


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def stored_text(db, name):
    return db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", (name,)).fetchone()[0]


def insert(db, table, names, values):
    if not names:
        db.execute(f"INSERT INTO {quoted(table)} DEFAULT VALUES")
        return
    db.execute(f"INSERT OR ABORT INTO {quoted(table)} ({', '.join(map(quoted, names))}) "
               f"VALUES ({', '.join('?' * len(names))})", values)


# ---- Words ------------------------------------------------------------------------------------------------


class Writer:
    def __init__(self, rng):
        self.rng = rng

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *choices):
        return self.rng.choice(choices)

    def gap(self):
        if self.chance(0.07):
            self.rng.comments = getattr(self.rng, "comments", 0) + 1  # each its own
            return self.rng.choice(COMMENTS).format(f"k{self.rng.comments}")
        return self.rng.choice(GAPS)

    def joined(self, *parts):
        return "".join(p + self.gap() for p in parts if p).rstrip(" ")

    def cased(self, words):
        return self.joined(*[w if self.chance(0.6) else w.lower() if self.chance(0.6) else w.title() for w in words.split()])

    def quoted(self, name, kinds="\"\"'`["):
        kind = self.rng.choice(kinds)
        if kind == "[":
            return f"[{name}]" if "]" not in name else '"' + name.replace('"', '""') + '"'
        return kind + name.replace(kind, kind * 2) + kind

    def recased(self, name):
        return "".join(c.upper() if c.islower() and c.isascii() else c for c in name) if self.chance(0.1) else name

    def written(self, name):
        """Where only a name may stand."""
        if name in PLAIN + ROWID or (name in WORDS and name not in ("if", "like", "end")):
            return self.quoted(self.recased(name)) if self.chance(0.3) else self.recased(name)
        return self.quoted(name)

    def used(self, name):
        """In an expression."""
        if name in PLAIN + ROWID and self.chance(0.7):
            return self.recased(name)
        return self.quoted(self.recased(name), "\"`[")

    def new_name(self):
        r = self.rng.random()
        of = PLAIN if r < 0.65 else WORDS if r < 0.8 else RESERVED if r < 0.88 else ODD if r < 0.96 else ROWID
        return self.rng.choice(of)

    def names(self, most, taken=()):
        found = []
        for _ in range(self.rng.randint(self.pick(1, 3, 4), most)):
            name = self.new_name()
            if folded(name) not in [folded(n) for n in [*found, *taken]]:
                found.append(name)
        return found

    def group(self, inside):
        return f"({self.gap() if self.chance(0.2) else ''}{inside}{self.gap() if self.chance(0.2) else ''})"

    def list(self, written):
        return self.group(self.joined(*[w + ("," if i + 1 < len(written) else "") for i, w in enumerate(written)]))

    def conflict(self):
        return self.cased("ON CONFLICT " + self.pick("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE")) if self.chance(0.15) else ""

    def expression(self, templates, names, table=""):
        """Text, and the columns that it names."""
        template = "{t}.{a} IS NOT 8" if table and self.chance(0.02) else self.rng.choice(templates)
        a, b = self.rng.choice(names), self.rng.choice(names)
        refs = {folded(n) for n, slot in ((a, "{a}"), (b, "{b}")) if slot in template}
        return template.format(a=self.used(a), b=self.used(b), t=self.used(table)), refs


# ---- The table ---------------------------------------------------------------------------------------------


class Maker(Writer):
    """Clauses of the table `name` with the columns `columns`; parents: (table, columns)."""

    def __init__(self, rng, name, columns, parents, strict=False):
        super().__init__(rng)
        self.name, self.columns, self.parents, self.strict = name, columns, parents, strict

    def clause(self, kind, *parts, **more):
        name = self.new_name() if self.chance(0.25) else None
        head = self.joined(self.cased("CONSTRAINT"), self.written(name)) + self.gap() if name is not None else ""
        return Clause(kind, head + self.joined(*parts), name=name, **more)

    def references(self, refs, count):
        table, columns = self.rng.choice(self.parents + [(self.name, self.columns)] * 2)
        to, parts = [], [self.cased("REFERENCES"), self.written(table)]
        if len(columns) >= count and self.chance(0.7):
            to = self.rng.sample(columns, count)
            parts.append(self.list([self.written(c) for c in to]))
        for _ in range(self.pick(0, 0, 1, 2)):
            parts.append(self.cased(self.pick("ON DELETE ", "ON UPDATE ") + self.rng.choice(ACTIONS)))
        if self.chance(0.1):
            parts.append(self.cased("MATCH") + " " + self.pick("FULL", "simple", '"x"'))
        if self.chance(0.3):
            parts.append(self.cased(self.pick("", "NOT ") + "DEFERRABLE" + self.pick("", " INITIALLY DEFERRED", " INITIALLY IMMEDIATE")))
        home = folded(table) == folded(self.name)
        return parts, dict(refs=refs, to=[folded(c) for c in to] if home else (), home=home)

    def default(self, text):
        return self.clause("default", self.cased("DEFAULT"), text, value=text)

    def check(self):
        text, refs = self.expression(CHECKS, self.columns, self.name)
        group = self.group(text)
        return ("check", self.cased("CHECK"), group), dict(refs=refs, value=group)

    def others(self, name):
        """Columns that an expression may name without a loop."""
        folds = [folded(c) for c in self.columns]
        return self.columns[:folds.index(folded(name))] if folded(name) in folds else self.columns

    def generated(self, name):
        others = self.others(name)
        if not others:
            return None
        text, refs = self.expression(VALUES_OF, others)
        return self.clause("generated", self.cased(self.pick("AS", "GENERATED ALWAYS AS")), self.group(text),
                           self.cased(self.pick("", "STORED", "VIRTUAL")), refs=refs | {folded(name)})

    def column_part(self, name):
        kind, own = self.rng.randrange(10), {folded(name)}
        if kind <= 1:
            return self.clause("notnull", self.cased("NOT NULL"), self.conflict())
        if kind == 2:
            return self.clause("unique", self.cased("UNIQUE"), self.conflict(), refs=own)
        if kind <= 4:
            parts, more = self.check()
            return self.clause(*parts, **more)
        if kind <= 6:
            return self.default(self.rng.choice(DEFAULTS + CLOCKS[:1]))
        if kind == 7:
            return self.clause("collate", self.cased("COLLATE"), self.pick("nocase", '"rtrim"', "'binary'", "NOCASE"))
        if kind == 8:
            parts, more = self.references(own, 1)
            return self.clause("fk", *parts, **more)
        return self.clause("null", self.cased("NULL"))

    def only_name(self):
        """CONSTRAINT x, and nothing behind it."""
        name = self.new_name()
        return Clause("name", self.joined(self.cased("CONSTRAINT"), self.written(name)), name=name)

    def type(self):
        return self.rng.choice(STRICT if self.strict else TYPES)

    def column_type(self):
        return self.joined(*self.type().split(" ")) if self.chance(0.2) and '"' not in self.type() else self.type()

    def column(self, name, key=False):
        clauses, kind = [], self.type()
        if key:
            kind = self.pick("INTEGER", "INTEGER", "integer", "INT", "TEXT") if self.strict or self.chance(0.8) else kind
            counts = kind.upper() == "INTEGER" and self.chance(0.4)
            clauses.append(self.clause("pk", self.cased("PRIMARY KEY"), self.cased("" if counts else self.pick("", "", "ASC", "DESC")),
                                       self.conflict(), self.cased("AUTOINCREMENT" if counts else ""), refs={folded(name)}))
        elif self.chance(0.12):
            clauses.append(self.generated(name))
        clauses += [self.column_part(name) for _ in range(self.pick(0, 0, 1, 1, 2, 3))]
        if any(c and c.kind == "generated" for c in clauses):
            clauses = [c for c in clauses if c and c.kind != "default"]
            kind = "ANY" if self.strict else kind  # what SQLite takes for another type depends on the column's place
        clauses = [c for c in clauses if c]
        self.rng.shuffle(clauses)
        if self.chance(0.04):
            clauses.append(self.only_name())
        for clause in clauses:
            clause.tokens[0].gap = self.gap()
        return Column(self.written(name), self.gap() + kind if kind else "", clauses)

    def indexed(self, name, plain=False):
        order = "" if plain else self.cased(self.pick("", "", "", "ASC", "DESC"))
        collate = self.cased("COLLATE " + self.pick("nocase", "rtrim")) if self.chance(0.1) and not plain else ""
        return self.joined(self.written(name), collate, order)

    def constraint(self, key=False):
        some = self.rng.sample(self.columns, self.rng.randint(1, min(3, len(self.columns))))
        refs, kind = {folded(c) for c in some}, self.rng.randrange(4)
        if key:
            return self.clause("pk", self.cased("PRIMARY KEY"), self.list([self.indexed(c) for c in some]), self.conflict(), refs=refs)
        if kind == 0:
            return self.clause("unique", self.cased("UNIQUE"), self.list([self.indexed(c) for c in some]), self.conflict(), refs=refs)
        if kind == 1:
            parts, more = self.references(refs, len(some))
            return self.clause("fk", self.cased("FOREIGN KEY"), self.list([self.written(c) for c in some]), *parts, **more)
        parts, more = self.check()
        return self.clause(*parts, self.conflict(), **more)

    def set_commas(self, elements):
        for i, element in enumerate(elements[1:], 1):
            if isinstance(elements[i - 1], Clause) and self.chance(0.2):
                element.flat()[0].gap = self.gap()
                continue
            element.comma = tokens(self.gap() + ",")[0]
            element.flat()[0].gap = self.gap()

    def make(self):
        key = self.pick("", "column", "column", "table")
        keyed = self.rng.randrange(len(self.columns)) if key == "column" else -1
        elements = [self.column(n, i == keyed) for i, n in enumerate(self.columns)]
        elements += [self.constraint() for _ in range(self.pick(0, 0, 1, 2, 3))]
        if key == "table":
            elements.insert(self.rng.randint(len(self.columns), len(elements)), self.constraint(True))
        if self.chance(0.04):
            elements.append(self.only_name())
        self.set_commas(elements)
        options = ["STRICT"] if self.strict else []
        options += ["WITHOUT ROWID"] if key and self.chance(0.2) else []
        tail = self.gap() + ")" + self.gap() + ("," + self.gap()).join(self.cased(o) for o in options)
        head = f"CREATE TABLE {self.written(self.name)}{self.pick('', self.gap())}("
        elements[0].flat()[0].gap = self.gap() if self.chance(0.5) else ""
        return Table(head, elements, tail)


# ---- Rows ------------------------------------------------------------------------------------------------


def value_for(rng, kind):
    kind, r = kind.upper(), rng.random()
    if r < 0.12:
        return None
    of = NUMBERS if "INT" in kind or "REAL" in kind or "NUM" in kind else TEXTS if "TEXT" in kind or "CHAR" in kind else None
    if of and r < 0.75:
        return rng.choice(of)
    return rng.choice(rng.choice([NUMBERS, NUMBERS, TEXTS, TEXTS, BLOBS]))


def make_rows(rng, db, table, target=8):
    """Those that the table takes."""
    rows, columns = [], [c for c in table.columns if not c.has("generated")]
    rowid = next((n for n in ROWID if not table.column(n)), None)
    if any("WITHOUT" == t.text.upper() for t in table.tail):
        rowid = None
    for _ in range(rng.choice([0, 2, 4, target])):
        names, values = [c.name for c in columns], [value_for(rng, "".join(t.text for t in c.type)) for c in columns]
        if rowid and rng.random() < 0.4:
            names, values = [rowid, *names], [rng.choice([-5, 3, 10, 77, 1000, 2 ** 40]), *values]
        try:
            insert(db, table.name, names, values)
            rows.append((names, values))
        except sqlite3.Error:
            pass
    return rows

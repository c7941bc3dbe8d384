"""What hangs on a random table, and random edits of it: make_case(rng)."""
import sqlite3

from model import KINDS, Column, Edit, Refused, folded, text_of
from tables import DEFAULTS, VALUES_OF, Case, Maker, Thing, Writer, make_rows, quoted

PARENTS = [("p1", ["id", "code"]), ("p 2", ["a", "b"])]
FIRST = ["CREATE TABLE p1 (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
         'CREATE TABLE "p 2" (a INT, b TEXT, UNIQUE (a, b), PRIMARY KEY (b))',
         "INSERT INTO p1 VALUES (1, 'x'), (2, '12'), (5, 'foo'), (7, NULL)",
         "INSERT INTO \"p 2\" VALUES (1, 'x'), (2, ''), (NULL, 'zz')",
         "CREATE TABLE bystander (n INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT CHECK (t <> ''), UNIQUE (t))",
         "INSERT INTO bystander (t) VALUES ('one'), ('two')", "DELETE FROM bystander WHERE t = 'two'"]


class Hanger(Writer):
    """Adds things to a case, those that SQLite takes."""

    def __init__(self, rng, case, db):
        super().__init__(rng)
        self.case, self.db, self.table = case, db, case.table
        self.columns = [c.name for c in case.table.columns]
        self.t = case.table.name

    def some(self, most=3):
        return self.rng.sample(self.columns, self.rng.randint(1, min(most, len(self.columns))))

    def add(self, thing):
        try:
            self.db.execute(thing.sql)
            self.case.things.append(thing)
        except sqlite3.Error:
            pass

    def name(self, kind):
        return f"{kind}{len(self.case.things)}" + (self.rng.choice([" x", "'q", '"', ""]) if self.chance(0.2) else "")

    def index(self):
        name, parts, refs = self.name("i"), [], set()
        for column in self.some():
            text, used = self.quoted(column) if self.chance(0.2) else self.used(column), {folded(column)}
            if self.chance(0.2):
                text, used = self.expression(["lower({a})", "{a} + {b}", "({a} || 'x,')", "coalesce({a}, 1)"], self.columns)
            parts.append(self.joined(text, self.pick("", "", "COLLATE nocase"), self.pick("", "", "DESC", "ASC")))
            refs |= used
        where = ""
        if self.chance(0.25):
            where, used = self.expression(["{a} IS NOT NULL", "{a} > 3 /* ) */", "{a} <> 'a)'"], self.columns)
            refs |= used
        sql = self.joined("CREATE", self.pick("", "", "UNIQUE"), "INDEX", self.written(name), "ON", self.written(self.t),
                          self.list(parts), "WHERE" if where else "", where)
        self.add(Thing("index", sql, name, refs))

    def action(self, row=""):
        """A statement of a trigger that uses the table, and the columns that it names."""
        a, b = self.rng.choice(self.columns), self.rng.choice(self.columns)
        t = self.quoted(self.t, "\"`[")
        ua, ub = self.quoted(a, "\"`["), self.quoted(b, "\"`[")
        choices = [(f"UPDATE {t} SET {ua} = {ub} WHERE {ua} IS NOT 3", {a, b}), (f"DELETE FROM {t} WHERE {ua} = 'no)'", {a}),
                   (f"SELECT {ua} FROM {t} /* ; */ WHERE {ub} > 3", {a, b}), (f"INSERT INTO {t} ({ua}) VALUES (1)", {a}),
                   ("INSERT INTO bystander (t) VALUES ('it''s')", set()), (f"SELECT count(*) FROM {t}", set())]
        if row:
            choices += [(f"INSERT OR IGNORE INTO bystander (t) VALUES ({row}.{ua})", {a}),
                        (f"SELECT RAISE(ABORT, 'no; {ua!r}'') ') WHERE {row}.{ua} = 'never'".replace("'''", "''"), {a})]
        text, refs = self.rng.choice(choices)
        return text, {folded(r) for r in refs}

    def trigger(self):
        name, event = self.name("tr"), self.pick("INSERT", "DELETE", "UPDATE", "UPDATE")
        row, refs, waits = "OLD" if event == "DELETE" else "NEW", set(), set()
        if event == "UPDATE" and self.chance(0.5):
            of = self.some(2)
            waits = {folded(c) for c in of}
            event = f"UPDATE OF {', '.join(self.written(c) for c in of)}"
        when = ""
        if self.chance(0.3):
            column = self.rng.choice(self.columns)
            when, refs = f"WHEN {row}.{self.used(column)} IS NOT 1", {folded(column)}
        actions = [self.action(row) for _ in range(self.pick(1, 1, 2))]
        sql = self.joined("CREATE TRIGGER", self.written(name), self.pick("AFTER", "BEFORE", ""), event, "ON", self.written(self.t),
                          self.pick("", "FOR EACH ROW"), when, "BEGIN", "; ".join(a for a, _ in actions) + ";", "END")
        self.add(Thing("trigger", sql, name, refs.union(*[r for _, r in actions]), waits, self.t))

    def foreign_trigger(self):
        """Of another table, or of a view."""
        name, (text, refs) = self.name("ft"), self.action()
        views = [v.name for v in self.case.things if v.kind == "view"]
        if views and self.chance(0.4):
            on, when = self.rng.choice(views), "INSTEAD OF " + self.pick("INSERT", "DELETE", "UPDATE")
        else:
            on, when = "p1", self.pick("AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE OF code")
        self.add(Thing("trigger", f"CREATE TRIGGER {self.written(name)} {when} ON {quoted(on)} BEGIN {text}; END", name, refs, on=on))

    def view(self):
        name, t = self.name("v"), self.quoted(self.t, "\"`[")
        some = self.some()
        listed = ", ".join(self.quoted(c, "\"`[") for c in some)
        choices = [(f"SELECT {listed} FROM {t}", some), (f"SELECT * FROM {t}", []), (f"SELECT count(*) FROM {t} WHERE 'x' = '--'", []),
                   (f"SELECT x.{self.quoted(some[0], '`[')} FROM {t} AS x JOIN p1 ON p1.id = x.{self.quoted(some[0], '`[')}", some[:1])]
        views = [v for v in self.case.things if v.kind == "view"]
        if views:
            choices.append((f"SELECT * FROM {quoted(self.rng.choice(views).name)}", []))
        text, refs = self.rng.choice(choices)
        head = f"CREATE VIEW {self.written(name)}"
        if "SELECT * " in text and self.chance(0.2):
            head += " (" + ", ".join(f"c{i}" for i in range(len(self.columns))) + ")"
        self.add(Thing("view", f"{head} AS {text}", name, {folded(r) for r in refs}))

    def child(self):
        """A table with a foreign key to this one, and rows that have a parent, or none."""
        name, keys = self.name("ch"), [[c] for c in self.columns] + [[]]
        keys += [[c for c in self.columns if folded(c) in k.refs] for _, k in self.table.clauses() if k.kind in ("unique", "pk")] * 3
        key = self.rng.choice(keys)
        own = [f"k{i}" for i in range(len(key) or 1)]
        to = self.list([self.written(c) for c in key]) if key else ""
        more = self.joined(*[f"ON {what} {self.pick('CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION', 'SET DEFAULT')}"
                             for what in ("DELETE", "UPDATE") if self.chance(0.5)], self.pick("", "", "DEFERRABLE INITIALLY DEFERRED"))
        self.add(Thing("table", f"CREATE TABLE {self.written(name)} ({', '.join(own)}, FOREIGN KEY ({', '.join(own)}) REFERENCES "
                       f"{self.written(self.t)} {to} {more})", name, {folded(c) for c in key}))
        if key and self.case.things and self.case.things[-1].name == name and self.chance(0.7):
            listed = ", ".join(map(quoted, key))
            self.add(Thing("rows", f"INSERT INTO {quoted(name)} SELECT {listed} FROM {quoted(self.t)} LIMIT 3", name))
        if self.chance(0.2):
            self.add(Thing("rows", f"INSERT INTO {quoted(name)} ({own[0]}) VALUES ('orphan')", name))

    def hang(self):
        kinds = [self.index, self.index, self.trigger, self.foreign_trigger, self.view, self.view, self.child]
        for _ in range(self.pick(0, 1, 2, 3, 5)):
            self.rng.choice(kinds)()


# ---- Edits -----------------------------------------------------------------------------------------------------


class Editor(Maker):
    """Edits of a table as it stands when they come."""

    def __init__(self, rng, table, strict):
        super().__init__(rng, table.name, [c.name for c in table.columns], PARENTS, strict)
        self.table, self.young = table, table.copy()

    def others(self, name):
        return [c.name for c in self.young.columns if not c.has("generated") and folded(c.name) != folded(name)]

    def some_column(self):
        names = [c.name for c in self.young.columns]
        if self.chance(0.02):
            return "none such"
        name = self.rng.choice(names)
        return self.recased(name)

    def edit(self):
        kinds = [self.add_column, self.drop_column, self.drop_column, self.move_column, self.set_type, self.set_not_null,
                 self.drop_not_null, self.set_default, self.set_generated, self.add_constraint, self.add_constraint,
                 self.drop_constraint, self.drop_constraint, self.compute]
        return self.rng.choice(kinds)()

    def beside(self):
        way = self.pick("before", "after")
        return {way: self.some_column()}

    def add_column(self):
        free = [n for n in (self.new_name() for _ in range(9)) if folded(n) not in self.young.names()]
        name = free[0] if free and self.chance(0.95) else self.some_column()
        column = self.column(name, key=self.chance(0.05))
        column.flat()[0].gap = ""
        if self.chance(0.7) and not column.has("generated") and not column.has("pk"):
            column.clauses = [c for c in column.clauses if c.kind not in ("notnull", "unique")]
        text = text_of(column.flat())
        more = self.beside() if self.chance(0.5) else {}
        return Edit("ADD_COLUMN", name, text, make=column, if_exists=self.chance(0.2), **more)

    def drop_column(self):
        if len(self.young.columns) == 1 and self.chance(0.9):
            return self.set_type()
        return Edit("DROP_COLUMN", self.some_column(), if_exists=self.chance(0.1))

    def move_column(self):
        return Edit("MOVE_COLUMN", self.some_column(), **self.beside())

    def set_type(self):
        kind, collate = self.type(), self.pick("", "", "", "COLLATE nocase", 'COLLATE "rtrim"')
        return Edit("SET_TYPE", self.some_column(), f"{kind} {collate}".strip(), type=kind, collate=collate)

    def set_not_null(self):
        return Edit("SET_NOT_NULL", self.some_column())

    def drop_not_null(self):
        found = [c.name for c in self.young.columns if c.has("notnull")]
        return Edit("DROP_NOT_NULL", self.rng.choice(found) if found and self.chance(0.8) else self.some_column())

    def set_default(self):
        return Edit("SET_DEFAULT", self.some_column(), self.rng.choice(DEFAULTS) if self.chance(0.7) else None)

    def set_generated(self):
        there = [c.name for c in self.young.columns if c.has("generated")]
        if there and self.chance(0.5):
            return Edit("SET_GENERATED", self.rng.choice(there))
        name = self.some_column()
        clause = self.generated(name)
        if not clause:
            return self.set_type()
        return Edit("SET_GENERATED", name, text_of(clause.tokens).strip(), make=clause)

    def add_constraint(self):
        self.columns = [c.name for c in self.young.columns]
        clause = self.constraint(key=self.chance(0.1))
        if clause.kind == "check" and self.chance(0.5):
            clause = self.likely_check()
        clause.tokens[0].gap = ""
        return Edit("ADD_CONSTRAINT", clause.name, text_of(clause.tokens), make=clause)

    def likely_check(self):
        text, refs = self.expression(["{a} IS NOT 'rare'", "{a} IS NULL OR 1", "typeof({a}) <> 'none'"], self.columns)
        return self.clause("check", self.cased("CHECK"), self.group(text), refs=refs, value=f"({text})")

    def drop_constraint(self):
        kinds = {kind: told for told, kind in KINDS.items()}
        found = [k for _, k in self.young.clauses() if k.name is not None or k.kind in kinds]
        if not found and self.chance(0.7):
            return self.set_default()
        if not found or self.chance(0.03):
            return Edit("DROP_CONSTRAINT", "none such", constraint="CHECK", if_exists=self.chance(0.5))
        clause = self.rng.choice(found)
        told = kinds.get(clause.kind, "CHECK")
        if clause.name is not None and self.chance(0.9):
            return Edit("DROP_CONSTRAINT", self.recased(clause.name), constraint=told)
        if clause.kind == "check":
            return Edit("DROP_CONSTRAINT", None, clause.value_text(), constraint=told)
        if clause.kind in kinds:
            return Edit("DROP_CONSTRAINT", None, constraint=told, columns=sorted(clause.refs))
        return self.drop_not_null()

    def compute(self):
        text, _ = self.expression(VALUES_OF + ["7", "NULL", "{a} * 2"], [c.name for c in self.table.columns])
        return Edit("COMPUTE", self.some_column(), text)

    def edits(self):
        found = []
        for _ in range(self.pick(1, 1, 1, 2, 2, 3, 4, 5, 6)):
            e = self.edit()
            try:
                self.young.apply(e)
            except Refused:
                pass
            found.append(e)
        return found


IN_PLACE = ("set_not_null", "drop_not_null", "add_constraint", "drop_constraint")


def in_place_edits(editor):
    found = []
    for _ in range(editor.pick(1, 1, 2, 3)):
        e = getattr(editor, editor.rng.choice(IN_PLACE))()
        try:
            editor.young.apply(e)
        except Refused:
            pass
        found.append(e)
    return found


# ---- Cases -----------------------------------------------------------------------------------------------------


def try_table(rng, case, strict):
    writer = Writer(rng)
    name = writer.new_name() or "t"
    columns = writer.names(6)
    case.table = Maker(rng, name, columns, PARENTS, strict).make()
    if case.is_odd(case.table.text()):
        return None
    try:
        db = case.build()
        db.execute(f"EXPLAIN INSERT INTO {quoted(case.table.name)} DEFAULT VALUES")
    except (sqlite3.Error, sqlite3.Warning):
        return None
    return db


def alter(rng, case, db):
    """Columns that are younger than some of the rows."""
    maker = Maker(rng, case.table.name, [c.name for c in case.table.columns], PARENTS, False)
    name = maker.new_name()
    column = Column(maker.written(name), rng.choice(["INT", "TEXT", ""]), [maker.default(rng.choice(DEFAULTS[:6]))])
    try:
        db.execute(f"ALTER TABLE {quoted(case.table.name)} ADD COLUMN " + text_of(column.flat()).strip())
    except sqlite3.Error:
        return
    case.table.insert(len(case.table.columns), column)
    case.altered.append(column)


def make_case(rng):
    case, db = Case(), None
    case.first, case.attached = list(FIRST), rng.random() < 0.1
    case.encoding = "UTF-8" if case.attached else rng.choice(["UTF-8"] * 8 + ["UTF-16le", "UTF-16be"])
    while not db:
        strict = rng.random() < 0.15
        db = try_table(rng, case, strict)
    case.rows = make_rows(rng, db, case.table)
    if rng.random() < 0.15 and not strict:
        alter(rng, case, db)
    Hanger(rng, case, db).hang()
    editor = Editor(rng, case.table, strict)
    edits = in_place_edits(editor) if rng.random() < 0.3 else editor.edits()
    case.edits = [e for e in edits if not case.is_odd(e.sql or "")]
    case.keys, case.open = rng.random() < 0.4, rng.random() < 0.15
    case.defensive, case.analyzed = rng.random() < 0.35, rng.random() < 0.1
    case.twice, case.scripted = rng.random() < 0.3, rng.random() < 0.1
    case.own = rng.random() < 0.3 and not (case.attached or case.open or case.keys)
    return case

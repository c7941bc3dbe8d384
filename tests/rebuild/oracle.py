"""What a rebuild must do, and what it has done: in Python, by SQLite's pragmas and the model of model.py.

    wish = Wish(case, db)        db: the case before; wish.refusals, wish.may_refuse: why it should be refused, or may be
    compare(wish, db)            db: behind it; Wrong where it isn't what was wished

The table as wished is made in a new database from the text that came of it, its rows put in one by one.
"""
import re
import sqlite3

from model import Refused, comments_of, first_on_line, folded, text_of, tokens_of, unquoted
from tables import ROWID, connect, insert, quoted, stored_text


class Wrong(Exception):
    pass


# ---- What is there ---------------------------------------------------------------------------------------------


def objects(db):
    return db.execute("SELECT type, name, tbl_name, trim(sql, char(10)) FROM sqlite_master ORDER BY type, name").fetchall()


def shape_of(db, table):
    """All that the pragmas say of a table."""
    def ask(pragma, of=table):
        return db.execute(f"PRAGMA {pragma}({quoted(of)})").fetchall()
    indexes = sorted(r[1:] for r in ask("index_list"))
    kinds = [r[2:] for r in db.execute("PRAGMA main.table_list").fetchall() if r[1] == table]
    return {"columns": ask("table_xinfo"), "indexes": [(i, ask("index_xinfo", i[0])) for i in indexes],
            "foreign keys": ask("foreign_key_list"), "kind": kinds}


def rowid_of(names):
    return next((n for n in ROWID if n not in {folded(c) for c in names}), None)


def columns_of(db, table):
    return db.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()


def rows_of(db, table, rowid=True):
    """Each value with its type; with their rowids where they have a name left."""
    names = [r[1] for r in columns_of(db, table)]
    without = any(r[1] == table and r[4] for r in db.execute("PRAGMA main.table_list").fetchall())
    hidden = rowid_of(names) if rowid and not without else None
    listed = ", ".join(f"{c}, typeof({c})" for c in ([hidden] if hidden else []) + [quoted(n) for n in names])
    return sorted(db.execute(f"SELECT {listed} FROM {quoted(table)}").fetchall(), key=repr)


def tables(db):
    return [n for t, n, _, _ in objects(db) if t == "table" and not n.startswith("sqlite_stat")]


def violations(db):
    """Rows without their parent, for each child and parent; None where the key doesn't fit."""
    found = {}
    for child in tables(db):
        try:
            rows = db.execute(f"PRAGMA foreign_key_check({quoted(child)})").fetchall()
        except sqlite3.OperationalError:
            found[child] = None
            continue
        found[child] = {}
        for _, _, parent, _ in rows:
            found[child][folded(parent)] = found[child].get(folded(parent), 0) + 1
    return found


def works(db):
    """Which views, which tables' triggers and which foreign keys SQLite can compile."""
    found = set()

    def can(statement, what):
        try:
            db.execute(statement).fetchall()
            found.add(what)
        except sqlite3.Error:
            pass
    for kind, name, on, _ in objects(db):
        if kind == "view":
            can(f"EXPLAIN SELECT * FROM {quoted(name)}", ("view", name))
        elif kind == "trigger":
            try:
                sets = ", ".join(f"{quoted(r[1])} = {quoted(r[1])}" for r in columns_of(db, on) if r[6] == 0)
            except sqlite3.Error:  # of a view that is broken itself
                continue
            can(f"EXPLAIN INSERT INTO {quoted(on)} DEFAULT VALUES", ("insert", on))
            can(f"EXPLAIN UPDATE {quoted(on)} SET {sets}", ("update", on))
            can(f"EXPLAIN DELETE FROM {quoted(on)}", ("delete", on))
    return found


def integrity(db):
    """A virtual column of a STRICT table may hold what it likes, and is complained of."""
    return db.execute("PRAGMA integrity_check").fetchall()


# ---- What should be ----------------------------------------------------------------------------------------------


class Wish:
    def __init__(self, case, db):
        self.case, self.before = case, db
        self.refusals, self.may_refuse = [], []
        self.table, self.now = case.table.copy(), None
        self.old = self.table.flat()
        self.was = self.table.names()
        self.plan()
        if not self.refusals:
            self.make()

    def plan(self):
        self.old_comments = {c for t in self.old for c in comments_of(t.gap) if re.search(r"k\d", c)}
        self.dropped, self.moved, self.lifted = set(), set(), set()
        for e in self.case.edits:
            column = self.table.column(e.name) if e.kind == "MOVE_COLUMN" else None
            gone = self.table.column(e.name) if e.kind == "DROP_COLUMN" else None
            self.lifted |= {id(t) for t in gone.flat()} if gone else set()
            self.moved |= {id(t) for t in column.flat()[::max(1, len(column.flat()) - 1)]} if column else set()
            try:
                self.table.apply(e)
            except Refused as reason:
                self.refusals.append(f"{e.kind}: {reason}")
                return
            if e.kind == "DROP_COLUMN":
                self.dropped.add(folded(e.name))
        self.gone = self.was - self.table.names()
        self.find_users()

    def may(self, message, why):
        """It may be refused with such a message."""
        self.may_refuse.append((message, why))

    def accounts_for(self, message):
        if not any(words in message for words, _ in self.may_refuse):
            raise Wrong(f"refused without a reason: {message}")

    def find_users(self):
        for column, clause in self.table.clauses():
            if clause.concerned() & self.gone:
                self.refusals.append(f"{clause.kind} {text_of(clause.tokens)} names {clause.concerned() & self.gone}")
            if self.mentions(text_of(clause.tokens)):
                self.may("can't be dropped", "a word of a constraint is the name of a column that goes")
            if clause.kind == "generated" and self.old_comments and "GENERATED" in text_of(clause.tokens).upper():
                for message in ("unknown datatype", "would read its rows otherwise"):
                    self.may(message, "SQLite takes comments beside GENERATED for a part of the type")
        working = works(self.before) if self.gone and self.case.things else set()
        for thing in self.case.things:
            self.find_user(thing, working)
        self.find_qualified()

    def find_user(self, thing, working):
        gone, waits = thing.refs & self.gone, thing.update_of & self.gone
        if thing.kind == "index":
            if gone and not thing.refs <= self.gone:
                self.refusals.append(f"index {thing.name} names {gone}")
        elif waits or gone:
            sure = waits or not gone <= set(ROWID) and thing.users() <= working and not self.is_dead(thing)
            why = f"{thing.kind} {thing.name} names {gone | waits}"
            self.refusals.append(why) if sure else self.may("", why)
            return
        if thing.kind == "view" and "*" in thing.sql and "c0" in thing.sql and self.changes_order():
            self.may("the order of columns would", f"{thing.name} has names of its own for columns whose order changes")
        if thing.kind not in ("rows", "index") and self.mentions(thing.sql):
            self.may("", f"{thing.name} has a word that is the name of a column that goes")

    def changes_order(self):
        was, now = ([folded(c.name) for c in t.columns] for t in (self.case.table, self.table))
        return len(was) == len(now) and was != now

    def is_dead(self, thing):
        """A trigger for the UPDATE OF columns that nothing can set."""
        columns = [self.table.column(c) for c in thing.update_of]
        return bool(thing.update_of) and all(c is None or c.has("generated") for c in columns)

    def find_qualified(self):
        if self.was_generated():
            for message in ("cannot store REAL value", "datatype mismatch"):
                self.may(message, "what SQLite computes for a REAL column is neither this nor that")
        if any(e.kind == "SET_GENERATED" for e in self.case.edits):
            self.may("cannot store", "since 3.51 SQLite looks at the types of what a STRICT table computes")
        for _, clause in self.case.table.clauses():
            texts = [folded(unquoted(t.text)) for t in clause.tokens]
            if clause.kind == "check" and any(a == folded(self.case.table.name) and b == "." for a, b in zip(texts, texts[1:])):
                self.may("names the table itself", "a check names the table, and the connection is defensive")

    def mentions(self, sql):
        return any(folded(unquoted(t.text)) in self.gone for t in tokens_of(sql)[0])

    def indexes_gone(self):
        return {t.name for t in self.case.things if t.kind == "index" and t.refs and t.refs <= self.gone}

    def make(self, text=None):
        """A new database with the table as it should be, and all else as it was."""
        self.now, name = connect(self.case.encoding), self.case.table.name
        try:
            for kind, other, _, sql in self.before.execute(
                    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall():
                if not other.startswith("sqlite_"):
                    self.now.execute((text or self.table.text()) if other == name else sql)
            self.now.execute(f"EXPLAIN INSERT INTO {quoted(name)} DEFAULT VALUES")
            self.fill()
            self.make_rest()
        except sqlite3.Error as error:
            self.refusals.append(f"SQLite refuses: {error}")
            return
        self.check_users()
        self.check_keys()

    def fill(self):
        for other in tables(self.before):
            if other not in (self.case.table.name, "sqlite_sequence"):
                names = [r[1] for r in columns_of(self.before, other)]
                for values in self.before.execute(f"SELECT * FROM {quoted(other)}").fetchall():
                    insert(self.now, other, names, values)
        self.fill_table()

    def computed(self, column):
        found = [e.sql for e in self.case.edits if e.kind == "COMPUTE" and folded(e.name) == folded(column)]
        return found[-1] if found else None

    def is_new(self, column):
        return folded(column) not in self.was or folded(column) in self.dropped

    def fill_table(self):
        """Row by row, with what each column held, or is to get."""
        name, names, values = self.case.table.name, [], []
        plain = [c.name for c in self.table.columns if not c.has("generated")]
        rowid = self.kept_rowid()
        if rowid:
            names, values = [rowid], [rowid]
        for column in plain:
            sql = self.computed(column)
            if sql or not self.is_new(column):
                names.append(column)
                values.append(f"({sql})" if sql else quoted(column))
        if not names:
            self.refusals.append("nothing is left to copy")
            return
        counted = "WITHOUT ROWID" not in self.options() and rowid_of(self.was)
        order = f"ORDER BY {counted}" if counted else ""
        empty = [values[names.index(c)] for c in self.new_keys() if c in names]
        if any(self.before.execute(f"SELECT 1 FROM {quoted(name)} WHERE ({v}) IS NULL").fetchone() for v in empty):
            self.refusals.append("a new primary key holds NULLs")
        for row in self.before.execute(f"SELECT {', '.join(values)} FROM {quoted(name)} {order}").fetchall():
            insert(self.now, name, names, row)

    def new_keys(self):
        """Columns that come into the primary key, or may be NULL and become the rowid."""
        name = self.case.table.name
        now, before = ([r[1] for r in columns_of(db, name) if r[5]] for db in (self.now, self.before))
        if now and self.is_alias(now[0]):
            same = before and folded(before[0]) == folded(now[0]) and self.is_alias(before[0], self.before)
            return [] if same and not self.computed(now[0]) else now
        return [c for c in now if folded(c) not in {folded(b) for b in before}]

    def was_generated(self):
        return any(c.has("generated") for c in self.case.table.columns)

    def options(self):
        return " ".join(t.text.upper() for t in self.table.tail)

    def kept_rowid(self):
        key = next((r for r in columns_of(self.now, self.case.table.name) if r[5]), None)
        if "WITHOUT ROWID" in self.options() or (key and self.is_alias(key[1])):
            return None
        return rowid_of(self.was | self.table.names())

    def is_alias(self, column, db=None):
        """Whether the column is another name for the rowid."""
        name, probe = self.case.table.name, connect()
        probe.execute(stored_text(db or self.now, name))
        hidden = rowid_of([r[1] for r in columns_of(probe, name)])
        if not hidden:
            return False
        plan = probe.execute(f"EXPLAIN SELECT {quoted(column)} FROM {quoted(name)}").fetchall()
        return not any(step[1] == "Column" for step in plan)

    def make_rest(self):
        gone = self.indexes_gone()
        for kind, name, _, sql in self.before.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid").fetchall():
            if name not in gone:
                self.now.execute(sql)

    def check_users(self):
        broken = works(self.before) - works(self.now)
        if broken:
            self.refusals.append(f"would work no more: {broken}")

    def check_keys(self):
        """Keys to the table that fit no more; rows that lose their parent."""
        name, was, now = self.case.table.name, violations(self.before), violations(self.now)
        if self.case.open and self.case.keys and (was[name] != {} or now[name] != {}):
            self.may("", "rows without their parents can't be copied with foreign keys on")
        if self.case.open and self.case.keys and self.leads(name, name, self.now) and any(
                t.kind == "index" and "UNIQUE" in t.sql.upper() for t in self.case.things):
            self.may("foreign key mismatch", "an index that its key to itself needs is made behind the rows")
        if self.case.open and self.case.keys:
            self.may_refuse_keys(name)
        for child in now:
            leads = self.leads(child, name, self.before)
            if now[child] is None and was[child] is not None:
                why = f"the foreign key of {child} fits no more"
                self.refusals.append(why) if leads and child != name else self.may("foreign key mismatch", why)
            elif now[child] and was[child] is None:
                self.may("no parent", f"the foreign key of {child} fits now, and its rows don't")
            elif now[child] and any(n > was[child].get(parent, 0) for parent, n in now[child].items()):
                self.refusals.append(f"rows of {child} would have no parent: {was[child]} {now[child]}")

    def may_refuse_keys(self, name):
        """What SQLite itself makes of keys that are on."""
        keys = self.now.execute(f"PRAGMA foreign_key_list({quoted(name)})").fetchall()
        kinds = {folded(r[1]): r[2].upper() for r in columns_of(self.now, name)}
        if any(any(word in kinds[folded(key[3])] for word in ("REAL", "FLOA", "DOUB")) for key in keys):
            self.may("FOREIGN KEY constraint failed", "a REAL's parent is looked for by the integer that it is stored as")
        if keys and any(c.has("generated") for c in self.table.columns):
            self.may("cannot UPDATE generated column", "the key's action would set it")

    def may_stay(self):
        """No stored row, and no index, looks different: checks, NOT NULL and foreign keys come and go."""
        def shaping(table):
            return [k.tokens for _, k in table.clauses() if k.kind in ("pk", "unique", "default", "collate", "generated")]
        kinds = {e.kind for e in self.case.edits}
        new = {e.make.kind for e in self.case.edits if e.kind == "ADD_CONSTRAINT"}
        return (bool(kinds) and kinds <= {"SET_NOT_NULL", "DROP_NOT_NULL", "ADD_CONSTRAINT", "DROP_CONSTRAINT"}
                and new <= {"check", "fk"} and shaping(self.table) == shaping(self.case.table))

    def leads(self, child, parent, db):
        """By a foreign key."""
        return any(folded(r[2]) == folded(parent) for r in db.execute(f"PRAGMA foreign_key_list({quoted(child)})").fetchall())

    def children(self):
        return {n for n in tables(self.before) if self.leads(n, self.case.table.name, self.before)}


# ---- Comparing -----------------------------------------------------------------------------------------------------


def check_equal(what, wished, found):
    if wished != found:
        raise Wrong(f"{what}\n  wished: {wished!r}\n  found:  {found!r}")


def check_text(wish, text):
    """The same tokens; the same between any two that stood together; no comment lost that isn't of what is gone."""
    found, wished = tokens_of(text)[0], wish.table.flat()
    check_equal("the table's tokens", [t.text for t in wished], [t.text for t in found])
    follows = {id(b): id(a) for a, b in zip([None, *wish.old], wish.old)}
    old, own = {id(t) for t in wish.old}, {id(t) for t in wished}
    for before, token, there in zip([None, *wished], wished, found):
        apart = {id(before), id(token)} & wish.moved or id(before) in wish.lifted and id(token) not in wish.lifted
        same = token.gap == there.gap or len(wish.case.edits) > 1 and token.gap.strip() == there.gap.strip()
        if id(token) in old and follows[id(token)] == id(before) and not same and not apart:
            raise Wrong(f"in front of {token.text!r} stood {token.gap!r}, and stands {there.gap!r} in\n{text}")
    check_comments(wish, own, [c for t in found for c in comments_of(t.gap)])


def check_comments(wish, own, found):
    may_go, inside = set(), False
    for token in wish.old:
        stays = id(token) in own - wish.lifted
        if inside:
            may_go |= set(comments_of(token.gap) if not stays else first_on_line(token.gap))
        if inside and stays and token.text == ",":
            inside = "behind"
            continue
        if inside == "behind":
            may_go |= set(first_on_line(token.gap))
        inside = not stays
    for comment in wish.old_comments:
        if comment not in found and comment not in may_go:
            raise Wrong(f"the comment {comment} is gone: {found}")
        if found.count(comment) > 1:
            raise Wrong(f"the comment {comment} is there twice")


def of_today(value):
    """CURRENT_TIMESTAMP without its time: each of the two was made in a second of its own."""
    return value[:10] if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value) else value


def check_rows(wish, wished, found):
    """What SQLite computes for a REAL column and inserts elsewhere is an integer where it can be one."""
    wished, found = ([[of_today(v) for v in row] for row in rows] for rows in (wished, found))
    if wish.was_generated() and wished != found:
        wished, found = ([[0 if v in ("real", "integer") else v for v in row] for row in rows] for rows in (wished, found))
    check_equal("the rows", wished, found)


def check_rest(wish, db):
    """Nothing else has changed."""
    name, gone = wish.case.table.name, wish.indexes_gone()
    kept = [o for o in objects(wish.before) if o[1] not in gone and not (o[0] == "table" and o[1] == name) and o[3]
            and o[1] != "sqlite_sequence"]
    there = [o for o in objects(db) if not (o[0] == "table" and o[1] == name) and o[3] and o[1] != "sqlite_sequence"]
    check_equal("the other objects", kept, there)
    for other in tables(wish.before):
        if other != "sqlite_sequence" and other != name:
            check_equal(f"rows of {other}", rows_of(wish.before, other), rows_of(db, other))
    if wish.case.analyzed:
        check_statistics(wish, db, gone)


def keys_of(db, row):
    """The columns of the index, or of the key of a table WITHOUT ROWID, that the row is about."""
    if row[0] == row[1]:
        return [r[1] for r in columns_of(db, row[0]) if r[5]]
    return [r[2] for r in db.execute(f"PRAGMA index_info({quoted(row[1])})")]


def check_statistics(wish, db, gone):
    def ask(of):
        return sorted((r for r in of.execute("SELECT * FROM sqlite_stat1").fetchall() if r[1] not in gone), key=repr)
    kept = [r for r in ask(wish.before) if r[0] != wish.case.table.name or r[1] is None
            or keys_of(wish.before, r) == keys_of(wish.now, r) != []]
    if not set(kept) <= set(ask(db)):
        raise Wrong(f"sqlite_stat1\n  before: {ask(wish.before)}\n  behind: {ask(db)}")


def mark_of(db, table):
    try:
        found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchall()
    except sqlite3.Error:
        return []
    return [r[0] for r in found if r[0]]


def counts(table):
    return any(t.text.upper() == "AUTOINCREMENT" for c, k in table.clauses() if k.kind == "pk" for t in k.tokens)


def check_marks(wish, db):
    name = wish.case.table.name
    for other in tables(wish.before):
        if other != name:
            check_equal(f"the mark of {other}", mark_of(wish.before, other), mark_of(db, other))
    both = counts(wish.case.table) and counts(wish.table)
    check_equal("the mark", mark_of(wish.before if both else wish.now, name), mark_of(db, name))
    left = db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'aludel%' OR tbl_name LIKE 'aludel%'").fetchall()
    check_equal("what is left over", [], left)


def compare(wish, db):
    """The result, which has its text by now, against the wish."""
    name = wish.case.table.name
    text = stored_text(db, name)
    check_text(wish, text)
    if wish.refusals:
        raise Wrong(f"it should have been refused: {wish.refusals}")
    fresh = Wish.__new__(Wish)
    fresh.__dict__.update(wish.__dict__, refusals=[], may_refuse=[])
    fresh.make(text)
    check_equal("a table made from its text", [], fresh.refusals)
    wished, found = shape_of(fresh.now, name), shape_of(db, name)
    for what in wished:
        check_equal(what, wished[what], found[what])
    check_equal("integrity_check", integrity(fresh.now), integrity(db))
    check_rows(wish, rows_of(fresh.now, name), rows_of(db, name))
    check_rest(fresh, db)
    check_marks(fresh, db)
    check_equal("rows without their parents", violations(fresh.now), violations(db))

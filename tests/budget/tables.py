"""Tables at random, with what SQLite lets hang on one; and rows for them."""

TEXTS = ["", "x", "kitchen", "a longer text of some forty characters or", "öäü" * 9]
LONGER = ["hex({0})", "hex(hex(hex({0})))", "{0} || {0} || '!'", "length({0})", "upper(coalesce({0}, 'nothing'))"]


class Table:
    """`columns`: those that may be written. `loose`: something follows from its rows that no statement names."""

    def __init__(self, r, name, parent=None):
        self.name, self.indexes, self.counter, self.parent, self.children = name, [], 0, parent, []
        self.columns = {f"c{i}": r.choice(["INTEGER", "TEXT", "REAL", "BLOB", "TEXT"]) for i in range(r.randint(1, 7))}
        self.without_rowid = r.random() < 0.2
        self.key = self.without_rowid and r.random() < 0.5
        self.counts = not self.without_rowid and r.random() < 0.15
        self.unique = r.random() < 0.3
        self.used = {"c0"} # by something that wants it as it is
        self.computed, self.after = [], []
        self.words = None
        self.loose = False
        if parent:
            parent.children.append(self)
            self.how = r.choice(["ON DELETE CASCADE", "ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE SET NULL"])
        if r.random() < 0.12:
            self.compute(r)
        for _ in range(r.choice([0, 0, 0, 1])):
            self.hang_on(r)

    def compute(self, r):
        column = r.choice(list(self.columns))
        self.used.add(column)
        self.computed.append(f"g{self.new_number()} AS ({r.choice(LONGER).format(column)}) {r.choice(['STORED', 'VIRTUAL'])}")
        self.loose = True
        if r.random() < 0.6:
            self.after.append(f"CREATE INDEX gi_{self.name} ON {self.name} ({self.computed[-1].split()[0]})")

    def hang_on(self, r):
        """An index of a part, or of what is computed; a trigger; a virtual table of its words."""
        column = r.choice(list(self.columns))
        self.used.add(column)
        kind = r.choice(["part", "part", "expression", "trigger", "words"])
        if kind == "part":
            self.after.append(f"CREATE INDEX part_{self.name} ON {self.name} ({column}) WHERE id % 2 = 0")
            self.used |= {"id"}
        elif kind == "expression":
            self.after.append(f"CREATE INDEX expr_{self.name} ON {self.name} ({r.choice(LONGER).format(column)})")
            self.loose = True
        elif kind == "trigger":
            self.after.append(trigger(r, self, column))
            self.loose = True
        else:
            self.words = f"words_{self.name}"
            self.after.append(f"CREATE VIRTUAL TABLE {self.words} USING fts5(body{r.choice(['', ', prefix=' + repr('1 2 3')])})")

    def definition(self, name=None):
        key = "id INTEGER PRIMARY KEY" + " AUTOINCREMENT" * self.counts if not self.key else "id INTEGER NOT NULL, k TEXT NOT NULL DEFAULT 'key'"
        columns = [key, *(f"{name} {kind}" for name, kind in self.columns.items()), *self.computed]
        if self.parent:
            columns.append(f"parent INTEGER REFERENCES {self.parent.name} (id) {self.how}")
        columns += ["UNIQUE (id, c0)"] * self.unique + ["PRIMARY KEY (k, id)"] * self.key
        columns += ["UNIQUE (id)"] * (self.key and bool(self.children))
        return f"CREATE TABLE {name or self.name} ({', '.join(columns)})" + " WITHOUT ROWID" * self.without_rowid

    def new_number(self):
        self.counter += 1
        return self.counter

    def new_name(self, prefix):
        return f"{prefix}_{self.name}_{self.new_number()}"

    def is_followed(self):
        """Or it is what follows: of a table that is made anew it isn't told which other one its rows follow."""
        return bool(self.loose or self.parent or self.children)

    def free(self):
        """Columns that nothing wants."""
        return [name for name in self.columns if name not in self.used]


def trigger(r, t, column):
    what, row = r.choice([("INSERT", "new"), ("UPDATE", "old"), ("DELETE", "old"), (f"UPDATE OF {column}", "new")])
    return (f"CREATE TRIGGER {t.new_name('after')} AFTER {what} ON {t.name} BEGIN "
            f"INSERT INTO log VALUES ({row}.id, {r.choice(LONGER).format(row + '.' + column)}); END")


def value(r, kind, long):
    if r.random() < 0.15:
        return None
    if kind == "INTEGER":
        return r.choice([0, 1, -1, r.randint(-300, 300), r.randint(0, 2**31), r.randint(-2**62, 2**62)])
    if kind == "REAL":
        return r.choice([0.5, r.random() * 1e9, float(r.randint(0, 9))])
    size = r.choice([0, 3, 20, 60, 200, long])
    if kind == "BLOB":
        return r.randbytes(r.randint(0, size))
    return r.choice(TEXTS) * r.randint(0, 1 + size // 20)


def row(r, t, i, long):
    """A value for each of its columns, by name."""
    values = {"id": i, **{name: value(r, kind, long) for name, kind in t.columns.items()}}
    if t.key:
        values["k"] = r.choice(TEXTS) * r.randint(1, 4)
    if t.parent:
        values["parent"] = r.choice(t.parent.ids or [None])
    return values


def fill(r, db, tables, rows):
    for t in tables:
        long = r.choice([30, 30, 500, 6000])
        count = r.randint(rows // 3, rows)
        if long == 6000 or t.loose or t.words:
            count //= 8
        t.ids = r.sample(range(1, count * 3 + 2), count)
        names = list(row(r, t, 0, long))
        db.executemany(f"INSERT INTO {t.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                       (list(row(r, t, i, long).values()) for i in t.ids))
        if t.words and not t.computed:
            db.execute(f"INSERT INTO {t.words} SELECT CAST(c0 AS TEXT) FROM {t.name}")
        gone = r.choice([2, 3, 7, 1000000])
        db.execute(f"DELETE FROM {t.name} WHERE id % ? = 0", (gone,))
        t.ids = [i for i in t.ids if i % gone]

"""Random CREATE TABLEs of SQLite's grammar."""

WORDS = ["a", "b1", "total", "Name", "key", "action", "generated", "always", "match", "no", "initially", "ä", "x$y",
         "like", "desc", "replace", "temp", "row", "end", "if", "storage", "include", "exclude", "cascade", "current"]
ODD = ["", " ", "a b", 'q"q', "q'q", "a,b", "a)b", "a(b", "--", "/*", "select", "check", "a]b", "a`b", ";", "0", "ü\n"]
TYPES = ["INT", "INTEGER", "TEXT", "REAL", "BLOB", "VARCHAR(40)", "DECIMAL(10, 2)", "DOUBLE PRECISION", "long long text",
         "FOO(-1,+2.5)", "", "", "numeric ( 3 )", 'x "y z" (1)', "x [a b] c", "no action", "match", "generated"]
VALUES = ["1", "-1", "+ 2.5", "'x'", "'it''s)'", "NULL", "x'0aff'", "CURRENT_TIMESTAMP", "true", "foo", '"q,q"', "(1 + 2)",
          "(random())", "( ')' || '(' )", "-'x'", "1e-3", ".5", "0x1f", "(datetime('now', '+1 day'))", "key", "[b]"]
EXPRESSIONS = ["1", "1 > 0", "'(' <> ')'", "length('a,b') IN (1, 2, (3))", "x'ff' IS NOT NULL", "1 -- )\n + 1",
               "/* ) */ 2", "CASE WHEN 1 THEN (2) ELSE ((3)) END", "'a' LIKE '%''%' ESCAPE '\\'", "CAST(1 AS INT)",
               "NOT 0 AND (1 OR 0)", "1 COLLATE nocase"]
GAPS = [" "] * 12 + ["  ", "\n", "\t", " /* c */ ", " -- c\n", "/*,*/", "/*)*/ ", "\r\n", " /* 'x */ "]


class Maker:
    def __init__(self, rng):
        self.rng = rng

    def chance(self, p):
        return self.rng.random() < p

    def gap(self):
        return self.rng.choice(GAPS)

    def cased(self, words):
        """Keywords in some case, with something between them."""
        done = [w if self.chance(0.6) else w.lower() if self.chance(0.5) else w.title() for w in words.split()]
        return self.joined(done)

    def joined(self, parts):
        return "".join(p + self.gap() for p in parts if p).rstrip(" ")

    def quoted(self, name):
        kind = self.rng.choice("\"\"'`[")
        if kind == "[":
            return f"[{name}]" if "]" not in name else '"' + name.replace('"', '""') + '"'
        return kind + name.replace(kind, kind * 2) + kind

    def new_name(self):
        return self.rng.choice(ODD) if self.chance(0.2) else self.rng.choice(WORDS)

    def written(self, name):
        if name not in WORDS or name in ("if", "like") or self.chance(0.3):
            return self.quoted(name)
        return name.upper() if self.chance(0.1) else name

    def any_name(self):
        return self.written(self.new_name())

    def conflict(self):
        if self.chance(0.8):
            return ""
        return self.cased("ON CONFLICT " + self.rng.choice(["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"]))

    def group(self, inside):
        gap = self.gap() if self.chance(0.3) else ""
        return f"({gap}{inside}{gap})"

    def columns(self, names):
        return self.group(f"{self.gap()},{self.gap()}".join(self.written(n) for n in names))

    def references(self, count):
        parts = [self.cased("REFERENCES"), self.any_name()]
        if self.chance(0.6):
            parts.append(self.columns(self.rng.sample(WORDS, count)))
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            parts.append(self.rng.choice([
                self.cased("ON " + self.rng.choice(["DELETE ", "UPDATE "]) +
                           self.rng.choice(["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"])),
                self.cased("MATCH") + " " + self.any_name()]))
        return self.joined(parts + [self.deferrable()])

    def deferrable(self):
        if self.chance(0.6):
            return ""
        return self.cased(self.rng.choice(["", "NOT "]) + "DEFERRABLE" +
                          self.rng.choice(["", " INITIALLY DEFERRED", " INITIALLY IMMEDIATE"]))

    def named(self, text):
        if self.chance(0.25):
            return self.joined([self.cased("CONSTRAINT"), self.any_name(), text])
        return text

    def column_part(self, name):
        kind = self.rng.randrange(9)
        if kind == 0:
            return self.joined([self.cased("NOT NULL"), self.conflict()])
        if kind == 1:
            return self.cased("NULL")
        if kind == 2:
            return self.joined([self.cased("UNIQUE"), self.conflict()])
        if kind == 3:
            return self.joined([self.cased("CHECK"), self.group(self.rng.choice(EXPRESSIONS))])
        if kind == 4:
            return self.joined([self.cased("DEFAULT"), self.rng.choice(VALUES)])
        if kind == 5:
            return self.joined([self.cased("COLLATE"), self.rng.choice(["nocase", '"rtrim"', "'binary'"])])
        if kind == 6:
            return self.references(1)
        if kind == 7:
            return self.deferrable()
        return ""

    def generated(self):
        return self.joined([self.cased(self.rng.choice(["AS", "GENERATED ALWAYS AS"])),
                            self.group(self.rng.choice(["1", "'x)'", "(1) + 2", "abs(-1)"])),
                            self.cased(self.rng.choice(["", "STORED", "VIRTUAL"]))])

    def column(self, name, key):
        parts = [self.written(name), self.rng.choice(TYPES)]
        if key:
            parts[1] = self.rng.choice(["INTEGER", "int", "", "integer"])
            parts.append(self.named(self.joined([
                self.cased("PRIMARY KEY"), self.cased(self.rng.choice(["", "ASC", "DESC"])), self.conflict(),
                self.cased(self.rng.choice(["", "", "AUTOINCREMENT"]))])))
        elif self.chance(0.12):
            parts.append(self.named(self.generated()))
        parts += [self.named(self.column_part(name)) for _ in range(self.rng.choice([0, 1, 1, 2, 3]))]
        return self.joined(parts)

    def constraint(self, names, key):
        some = self.rng.sample(names, self.rng.randint(1, min(3, len(names))))
        kind = self.rng.randrange(4)
        if key:
            return self.joined([self.cased("PRIMARY KEY"), self.columns(some), self.conflict()])
        if kind == 0:
            return self.joined([self.cased("UNIQUE"), self.columns(some), self.conflict()])
        if kind == 1:
            return self.joined([self.cased("CHECK"), self.group(self.rng.choice(EXPRESSIONS)), self.conflict()])
        if kind == 2:
            return self.joined([self.cased("FOREIGN KEY"), self.columns(some), self.references(len(some))])
        return ""

    def table(self):
        names = []
        for _ in range(self.rng.randint(1, 6)):
            name = self.new_name()
            if name.lower() not in [n.lower() for n in names]:
                names.append(name)
        key = self.rng.choice(["", "", "column", "table"])
        keyed = self.rng.randrange(len(names)) if key == "column" else -1
        text = ("," + self.gap()).join(self.column(n, i == keyed) for i, n in enumerate(names))
        for i in range(self.rng.choice([0, 0, 1, 2, 3])):
            comma = "," if i == 0 or self.chance(0.8) else " "
            text += comma + self.gap() + self.named(self.constraint(names, key == "table" and i == 0))
        options = self.rng.choice(["", "", "", "", "WITHOUT ROWID", "STRICT", "STRICT, WITHOUT ROWID", ";"])
        head = self.cased(self.rng.choice(["CREATE TABLE", "CREATE TABLE", "CREATE TEMP TABLE", "CREATE TABLE IF NOT EXISTS"]))
        return f"{head} {self.any_name()}{self.gap()}{self.group(text)}{self.gap()}{options}"

"""Rows that suit both schemas of a pair, and the questions that must be answered alike by both."""
from as_sql import kinds_of, name_of, own_columns, quoted
from made_up import is_generated

ROWS = (1, 2, 3)


def has_default(column):
    return bool(column.what[1]) or column.what[0] in ("serial", "bigserial") or "GENERATED" in column.what[3]


class Rows:
    def __init__(self, pair, dialect):
        self.pair, self.dialect = pair, dialect
        self.filled = {t.key for t in pair.a.of("table") if self.may_be_filled(t.key)}
        while unfit := {t for t in self.filled if not self.finds_parents(t)}:
            self.filled -= unfit

    # ---- Which tables

    def other(self, key):
        return self.pair.b.parts.get(self.pair.counterpart(key))

    def common(self, table):
        """(its column in A, in B)"""
        both = [(c, self.other(c.key)) for c in self.pair.a.within(table, "column")]
        return [(a, b) for a, b in both if b]

    def may_be_filled(self, table):
        there = self.pair.counterpart(table)
        if there not in self.pair.b.parts:
            return True
        return (self.comes_and_goes(table, there) and all(self.suits(a, b) for a, b in self.common(table))
                and self.keys_stay(table, there))

    def comes_and_goes(self, table, there):
        """What only one of them has can be there without a value that somebody chose."""
        common = self.common(table)
        own = [c for c in self.pair.a.within(table, "column") if c not in [a for a, _ in common]]
        own += [c for c in self.pair.b.within(there, "column") if c not in [b for _, b in common]]
        return bool(common) and all(has_default(c) or (not c.what[2] and c.what[0] != "domain") for c in own)

    def keys_stay(self, table, there):
        """Keys are of columns that both have; a check of a column that is new sees its default."""
        for schema, key in ((self.pair.a, table), (self.pair.b, there)):
            common = {c.key for both in self.common(table) for c in both}
            for part in schema.within(key, "primary", "unique", "check", "foreign", "index", "exclude"):
                strict = part.kind != "index" or part.what[0]
                if strict and not set(own_columns(part)) <= common:
                    return False
                if strict and any(self.repeats(schema.parts[c]) for c in own_columns(part)):
                    return False
        return True

    def repeats(self, column):
        return column.what[0] in ("bool", "enum", "domain", "varbit")

    def suits(self, a, b):
        """A value of the one is a value of the other, there and back."""
        if a.what[0] == b.what[0] == "enum":
            return bool(self.labels(a, b))
        if a.what[0] == b.what[0] == "domain":
            return self.pair.a.parts[a.needs[0]].what[0].split()[0] == self.pair.b.parts[b.needs[0]].what[0].split()[0]
        if is_generated(a) != is_generated(b):
            return False
        here, there = plain(a.what[0]), plain(b.what[0])
        all_kinds = kinds_of(a.key[1], self.dialect)
        if here == there:
            return True
        return here in all_kinds and there in all_kinds[here].becomes

    def finds_parents(self, table):
        """References are to the rows of the same number, which don't come back with a table that was dropped."""
        there = self.pair.counterpart(table)
        stays = there in self.pair.b.parts
        return all(k.needs[0] in self.filled and (self.other(k.needs[0]) or not stays) for k in self.pair.a.within(table, "foreign")) and all(
            any(self.pair.counterpart(f) == k.needs[0] for f in self.filled) for k in self.pair.b.within(there, "foreign"))

    # ---- Values

    def labels(self, a, b):
        here = self.pair.a.parts[a.needs[0]].what
        return [l for l in here if not b or b.what[0] != "enum" or l in self.pair.b.parts[b.needs[0]].what]

    def value(self, column, i):
        kind, there = column.what[0], self.other(column.key)
        if kind == "enum":
            return self.labels(column, there)[0]
        if kind == "domain":
            base = self.pair.a.parts[column.needs[0]].what[0]
            return str(i) if base.startswith(("integer", "numeric")) else f"'{i}'"
        if i == 3 and self.may_be_null(column, there):
            return "NULL"
        return kinds_of(column.key[1], self.dialect)[plain(kind)].value.format(i=i)

    def may_be_null(self, column, there):
        """In keys there are none, so that none is repeated."""
        users = [*self.pair.a.users(column.key), *(self.pair.b.users(there.key) if there else [])]
        return not any(c and (c.what[2] or has_default(c)) for c in (column, there)) and all(u.kind in ("view", "matview", "comment") for u in users)

    def inserts(self):
        made = []
        for i in ROWS:
            for table in sorted(self.filled):
                columns = [c for c in self.pair.a.within(table, "column") if not is_generated(c)]
                over = " OVERRIDING SYSTEM VALUE" if any("ALWAYS AS IDENTITY" in c.what[3] for c in columns) else ""
                named = ", ".join(quoted(c.key[2]) for c in columns)
                values = ", ".join(self.value(c, i) for c in columns)
                made.append(f"INSERT INTO {name_of(table)} ({named}){over} VALUES ({values})")
        return made

    # ---- Questions

    def questions(self, of_b):
        """To A, or to B: of columns that are alike."""
        for table in sorted(self.filled):
            there = self.pair.counterpart(table)
            if there in self.pair.b.parts:
                same = [(a, b) for a, b in self.common(table) if plain(a.what[0]) == plain(b.what[0]) and a.what[3] == b.what[3]]
                columns = [(b if of_b else a).key for a, b in same]
                if columns:
                    named = ", ".join(f"CAST({name_of(c)} AS text)" for c in columns)
                    yield f"SELECT {named} FROM {name_of(there if of_b else table)} ORDER BY {named}"


def plain(kind):
    return {"serial": "int", "bigserial": "big"}.get(kind, kind)

"""A schema that is like another one: some parts are gone, some new, some different, some have other names."""
from as_sql import kinds_of, options, own_columns
from made_up import ACTIONS, LABELS, MAKES, Maker, is_generated, relations
from parts import Pair, Part

STEPS = ["add", "add", "add", "drop", "drop", "alter", "alter", "alter", "alter"]
CALM = ("index", "view", "matview", "comment", "trigger")  # what doesn't mind that a column has another type


class Changer(Maker):
    """Makes pairs."""

    def like(self, schema):
        made = schema.copy()
        made.dialect = self.dialect
        for _ in range(self.chance.randrange(1, 8)):
            step = self.one(STEPS) if made.of("table") else "table"
            if step == "table":
                self.add_table(made)
            elif step == "add":
                self.add(made, self.one([*[k for k in ("check", "unique", "foreign", "index") for _ in range(2)], *self.makes()]))
            elif step == "drop":
                self.drop(made)
            elif step == "alter":
                self.alter(made, self.one(list(made.parts.values())))
        return made

    def makes(self):
        return MAKES[self.dialect]

    def drop(self, schema):
        part = self.one(list(schema.parts.values()))
        if part.kind == "table" and len(schema.of("table")) == 1 or part.kind == "schema" and self.odds(0.5):
            return
        if part.kind in ("primary", "column") and self.holds_the_table(schema, part):
            return
        schema.drop(part.key)

    def holds_the_table(self, schema, part):
        """A table WITHOUT ROWID has a key."""
        key = schema.within(part.key[1], "primary")
        return bool(options(part.key[1], self.dialect) and key and (part == key[0] or part.key in own_columns(key[0]))) or (
            part.kind == "column" and len(schema.within(part.key[1], "column")) == 1)

    # ---- Altering

    def alter(self, schema, part):
        alter = getattr(self, f"alter_{part.kind}", None)
        if alter:
            alter(schema, part)

    def alter_text(self, schema, part, texts):
        schema.put(part.like((texts,)))

    def alter_column(self, schema, part):
        what = self.chance.randrange(4)
        users = schema.users(part.key)
        if any(u.kind in ("primary", "unique", "foreign") for u in users) and (what != 1 or any(u.kind == "primary" for u in users)):
            return
        kind, default, not_null, rest = part.what
        if kind in ("serial", "bigserial", "none") or "IDENTITY" in rest:
            return
        if is_generated(part):
            schema.put(part.like((kind, None, False, rest.replace("+ 1", "+ 2").replace("* 2", "+ 1"))))
        elif what == 0:
            self.alter_kind(schema, part, users)
        elif what == 1:
            schema.put(part.like((kind, default, not not_null, rest)))
        elif what == 2 and kind not in ("enum", "domain"):
            default, needs = self.default(schema, kind, part.key[1])
            schema.put(Part(part.key, (kind, default, not_null, rest), needs))
        elif kind in ("text", "long") and not users:
            schema.put(part.like((kind, default, not_null, "" if rest else self.rest(schema, part.key[1], kind, default))))

    def alter_kind(self, schema, part, users):
        kind, _, not_null, rest = part.what
        if kind in ("enum", "domain") or any(u.kind not in CALM for u in users):
            return
        if any(minds_the_type(u) for u in users):
            return
        becomes = kinds_of(part.key[1], self.dialect)[kind].becomes
        if becomes:
            schema.put(Part(part.key, (self.one(becomes), None, not_null, "" if "GENERATED" in rest else rest if self.still_text(part, becomes) else ""), ()))

    def still_text(self, part, becomes):
        all_kinds = kinds_of(part.key[1], self.dialect)
        return all(all_kinds[b].family == "text" for b in becomes)

    def alter_check(self, schema, part):
        text = part.what[0]
        more = {"@0 > 0": "@0 >= 1", "@0 <> 100": "@0 > 0", "length(@0) > 0": "length(@0) > 0 AND @0 <> 'x y'"}.get(text)
        if more:
            schema.put(part.like((more,)))

    def alter_foreign(self, schema, part):
        schema.put(part.like((part.what[0], self.one(ACTIONS))))

    def alter_index(self, schema, part):
        if part.key[1][0] != "table":
            return
        columns = [c for c in self.columns_of(schema, part.key[1]) if c in part.needs]
        if columns:
            schema.put(Part(part.key, *self.index_how(schema, part.key[1], columns)))

    def alter_primary(self, schema, part):
        schema.parts.pop(part.key)
        if schema.users(part.key) or options(part.key[1], self.dialect):
            schema.put(part)
        else:
            self.add_primary(schema, part.key[1])

    def alter_view(self, schema, part):
        columns = self.columns_of(schema, part.needs[0]) if part.needs[0][0] == "table" else []
        if columns:
            needs = [part.needs[1] if self.odds(0.5) else self.one(columns), *self.some(columns, 2)]
            text = ", ".join(f"@{i + 1} AS c{i}" for i in range(len(needs)))
            schema.put(Part(part.key, (f"SELECT {text} FROM @0",), (part.needs[0], *needs)))

    alter_matview = alter_view

    def alter_enum(self, schema, part):
        used = {c.what[1] for c in schema.of("column") if part.key in c.needs}
        labels = [l for l in part.what if l in used or not self.odds(0.15)] or list(part.what)
        new = [l for l in LABELS if l not in labels]
        if new and self.odds(0.6):
            labels.insert(self.chance.randrange(len(labels) + 1), self.one(new))
        elif self.odds(0.5):
            self.chance.shuffle(labels)
        schema.put(part.like(labels))

    def alter_domain(self, schema, part):
        base = part.what[0].split()[0]
        for _ in range(20):
            text = self.domain_text()
            if text.split()[0] == base:
                schema.put(part.like((text,)))
                return

    def alter_sequence(self, schema, part):
        schema.put(part.like((self.sequence_text(),)))

    def alter_function(self, schema, part):
        schema.put(part.like((self.function_text(),)))

    def alter_react(self, schema, part):
        schema.put(part.like((self.react_text(),)))

    def alter_comment(self, schema, part):
        schema.put(part.like((f"'other {self.chance.randrange(9)}'",)))

    # ---- Pairs

    def rename(self, pair):
        """A table or a column of B has another name, and it is said."""
        both = [p.key for p in pair.a.of("table", "column") if p.key in pair.b.parts]
        both = [k for k in both if not options(k if k[0] == "table" else k[1], self.dialect)]  # SQLite can't do all of these
        both = [k for k in both if not {"primary", "unique"} <= {u.kind for s in (pair.a, pair.b) for u in s.users(k)}]  # nor these
        if not both:
            return pair
        old = self.one(both)
        both = (pair.a, pair.b)
        taken = [n for s in both for n in (relations(s) if old[0] == "table" else [c.key[2] for c in s.within(old[1], "column")])]
        name = self.fresh(taken)
        new = (*old[:2], name if "." not in name and "." not in str(old) else self.number("n"))
        if (old[0] == "table" and options(new, self.dialect)) or "." in old[2] or (old[0] == "column" and "." in old[1][2]):
            return pair
        return Pair(pair.id, pair.a, pair.b.renamed(old, new), ((old, new),))

    def next_pair(self, id, number, a):
        """From `a`: mostly to one that is like it, now and then with another name, or to one that has nothing to do with it."""
        if number % 10 == 5:
            return Pair(id, a, self.schema())
        pair = Pair(id, a, self.like(a))
        return self.rename(pair) if number % 5 == 3 else pair

    def walk(self, numbers):
        """Pairs of which each begins where the one before it has ended."""
        a = self.schema()
        for number in numbers:
            pair = self.next_pair(f"p{number}", number, a)
            yield pair
            a = pair.b.copy()
            a.dialect = self.dialect


def minds_the_type(user):
    """An expression is one of this type only, and so is an operator class."""
    text = " ".join(map(str, user.what))
    return user.kind != "comment" and any(word in text for word in ("(", "_ops", "||", ">", "COLLATE"))

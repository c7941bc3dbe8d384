"""A schema as its parts. Each has a key, which says what it is and where it stands, and names the parts that it needs: so
that any part can be taken away, with all that rests on it, or have another name, without knowing what it is.

    ("table", schema, name)   ("column", table's key, name)   ("check", table's key, name)   ("comment", the other's key) …
"""
import dataclasses


NO_NEED = (("schema", "public"), ("schema", "main"))  # they are there


@dataclasses.dataclass(frozen=True)
class Part:
    key: tuple
    what: tuple = ()   # how it is; as_sql.py says what stands where
    needs: tuple = ()  # keys; those of columns in their order

    @property
    def kind(self):
        return self.key[0]

    @property
    def columns(self):
        """Names of the columns that it needs in its own table."""
        return [n[2] for n in self.needs if n[0] == "column" and n[1] == self.key[1]]

    def all_needs(self):
        """What it stands in, too."""
        within = self.key[1] if isinstance(self.key[1], tuple) else ("schema", self.key[1])
        return {*self.needs, *([within] if within not in NO_NEED and within != self.key else [])}

    def like(self, what):
        return dataclasses.replace(self, what=tuple(what))


class Schema:
    """Parts by their keys, each behind those that it needs."""

    def __init__(self, parts=()):
        self.parts = {p.key: p for p in parts}

    def copy(self):
        return Schema(self.parts.values())

    def put(self, part):
        self.parts[part.key] = part
        return part

    def of(self, *kinds):
        return [p for p in self.parts.values() if p.kind in kinds]

    def within(self, key, *kinds):
        """The parts of a table."""
        return [p for p in self.of(*kinds) if p.key[1] == key]

    def users(self, key):
        return [p for p in self.parts.values() if key in p.all_needs()]

    def drop(self, key):
        """A table without columns, and a column list without a column, are nothing."""
        part = self.parts.pop(key, None)
        if not part:
            return
        for user in self.users(key):
            self.drop(user.key)
        if part.kind == "column" and part.key[1] in self.parts and not self.within(part.key[1], "column"):
            self.drop(part.key[1])

    def renamed(self, old, new):
        return Schema(Part(with_key(p.key, old, new), p.what, with_key(p.needs, old, new)) for p in self.parts.values())


def with_key(keys, old, new):
    if keys == old:
        return new
    return tuple(with_key(k, old, new) if isinstance(k, tuple) else k for k in keys)


@dataclasses.dataclass
class Pair:
    """Two schemas; `renames` are pairs of keys of the one and of the other, the other being like it but for them."""
    id: str
    a: Schema
    b: Schema
    renames: tuple = ()
    exact: bool = False

    def counterpart(self, key):
        """The key in B of what has this one in A."""
        for old, new in self.renames:
            key = with_key(key, old, new)
        return key

    def smaller(self, id):
        """Pairs that lack something of this one, or where less is different."""
        wished = {k for both in self.renames for k in both}
        for key in self.a.parts:
            if key not in wished:
                yield self.without(id, key, self.counterpart(key))
        for key, part in self.b.parts.items():
            if key not in wished and key not in self.a.parts:
                yield self.without(id, None, key)
            elif key in self.a.parts and not self.renames and self.a.parts[key] != part:
                yield self.with_less_change(id, key)
        for i in range(len(self.renames)):
            if len(self.renames) == 1:
                yield Pair(id, self.a.copy(), self.b.renamed(self.renames[i][1], self.renames[i][0]), (), self.exact)

    def without(self, id, of_a, of_b):
        a, b = self.a.copy(), self.b.copy()
        a.drop(of_a)
        b.drop(of_b)
        return Pair(id, a, b, self.renames, self.exact)

    def with_less_change(self, id, key):
        b = self.b.copy()
        if all(n in b.parts for n in self.a.parts[key].all_needs()):
            b.parts[key] = self.a.parts[key]
        return Pair(id, self.a.copy(), b, self.renames, self.exact)

"""What a batch's directives say, in the terms of beside_facts: what is there before, what must be there behind them.

    e = Edits(case)
    e.expected(before, feature)    the items of `before` that must be there still, renamed where they have to be
    e.made(before, feature)        the items that the directives make
"""
import contextlib

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

import definition
from beside_facts import COLUMN, plain

DIALECT = sqlite.dialect()


def type_words(type_):
    return definition.words(sa.types.to_instance(type_).compile(dialect=DIALECT))


def default_text(default):
    if hasattr(default, "compile"):
        default = str(default.compile(dialect=DIALECT))
    return plain(default)


class Edits:
    """Stands where `batch_op` does, and takes down what is said to it."""

    def __init__(self, case):
        self.table, self.conventions = case.table, {}
        self.renamed, self.dropped, self.added, self.types = {}, [], [], {}
        self.nullable, self.defaults, self.gone = {}, {}, []
        self.new = {}  # feature -> items
        exec(case.script(), {"op": self, "sa": sa})

    @contextlib.contextmanager
    def batch_alter_table(self, table, naming_convention=None, recreate="auto"):
        self.conventions = naming_convention or {}
        yield self

    # ---- Columns ---------------------------------------------------------------------------------------------

    def add_column(self, column, insert_after=None):
        name = column.name
        self.added.append((name, insert_after))
        self.make("types", (name, *type_words(column.type)))
        if not column.nullable:
            self.make("NOT NULL", (name,))
        if column.server_default is not None:
            self.make("defaults", (name, default_text(column.server_default.arg)))

    def drop_column(self, name):
        self.dropped.append(name)

    def alter_column(self, name, nullable=None, type_=None, server_default=False, new_column_name=None, existing_type=None):
        if new_column_name:
            self.renamed[name] = new_column_name
        if type_ is not None:
            self.types[name] = type_
            self.make("types", (name, *type_words(type_)))
        if nullable is not None:
            self.nullable[name] = nullable
            self.make("NOT NULL", *([] if nullable else [(name,)]))
        if server_default is not False:
            self.defaults[name] = server_default
            self.make("defaults", *([] if server_default is None else [(name, default_text(server_default))]))

    # ---- Constraints and indexes -----------------------------------------------------------------------------

    def create_check_constraint(self, name, condition):
        self.make("named CHECKs", (name, "(", *definition.words(condition), ")"))

    def create_unique_constraint(self, name, columns):
        self.make("UNIQUE", tuple(columns))
        self.make("names of keys and UNIQUE", (name, "unique", *columns))

    def create_primary_key(self, name, columns):
        self.make("primary key", tuple(columns))
        self.make("names of keys and UNIQUE", (name, "primary", *columns))

    def create_foreign_key(self, name, referent, local_cols, remote_cols, ondelete=None):
        self.make("foreign keys", (*local_cols, "->", referent.lower(), *remote_cols))
        self.make("names of keys and UNIQUE", (name, "foreign", *local_cols))
        if ondelete:
            self.make("`ON DELETE`, `ON UPDATE`", (*local_cols, "NO ACTION", ondelete))

    def create_index(self, name, columns, unique=False):
        self.make("indexes", (name.lower(), *(["unique"] if unique else []), *columns))

    def drop_constraint(self, name, type_=None):
        self.gone.append((name, {"foreignkey": "foreign"}.get(type_, type_)))

    def make(self, feature, *items):
        self.new.setdefault(feature, []).extend(items)

    # ---- Which constraints are meant --------------------------------------------------------------------------

    def columns_gone(self, before, kind):
        """The columns of the constraints of that kind that go, by their names or by the convention's."""
        found = []
        for name, of_kind in self.gone:
            if of_kind == kind:
                named = [item[2:] for item in before["names of keys and UNIQUE"] if item[0] == name]
                found += named or [self.by_convention(before, name, kind)]
        return found

    def by_convention(self, before, name, kind):
        feature, key = ("UNIQUE", "uq") if kind == "unique" else ("foreign keys", "fk")
        for item in before[feature]:
            arrow = item.index("->") if "->" in item else len(item)
            called = {"table_name": self.table, "column_0_name": item[0], "referred_table_name": item[arrow + 1] if kind == "foreign" else ""}
            if self.conventions[key] % called == name:
                return item[:arrow]
        raise ValueError("no constraint has the name " + name)

    # ---- What must be there behind them -------------------------------------------------------------------------

    def expected(self, before, feature):
        items = before[feature]
        if feature == "columns and their order":
            return [self.order(items[0])]
        if feature == "values of a column that gets another type":
            return [i for i in items if i[0] in self.types]
        kept = [i for i in items if not self.goes(before, feature, i)]
        return kept if feature.startswith("other tables") else [self.follow(i) for i in kept]

    def made(self, feature):
        return self.new.get(feature, [])

    def order(self, columns):
        order = [self.renamed.get(c, c) for c in columns if c not in self.dropped]
        for name, after in self.added:
            order.insert(order.index(after) + 1 if after else len(order), name)
        return tuple(order)

    def follow(self, item):
        return tuple(self.renamed.get(word, word) for word in item)

    def goes(self, before, feature, item):
        if any(c in item for c in self.dropped) or (feature in COLUMN and self.replaced(feature, item[0])):
            return True
        if feature == "its rows, with the values' types":
            return item[0] in self.types
        return self.constraint_goes(before, feature, item)

    def replaced(self, feature, column):
        changed = {"types": self.types, "NOT NULL": self.nullable, "defaults": self.defaults}
        return column in changed.get(feature, ())

    def constraint_goes(self, before, feature, item):
        if feature in ("named CHECKs", "names of keys and UNIQUE"):
            return item[0] in [name for name, _ in self.gone]
        unique, foreign = self.columns_gone(before, "unique"), self.columns_gone(before, "foreign")
        if feature == "UNIQUE":
            return item in unique
        if feature == "`ON CONFLICT`":
            return any(item[:1 + len(c)] == ("unique", *c) for c in unique)
        if feature in ("foreign keys", "`ON DELETE`, `ON UPDATE`", "DEFERRABLE"):
            return any(item[:len(c)] == c for c in foreign)
        if feature == "`sqlite_stat1`":
            gone = [i[0] for i in before["indexes"] if set(self.dropped) & set(i)]
            return item[0] in gone or any(item[0].startswith("sqlite_autoindex") for _ in unique)
        return False

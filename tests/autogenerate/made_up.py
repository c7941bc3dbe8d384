"""Schemas made up at random, as descriptions that both databases have: their SQL, rows that suit them, and others that
are like them."""
import copy
import random

TYPES = {  # name: (SQLite, PostgreSQL, what it may become)
    "int": ("INTEGER", "integer", ["big", "text"]),
    "big": ("BIGINT", "bigint", []),
    "text": ("TEXT", "text", []),
    "short": ("VARCHAR(20)", "varchar(20)", ["long", "text"]),
    "long": ("VARCHAR(40)", "varchar(40)", ["text"]),
    "bool": ("BOOLEAN", "boolean", []),
    "money": ("NUMERIC(10, 2)", "numeric(10, 2)", []),
    "real": ("FLOAT", "double precision", []),
    "at": ("DATETIME", "timestamptz", []),
    "json": ("JSON", "jsonb", []),
}
DEFAULTS = {"int": ["1", "42"], "big": ["7"], "text": ["'x'", "'it''s'"], "short": ["'s'"], "long": ["'${l}'"],
            "bool": ["true", "false"], "money": ["1.50"], "real": ["0.5"], "at": ["CURRENT_TIMESTAMP"], "json": ["'{}'"]}
NAMES = ["user", "order", "Item", "log entry", "a_b", "price", "group", "tag", "size", "note", "ünï", "x1", "kind", "select"]
NUMBERS = ("int", "big", "money", "real")
TEXTS = ("text", "short", "long")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Table:
    def __init__(self, name):
        self.name = name
        self.columns = {}  # name: {type, not_null, default}; `id` is the key
        self.checks, self.uniques, self.keys, self.indexes = {}, {}, {}, {}


class Schema:
    def __init__(self):
        self.tables, self.views = {}, {}


class Maker:
    def __init__(self, seed):
        self.chance = random.Random(seed)

    def name(self, taken):
        free = [n for n in NAMES if n.lower() not in {t.lower() for t in taken}]
        return self.chance.choice(free) if free else f"n{len(taken)}_{self.chance.randrange(10 ** 6)}"

    def column(self):
        kind = self.chance.choice(list(TYPES))
        default = self.chance.choice(DEFAULTS[kind]) if self.chance.random() < 0.5 else None
        return {"type": kind, "not_null": bool(default) and self.chance.random() < 0.5, "default": default}

    def add_column(self, schema, table):
        table.columns[self.name(table.columns)] = self.column()

    def of(self, table, kinds):
        return [n for n, c in table.columns.items() if c["type"] in kinds]

    def empty_at_first(self, table, kinds):
        """A column that comes to rows that are there must not give all of them one value, where that is a key."""
        return [n for n in self.of(table, kinds) if not table.columns[n]["default"]]

    def add_check(self, schema, table):
        columns = self.of(table, NUMBERS + TEXTS)
        if columns:
            name = self.chance.choice(columns)
            number = table.columns[name]["type"] in NUMBERS
            table.checks[f"c{self.chance.randrange(10 ** 6)}"] = (f"{quoted(name)} > 0" if number else f"length({quoted(name)}) > 0", name)

    def add_unique(self, schema, table):
        columns = self.empty_at_first(table, ("int", "big"))
        if columns:
            table.uniques[f"u{self.chance.randrange(10 ** 6)}"] = [self.chance.choice(columns)]

    def add_key(self, schema, table):
        columns = self.empty_at_first(table, ("int",))
        if columns:
            to = self.chance.choice(list(schema.tables))
            table.keys[f"f{self.chance.randrange(10 ** 6)}"] = (self.chance.choice(columns), to, self.chance.choice(["", " ON DELETE CASCADE", " ON UPDATE SET NULL"]))

    def add_index(self, schema, table):
        name = self.chance.choice(list(table.columns) or ["id"])
        tail = self.chance.choice(["", "", " DESC"])
        where = f" WHERE {quoted('id')} > 5" if self.chance.random() < 0.2 else ""
        expression = f"lower({quoted(name)})" if name in self.of(table, TEXTS) and self.chance.random() < 0.3 else quoted(name) + tail
        if table.columns.get(name, {}).get("type") != "json":
            table.indexes[f"i{self.chance.randrange(10 ** 6)}"] = (expression, where, name)

    def add_table(self, schema):
        name = self.name(schema.tables)
        table = schema.tables[name] = Table(name)
        for _ in range(self.chance.randrange(1, 6)):
            self.add_column(schema, table)
        for add in (self.add_check, self.add_unique, self.add_key, self.add_index):
            for _ in range(self.chance.randrange(0, 2)):
                add(schema, table)

    def add_view(self, schema):
        table = self.chance.choice(list(schema.tables.values()))
        columns = ["id", *self.chance.sample(list(table.columns), min(2, len(table.columns)))]
        schema.views[f"v{self.chance.randrange(10 ** 6)}"] = (table.name, columns)

    def schema(self):
        made = Schema()
        for _ in range(self.chance.randrange(1, 5)):
            self.add_table(made)
        if self.chance.random() < 0.4:
            self.add_view(made)
        return made

    # ---- One that is like it

    def drop_column(self, schema, table):
        name = self.chance.choice(list(table.columns))
        if len(table.columns) > 1:
            forget(schema, table, name)

    def drop_table(self, schema, table):
        if len(schema.tables) > 1:
            schema.tables.pop(table.name)
            for other in schema.tables.values():
                other.keys = {k: v for k, v in other.keys.items() if v[1] != table.name}
            schema.views = {n: v for n, v in schema.views.items() if v[0] != table.name}

    def alter(self, schema, table):
        name = self.chance.choice(list(table.columns))
        column = table.columns[name]
        what = self.chance.randrange(3)
        if what == 0 and TYPES[column["type"]][2] and not used(table, name):
            column["type"] = self.chance.choice(TYPES[column["type"]][2])
            column["default"] = None
        elif what == 1:
            column["not_null"] = bool(column["default"]) and not column["not_null"]
        elif not used(table, name):
            column["default"] = self.chance.choice([None, *DEFAULTS[column["type"]]])
            column["not_null"] = bool(column["default"]) and column["not_null"]

    def drop_part(self, schema, table):
        parts = self.chance.choice([table.checks, table.uniques, table.keys, table.indexes])
        if parts:
            parts.pop(self.chance.choice(list(parts)))

    def like(self, schema):
        made = copy.deepcopy(schema)
        for _ in range(self.chance.randrange(1, 7)):
            table = self.chance.choice(list(made.tables.values()))
            step = self.chance.choice([self.add_column, self.drop_column, self.alter, self.alter, self.add_check, self.add_unique,
                                       self.add_key, self.add_index, self.drop_part, self.drop_table, None, None])
            if step:
                step(made, table)
            elif self.chance.random() < 0.5:
                self.add_table(made)
            else:
                self.add_view(made)
        return made


def used(table, name):
    """By something that would have to be of another kind with it."""
    return (any(k[0] == name for k in table.keys.values()) or any(c[1] == name for c in table.checks.values())
            or any(name in u for u in table.uniques.values()) or any(i[2] == name for i in table.indexes.values()))


def forget(schema, table, name):
    table.columns.pop(name)
    table.checks = {k: v for k, v in table.checks.items() if v[1] != name}
    table.uniques = {k: v for k, v in table.uniques.items() if name not in v}
    table.keys = {k: v for k, v in table.keys.items() if v[0] != name}
    table.indexes = {k: v for k, v in table.indexes.items() if v[2] != name}
    schema.views = {n: v for n, v in schema.views.items() if v[0] != table.name or name not in v[1]}


# ---- As SQL --------------------------------------------------------------------------------------------------

def column_sql(name, column, dialect):
    kind = TYPES[column["type"]][dialect == "postgresql"]
    default = f" DEFAULT {column['default']}" if column["default"] else ""
    return f"{quoted(name)} {kind}{default}{' NOT NULL' if column['not_null'] else ''}"


def key_sql(name, key):
    return f"CONSTRAINT {name} FOREIGN KEY ({quoted(key[0])}) REFERENCES {quoted(key[1])} (id){key[2]}"


def table_sql(table, dialect):
    parts = ["id integer NOT NULL PRIMARY KEY", *(column_sql(n, c, dialect) for n, c in table.columns.items())]
    parts += [f"CONSTRAINT {n} CHECK ({c[0]})" for n, c in table.checks.items()]
    parts += [f"CONSTRAINT {n} UNIQUE ({', '.join(map(quoted, c))})" for n, c in table.uniques.items()]
    if dialect == "sqlite":
        parts += [key_sql(n, k) for n, k in table.keys.items()]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)})"


def statements(schema, dialect):
    tables = list(schema.tables.values())
    made = [table_sql(t, dialect) for t in tables]
    if dialect == "postgresql":
        made += [f"ALTER TABLE {quoted(t.name)} ADD {key_sql(n, k)}" for t in tables for n, k in t.keys.items()]
    made += [f"CREATE INDEX {n} ON {quoted(t.name)} ({i[0]}){i[1]}" for t in tables for n, i in t.indexes.items()]
    made += [f"CREATE VIEW {n} AS SELECT {', '.join(map(quoted, c))} FROM {quoted(t)}" for n, (t, c) in schema.views.items()]
    return made


VALUES = {"int": "{i}", "big": "{i}", "text": "'{i}'", "short": "'s {i}'", "long": "'l {i}'", "bool": "true",
          "money": "{i}.25", "real": "{i}.5", "at": "'2024-01-0{i} 10:00:00+00'", "json": "'[{i}]'"}


def rows(schema):
    """Three of each table; the references are to rows of the same number."""
    made = []
    for i in (1, 2, 3):
        for table in schema.tables.values():
            names = ["id", *table.columns]
            values = [str(i), *(VALUES[c["type"]].format(i=i) for c in table.columns.values())]
            made.append(f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, names))}) VALUES ({', '.join(values)})")
    return made


def suit(a, b):
    """Whether rows of one may be rows of the other: no column becomes something else altogether."""
    for name, table in a.tables.items():
        others = b.tables[name].columns if name in b.tables else {}
        for column in table.columns.keys() & others.keys():
            was, becomes = table.columns[column]["type"], others[column]["type"]
            if was != becomes and becomes not in TYPES[was][2]:
                return False
    return True


def surviving(a, b):
    """(table, columns) whose values must be the same on both sides."""
    for table in a.tables.values():
        other = b.tables.get(table.name)
        if other:
            same = [n for n, c in table.columns.items() if n in other.columns and other.columns[n]["type"] == c["type"]]
            yield table.name, ["id", *same]

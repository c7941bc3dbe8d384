"""Chains at random, with what there is to do to tables, as text of migrations; and rows for them."""
import random

TEXTS = ["", "x", "kitchen", "a longer text of some forty characters or", "öäü" * 9]


class Table:
    def __init__(self, r, name):
        self.name, self.indexes, self.counter = name, [], 0
        self.columns = {f"c{i}": r.choice(["INTEGER", "TEXT", "REAL", "BLOB", "TEXT"]) for i in range(r.randint(1, 7))}
        self.without_rowid = r.random() < 0.15

    def definition(self, r):
        columns = "".join(f", {name} {kind}" for name, kind in self.columns.items())
        unique = ", UNIQUE (id, c0)" if r.random() < 0.3 else ""
        return f"CREATE TABLE {self.name} (id INTEGER PRIMARY KEY{columns}{unique})" + " WITHOUT ROWID" * self.without_rowid

    def new_name(self, prefix):
        self.counter += 1
        return f"{prefix}_{self.name}_{self.counter}"


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


def fill(r, db, tables, rows):
    for t in tables:
        long = r.choice([30, 30, 500, 6000])
        count = r.randint(rows // 3, rows)
        if long == 6000:
            count //= 8
        ids = r.sample(range(1, count * 3 + 2), count)
        names = ", ".join(["id", *t.columns])
        marks = ", ".join("?" * (1 + len(t.columns)))
        db.executemany(f"INSERT INTO {t.name} ({names}) VALUES ({marks})",
                       ([i, *(value(r, kind, long) for kind in t.columns.values())] for i in ids))
        db.execute(f"DELETE FROM {t.name} WHERE id % ? = 0", (r.choice([2, 3, 7, 1000000]),))


# ---- What a migration does ---------------------------------------------------------------------------------------

def change_type(r, t):
    column = r.choice(list(t.columns))
    t.columns[column] = kind = r.choice(["Text", "Integer", "Float"])
    return f'<% op.alter_column("{t.name}", "{column}", type_=sa.{kind}()) %>'


def add_default_copy(r, t):
    name = t.new_name("d")
    t.columns[name] = "TEXT"
    return (f"<% with op.batch_alter_table(\"{t.name}\", recreate=\"always\") as batch_op: "
            f"batch_op.add_column(sa.Column(\"{name}\", sa.Text(), server_default=\"{r.choice(TEXTS[1:4])}\")) %>")


def add_check(r, t):
    return f'<% op.create_check_constraint("{t.new_name("k")}", "{t.name}", "id > -{r.randint(1, 9)}") %>'


def add_unique(r, t):
    return f'<% op.create_unique_constraint("{t.new_name("u")}", "{t.name}", ["id", "{r.choice(list(t.columns))}"]) %>'


def make_index(r, t):
    name = t.new_name("i")
    columns = r.sample(list(t.columns), r.randint(1, len(t.columns)))
    t.indexes.append(name)
    return f"CREATE INDEX {name} ON {t.name} ({', '.join(columns)});"


def drop_index(r, t):
    return f"DROP INDEX {t.indexes.pop()};" if t.indexes else make_index(r, t)


def add_column(r, t):
    name = t.new_name("n")
    t.columns[name] = "TEXT"
    return f"ALTER TABLE {t.name} ADD COLUMN {name} TEXT DEFAULT '{r.choice(TEXTS)}';"


def update(r, t):
    column, other = r.choice(list(t.columns)), r.choice(list(t.columns))
    what = r.choice(["NULL", "7", "'on'", other, f"upper({other}) || '!'", f"coalesce({column}, 'none')", f"{other} || {column}",
                     "zeroblob(300)", "lower(hex(randomblob(16)))", "datetime('now')",
                     f"CASE WHEN id > 5 THEN {other} ELSE 'a text of its own' END"])
    return f"UPDATE {t.name} SET {column} = {what}" + r.choice(["", f" WHERE id % 3 = 1", " WHERE id < 50"]) + ";"


def insert(r, t):
    column = r.choice(list(t.columns))
    return "\n".join(f"INSERT INTO {t.name} (id, {column}) VALUES ({1000000000 + t.counter * 1000 + i}, '{r.choice(TEXTS)}');"
                     for i in range(r.choice([1, 3, 60]))) + f"\n-- {t.new_name('v')}"


def insert_select(r, t):
    column = r.choice(list(t.columns))
    return f"INSERT INTO {t.name} (id, {column}) SELECT 2000000000 + {t.counter} * 10000000 + id, {column} FROM {t.name} WHERE id < 1000000000;\n-- {t.new_name('s')}"


def copy_rows(r, t):
    name = t.new_name("copy")
    what = r.choice(["*", "id, " + r.choice(list(t.columns)), f"{r.choice(list(t.columns))} AS a, id AS b"])
    return f"CREATE TABLE {name} AS SELECT {what} FROM {t.name};"


def delete(r, t):
    return f"DELETE FROM {t.name} WHERE id % {r.choice([2, 5])} = 1;"


def rename_column(r, t):
    old = r.choice(list(t.columns))
    new = t.new_name("r")
    t.columns[new] = t.columns.pop(old)
    return f"ALTER TABLE {t.name} RENAME COLUMN {old} TO {new};\nCREATE INDEX {t.new_name('i')} ON {t.name} ({new});"


def rename_table(r, t):
    old, t.name = t.name, t.new_name("t")
    return f"ALTER TABLE {old} RENAME TO {t.name};"


def empty(r, t):
    return f"DROP TABLE {t.name};\n" + t.definition(r) + ";"


KINDS = [change_type, change_type, add_default_copy, add_check, add_unique, make_index, make_index, drop_index, add_column, update,
         update, update, insert, insert_select, copy_rows, delete, rename_column, rename_table]


def template(revision, parent, text):
    return (f'<%! revision = "{revision}"; down_revision = {parent!r} %>\n<%def name="upgrade()">\n{text}\n</%def>\n'
            '<%def name="downgrade()">\n</%def>\n')


def chain(r, steps):
    """Tables as the first migration makes them, and all migrations' texts, as {revision: text}."""
    tables = [Table(r, f"table_{i}") for i in range(r.randint(1, 3))]
    first = [t.definition(r) + ";" for t in tables]
    texts = {}
    import copy
    made = copy.deepcopy(tables)
    texts["r0"] = template("r0", None, "\n".join(first))
    for i in range(1, steps + 1):
        body = [r.choice(KINDS)(r, r.choice(tables)) for _ in range(r.choice([1, 1, 2, 3]))]
        texts[f"r{i}"] = template(f"r{i}", f"r{i - 1}", "\n".join(body))
    return made, texts

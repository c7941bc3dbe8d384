"""Chains at random, with what there is to do to tables, as text of migrations.

Each thing to do gives its text, or None where the table at hand has nothing to do it to. What stands in BOUNDED is to be told as certain
on a table that nothing follows from; of what stands in LOOSE it may be told that it isn't known."""
import copy

from tables import LONGER, TEXTS, Table, trigger


# ---- Bounded -----------------------------------------------------------------------------------------------------

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
    return f'<% op.create_check_constraint("{t.new_name("k")}", "{t.name}", "id IS NOT {r.randint(1, 9)}00000000001") %>'


def add_unique(r, t):
    column = r.choice(list(t.columns))
    t.used.add(column)
    return f'<% op.create_unique_constraint("{t.new_name("u")}", "{t.name}", ["id", "{column}"]) %>'


def make_index(r, t):
    name = t.new_name("i")
    columns = r.sample(list(t.columns), r.randint(1, len(t.columns)))
    t.indexes.append(name)
    t.used |= set(columns)
    return f"CREATE INDEX {name} ON {t.name} ({', '.join(columns)}){r.choice(['', '', ' WHERE id % 3 = 0'])};"


def drop_index(r, t):
    return f"DROP INDEX {t.indexes.pop()};" if t.indexes else make_index(r, t)


def add_column(r, t):
    name = t.new_name("n")
    t.columns[name] = "TEXT"
    return f"ALTER TABLE {t.name} ADD COLUMN {name} TEXT DEFAULT '{r.choice(TEXTS)}';"


def drop_column(r, t):
    if len(t.columns) < 2 or not t.free():
        return None
    name = r.choice(t.free())
    del t.columns[name]
    return f"ALTER TABLE {t.name} DROP COLUMN {name};"


def update(r, t):
    column, other = r.choice(list(t.columns)), r.choice(list(t.columns))
    what = r.choice(["NULL", "7", "'on'", other, f"upper({other}) || '!'", f"coalesce({column}, 'none')", f"{other} || {column}",
                     "zeroblob(300)", "lower(hex(randomblob(16)))", "datetime('now')", f'"{"no column " * 9}"', f"hex({other})",
                     f"CASE WHEN id > 5 THEN {other} ELSE 'a text of its own' END"])
    return f"UPDATE {t.name} SET {column} = {what}" + r.choice(["", f" WHERE id % 3 = 1", " WHERE id < 50"]) + ";"


def update_key(r, t):
    if t.children:
        return None
    return f"UPDATE {t.name} SET id = " + r.choice(["-id", "id + 3000000000", "(id * 7919) % 1000003 - 4000000000 - id * 2000000"]) + ";"


def insert(r, t):
    column = r.choice(list(t.columns))
    what = r.choice(["INSERT", "INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
    return "\n".join(f"{what} INTO {t.name} (id, {column}) VALUES ({1000000000 + t.counter * 1000 + i}, {r.choice(quotes(r))});"
                     for i in range(r.choice([1, 3, 60]))) + f"\n-- {t.new_name('v')}"


def quotes(r):
    text = r.choice(TEXTS)
    return [f"'{text}'", f"'{text}'", f'"{text}"' if text else "''", f"'{text * 20}'", "NULL"]


def insert_union(r, t):
    column = r.choice(list(t.columns))
    rows = [f"SELECT {1500000000 + t.counter * 1000 + i} AS id, '{r.choice(TEXTS) * 5}'" for i in range(r.choice([2, 30]))]
    return f"INSERT INTO {t.name} (id, {column}) {' UNION ALL '.join(rows)};\n-- {t.new_name('w')}"


def insert_select(r, t):
    column = r.choice(list(t.columns))
    return f"INSERT INTO {t.name} (id, {column}) SELECT 2000000000 + {t.counter} * 10000000 + id, {column} FROM {t.name} WHERE id < 1000000000;\n-- {t.new_name('s')}"


def replace_select(r, t):
    """The rows that are there, in other words."""
    column, other = r.choice(list(t.columns)), r.choice(list(t.columns))
    key = "id, k" if t.key else "id"
    return (f"{r.choice(['REPLACE', 'INSERT OR REPLACE'])} INTO {t.name} ({key}, {column}) SELECT {key}, "
            f"{r.choice([other, other + chr(124) * 2 + other, 'NULL'])} FROM {t.name}{r.choice(['', ' WHERE id % 2 = 0'])};")


def copy_rows(r, t):
    name = t.new_name("copy")
    column = r.choice(list(t.columns))
    what = r.choice(["*", "id, " + column, f"{column} AS a, id AS b", "*, *", f"*, {column} AS more, {column} || {column} AS much",
                     f"{t.name}.*, 'a text' AS more"])
    return f"CREATE TABLE {name} AS SELECT {what} FROM {t.name}{r.choice(['', ' ORDER BY ' + column])};"


def delete(r, t):
    return f"DELETE FROM {t.name} WHERE id % {r.choice([2, 5])} = 1;"


def delete_all(r, t):
    return f"DELETE FROM {t.name};"


def rename_column(r, t):
    old = r.choice(list(t.columns))
    new = t.new_name("r")
    t.columns[new] = t.columns.pop(old)
    t.used.add(new)
    t.computed = [text.replace(f"{old})", f"{new})").replace(f"{old} ", f"{new} ").replace(f"{old},", f"{new},") for text in t.computed]
    t.unique = t.unique and old != "c0"
    return f"ALTER TABLE {t.name} RENAME COLUMN {old} TO {new};\nCREATE INDEX {t.new_name('i')} ON {t.name} ({new});"


def rename_table(r, t):
    old, t.name = t.name, t.new_name("t")
    return f"ALTER TABLE {old} RENAME TO {t.name};"


def lose_what_hangs_on_it(t):
    t.indexes, t.after = [], []


def by_hand(r, t):
    """The old one aside, a new one of its name with more to it; the rows move, and the old one goes."""
    if t.children or t.computed:
        return None
    old, written = t.new_name("old"), ", ".join(["id", *(["k"] if t.key else []), *t.columns, *(["parent"] if t.parent else [])])
    lose_what_hangs_on_it(t)
    added = t.new_name("h")
    t.columns[added] = f"TEXT DEFAULT '{r.choice(TEXTS) * r.choice([1, 30])}'"
    more = [f"CREATE INDEX {t.new_name('i')} ON {t.name} ({added}, {r.choice(list(t.columns))});" for _ in range(r.randint(0, 2))]
    t.used |= set(t.columns)
    return "\n".join([f"ALTER TABLE {t.name} RENAME TO {old};", t.definition() + ";", *more,
                      f"INSERT INTO {t.name} ({written}) SELECT {written} FROM {old};", f"DROP TABLE {old};"])


def by_new_name(r, t):
    """As SQLite's manual has it: a new one, filled, which takes the place of the old one."""
    if t.computed:
        return None
    new, written = t.new_name("new"), ", ".join(["id", *(["k"] if t.key else []), *t.columns, *(["parent"] if t.parent else [])])
    lose_what_hangs_on_it(t)
    return "\n".join([t.definition(new) + ";", f"INSERT INTO {new} ({written}) SELECT {written} FROM {t.name};", f"DROP TABLE {t.name};",
                      f"ALTER TABLE {new} RENAME TO {t.name};"])


def empty(r, t):
    lose_what_hangs_on_it(t)
    return f"DROP TABLE {t.name};\n{t.definition()};"


def drop_words(r, t):
    words, t.words = t.words, None
    return f"DROP TABLE {words};" if words else None


BOUNDED = [change_type, change_type, add_default_copy, add_check, add_unique, make_index, make_index, drop_index, add_column, drop_column,
           update, update, update, update_key, insert, insert, insert_union, insert_select, replace_select, copy_rows, delete, delete_all,
           rename_column, rename_table, by_hand, by_new_name, empty]


# ---- Loose -------------------------------------------------------------------------------------------------------

def upsert(r, t):
    if t.key:
        return None
    column, other = r.choice(list(t.columns)), r.choice(list(t.columns))
    what = r.choice([f"UPDATE SET {column} = excluded.{column} || excluded.{column}", f"UPDATE SET {column} = hex({other})", "NOTHING"])
    rows = r.choice([f"SELECT id, {other} FROM {t.name} WHERE true", "VALUES " + ", ".join(f"({i}, 'x')" for i in range(1, 40))])
    return f"INSERT INTO {t.name} (id, {column}) {rows} ON CONFLICT (id) DO {what};"


def index_expression(r, t):
    column = r.choice(list(t.columns))
    t.loose = True
    t.used.add(column)
    return f"CREATE INDEX {t.new_name('e')} ON {t.name} ({r.choice(LONGER).format(column)});"


def add_computed(r, t):
    column, name = r.choice(list(t.columns)), t.new_name("g")
    t.loose = True
    t.used.add(column)
    t.computed.append(f"{name} TEXT AS ({r.choice(LONGER).format(column)}) VIRTUAL")
    return f"ALTER TABLE {t.name} ADD COLUMN {t.computed[-1]};" + r.choice(["", f"\nCREATE INDEX {t.new_name('i')} ON {t.name} ({name});"])


def make_trigger(r, t):
    column = r.choice(list(t.columns))
    t.loose = True
    t.used.add(column)
    return trigger(r, t, column) + ";"


def write_words(r, t):
    if not t.words:
        return None
    return r.choice([f"INSERT INTO {t.words} SELECT {r.choice(list(t.columns))} FROM {t.name};", f"INSERT INTO {t.words} VALUES ('one more');",
                     f"DELETE FROM {t.words};", f"UPDATE {t.words} SET body = body || ' and more';",
                     f"INSERT INTO {t.words} ({t.words}) VALUES ('optimize');"])


def query_of_its_own(r, t):
    return (f"CREATE TABLE {t.new_name('made')} AS WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 5000) "
            "SELECT i, hex(zeroblob(i % 100)) FROM k;")


def window(r, t):
    column = r.choice(list(t.columns))
    return f"CREATE TABLE {t.new_name('sums')} AS SELECT id, max({column}) OVER (ORDER BY {column}) AS most FROM {t.name};"


def joined(r, t):
    return f"CREATE TABLE {t.new_name('pairs')} AS SELECT a.id, b.* FROM {t.name} a, (SELECT id AS i FROM {t.name} LIMIT 7) b;"


def compute_stored(r, t):
    column = r.choice(list(t.columns))
    t.loose = True
    t.used.add(column)
    return (f'<% op.add_column("{t.name}", sa.Column("{t.new_name("s")}", sa.Text(), sa.Computed("hex(hex({column}))", persisted=True))) %>')


LOOSE = [upsert, upsert, index_expression, add_computed, make_trigger, write_words, write_words, drop_words, query_of_its_own, window, joined]


# ---- Chains ------------------------------------------------------------------------------------------------------

def template(revision, parent, text, down=""):
    return (f'<%! revision = "{revision}"; down_revision = {parent!r} %>\n<%def name="upgrade()">\n{text}\n</%def>\n'
            f'<%def name="downgrade()">\n{down}\n</%def>\n')


NO_DOWN = '<%def name="downgrade()">\n\n</%def>\n'


def do_something(r, tables):
    """Its text, and whether it is to be certain."""
    while True:
        what, t = r.choice(LOOSE if r.random() < 0.12 else BOUNDED), r.choice(tables)
        followed = t.is_followed()
        text = what(r, t)
        if text:
            return text, what in BOUNDED and not followed


def make_tables(r):
    tables = [Table(r, f"table_{i}") for i in range(r.randint(1, 3))]
    return tables + [Table(r, "child", r.choice(tables))] * (r.random() < 0.25)


def chain(r, steps):
    """Tables as the first migration makes them, all migrations' texts, as {revision: text}, and which of them are to be certain. The last
    one has a downgrade, of anything that may be done: "down" is certain, or isn't."""
    tables = make_tables(r)
    first = [f"{text};" for t in tables for text in [t.definition(), *t.after]]
    texts, certain = {"r0": template("r0", None, "\n".join(["CREATE TABLE log (id, what);", *first]))}, set()
    made = copy.deepcopy(tables)
    for i in range(1, steps + 1):
        body = [do_something(r, tables) for _ in range(1 if any(t.children for t in tables) else r.choice([1, 1, 2, 3]))]
        texts[f"r{i}"] = template(f"r{i}", f"r{i - 1}", "\n".join(text for text, _ in body))
        if all(bounded for _, bounded in body):
            certain.add(f"r{i}")
    down, bounded = do_something(r, copy.deepcopy(tables))
    texts[f"r{steps}"] = texts[f"r{steps}"].replace(NO_DOWN, NO_DOWN.replace("\n\n", f"\n{down}\n"))
    return made, texts, certain | ({"down"} if bounded else set())

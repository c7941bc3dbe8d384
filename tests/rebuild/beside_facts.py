"""What is in a database file about one table, feature by feature.

    facts(file, table)      {feature: [item, …]}; an item is a tuple of words and values
    FEATURES                the names, in the order of the README's table
    everything(file)        all definitions and rows: whether a file is as it was

COLUMN: features whose items begin with the column that they are about.
"""
import contextlib
import sqlite3

import definition

COLUMN = ("types", "NOT NULL", "defaults", "COLLATE of columns", "generated columns and their values")
FEATURES = (
    "columns and their order", *COLUMN[:4], "primary key", "AUTOINCREMENT", "AUTOINCREMENT's mark above the highest id",
    COLUMN[4], "named CHECKs", "unnamed CHECKs", "UNIQUE", "names of keys and UNIQUE", "`ON CONFLICT`", "foreign keys",
    "`ON DELETE`, `ON UPDATE`", "DEFERRABLE", "WITHOUT ROWID", "STRICT", "indexes", "DESC and COLLATE in indexes",
    "partial indexes", "indexes of expressions", "triggers", "other tables' triggers that name it", "views that use it",
    "other tables' keys to it", "rows of tables that refer to it", "its rows, with the values' types",
    "values of a column that gets another type", "rowids without INTEGER PRIMARY KEY", "comments in the definition",
    "`sqlite_stat1`")
OWN = ("alembic_version", "aludel_log")


@contextlib.contextmanager
def opened(file):
    with contextlib.closing(sqlite3.connect(file)) as db:
        yield db


def quoted(name):
    return '"%s"' % name.replace('"', '""')


def everything(file):
    with opened(file) as db:
        made = [row for row in db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name") if row[2] not in OWN]
        tables = [row[1] for row in made if row[0] == "table"]
        return made, {t: sorted(db.execute("SELECT * FROM " + quoted(t)), key=repr) for t in tables}


def definition_of(db, kind, name):
    row = db.execute("SELECT sql FROM sqlite_master WHERE type = ? AND name = ? COLLATE NOCASE", (kind, name)).fetchone()
    return row[0] if row else None


def mentions(sql, name):
    return name.lower() in definition.words(sql)


# ---- The table itself ------------------------------------------------------------------------------------

def plain(default):
    """A default without quotes and parentheses around it: '0', 0 and (0) are one in these comparisons."""
    while default and (default[0], default[-1]) in (("(", ")"), ("'", "'")):
        default = default[1:-1]
    return "".join(default.lower().split())


def of_columns(db, table, sql, facts):
    info = db.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()
    low = [(c[1].lower(), *c[2:]) for c in info]
    alias = rowid_alias(db, table, sql)
    facts["columns and their order"] = [tuple(c[0] for c in low)]
    facts["types"] = [(c[0], *definition.words(c[1].replace("GENERATED ALWAYS", ""))) for c in low]
    facts["NOT NULL"] = [(c[0],) for c in low if c[2] and c[0] != alias]
    facts["defaults"] = [(c[0], plain(c[3])) for c in low if c[3] is not None]
    key = sorted((c[4], c[0]) for c in low if c[4])
    facts["primary key"] = [tuple(name for _, name in key)] if key else []
    facts["generated columns and their values"] = [
        (c[0], str(c[5]), *expression_of(sql, c[0]), values(db, table, c[0])) for c in low if c[5] in (2, 3)]


def rowid_alias(db, table, sql):
    """The column that is the rowid: INTEGER PRIMARY KEY."""
    keys = [c for c in db.execute(f"PRAGMA table_xinfo({quoted(table)})") if c[5]]
    falls = any(c.kind == "primary" and "desc" in c.words for c in definition.clauses(sql))
    return keys[0][1].lower() if len(keys) == 1 and keys[0][2].upper() == "INTEGER" and not falls else None


def expression_of(sql, column):
    for c in definition.clauses(sql):
        if c.columns == (column,) and c.kind in ("generated", "as"):
            return definition.group(list(c.words))[0]
    return []


def values(db, table, column):
    return repr([row[0] for row in db.execute(f"SELECT quote({quoted(column)}) FROM {quoted(table)} ORDER BY 1")])


def of_constraints(sql, facts):
    found = definition.clauses(sql)
    facts["COLLATE of columns"] = [(*c.columns, c.words[0]) for c in found if c.kind == "collate"]
    facts["AUTOINCREMENT"] = [("autoincrement",) for c in found if "autoincrement" in c.words]
    facts["named CHECKs"] = [(c.name, *c.words) for c in found if c.kind == "check" and c.name]
    facts["unnamed CHECKs"] = [c.words for c in found if c.kind == "check" and not c.name]
    facts["UNIQUE"] = [c.columns for c in found if c.kind == "unique"]
    facts["names of keys and UNIQUE"] = [
        (c.name, c.kind, *c.columns) for c in found if c.name and c.kind in ("primary", "unique", "foreign")]
    conflicts = [(c, definition.behind(c.words, "on", "conflict")) for c in found]
    facts["`ON CONFLICT`"] = [(c.kind, *c.columns, action[0]) for c, action in conflicts if action]
    deferrable = [(c.columns, definition.behind(c.words, "deferrable")) for c in found]
    facts["DEFERRABLE"] = [(*columns, *words) for columns, words in deferrable if words is not None]


def of_keys(db, table, facts):
    keys = {}
    for row in db.execute(f"PRAGMA foreign_key_list({quoted(table)})"):
        keys.setdefault(row[0], []).append(row)
    facts["foreign keys"], facts["`ON DELETE`, `ON UPDATE`"] = [], []
    for rows in keys.values():
        own = tuple(r[3].lower() for r in rows)
        to = [r[4].lower() for r in rows if r[4]] or key_of(db, rows[0][2])
        facts["foreign keys"].append((*own, "->", rows[0][2].lower(), *to))
        if rows[0][5:7] != ("NO ACTION", "NO ACTION"):
            facts["`ON DELETE`, `ON UPDATE`"].append((*own, *rows[0][5:7]))


def key_of(db, table):
    return [c[1].lower() for c in db.execute(f"PRAGMA table_xinfo({quoted(table)})") if c[5]]


def of_options(db, table, facts):
    row = db.execute("SELECT wr, strict FROM pragma_table_list(?) WHERE schema = 'main'", (table,)).fetchone()
    facts["WITHOUT ROWID"] = [("without rowid",)] if row[0] else []
    facts["STRICT"] = [("strict",)] if row[1] else []


# ---- Its rows ------------------------------------------------------------------------------------------------

def stored(db, table):
    return [c[1] for c in db.execute(f"PRAGMA table_xinfo({quoted(table)})") if c[6] == 0]


def of_rows(db, table, sql, facts):
    """A column at a time, so that one that goes or changes can be left out; each in the order of the first one's values."""
    keys, names = facts["primary key"], stored(db, table)
    has_rowid = not facts["WITHOUT ROWID"] and not rowid_alias(db, table, sql)
    order = ", ".join(quoted(k) + " COLLATE BINARY" for k in keys[0]) if keys else "rowid"
    facts["its rows, with the values' types"] = []
    facts["values of a column that gets another type"] = []
    for name in names:
        q = quoted(name)
        as_text = f"iif(typeof({q}) = 'blob', quote({q}), CAST({q} AS TEXT))"
        rows = db.execute(f"SELECT quote({q}), typeof({q}), {as_text} FROM {quoted(table)} ORDER BY {order}").fetchall()
        facts["its rows, with the values' types"].append((name.lower(), repr([r[:2] for r in rows])))
        facts["values of a column that gets another type"].append((name.lower(), repr([r[2] for r in rows])))
    facts["rowids without INTEGER PRIMARY KEY"] = []
    if has_rowid:
        rows = db.execute(f"SELECT rowid, quote({quoted(names[0])}) FROM {quoted(table)} ORDER BY 1").fetchall()
        facts["rowids without INTEGER PRIMARY KEY"].append((repr(rows),))


def of_mark(db, table, sql, facts):
    facts["AUTOINCREMENT's mark above the highest id"] = []
    alias = facts["AUTOINCREMENT"] and rowid_alias(db, table, sql)
    if alias:
        highest = db.execute(f"SELECT max({quoted(alias)}) FROM {quoted(table)}").fetchone()[0] or 0
        mark = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ? COLLATE NOCASE", (table,)).fetchone()
        if mark and mark[0] > highest:
            facts["AUTOINCREMENT's mark above the highest id"].append((str(mark[0]),))


# ---- Its indexes, and what else is about it ------------------------------------------------------------------

def of_indexes(db, table, sql, facts):
    for feature in ("indexes", "DESC and COLLATE in indexes", "partial indexes", "indexes of expressions"):
        facts[feature] = []
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL"
    for name, index in db.execute(made, (table,)):
        parts, where = definition.index_parts(index)
        unique = ("unique",) if "unique" in definition.words(index)[:2] else ()
        facts["indexes"].append((name.lower(), *unique, *(p[0] for p in parts if definition.is_column(p))))
        facts["DESC and COLLATE in indexes"] += [(name.lower(), *p) for p in parts if {"desc", "collate"} & set(p)]
        facts["indexes of expressions"] += [(name.lower(), *p) for p in parts if not definition.is_column(p)]
        facts["partial indexes"] += [(name.lower(), *where)] if where else []
    for c in definition.clauses(sql):
        facts["DESC and COLLATE in indexes"] += [(c.kind, *c.words)] if c.kind in ("primary", "unique") and "desc" in c.words else []


def compiles(db, table):
    for statement in ("INSERT INTO %s DEFAULT VALUES", "DELETE FROM %s"):
        try:
            db.execute("EXPLAIN " + statement % quoted(table))
        except sqlite3.Error:
            return "broken"
    return "works"


def of_triggers(db, table, facts):
    facts["triggers"], facts["other tables' triggers that name it"] = [], []
    for name, on, sql in db.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if on.lower() == table.lower():
            facts["triggers"].append(tuple(definition.words(sql)))
        elif mentions(sql, table):
            facts["other tables' triggers that name it"].append((*definition.words(sql), compiles(db, on)))


def of_views(db, table, facts):
    views = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall()
    using = {table}
    for _ in views:
        using |= {name for name, sql in views if any(mentions(sql, u) for u in using)}
    facts["views that use it"] = []
    for name in sorted(using - {table}):
        try:
            rows = sorted(db.execute("SELECT * FROM " + quoted(name)), key=repr)
        except sqlite3.Error as error:
            rows = error
        facts["views that use it"].append((name, repr(rows)))


def of_others(db, table, facts):
    """What lies around: tables that refer to this one, directly or through others."""
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") if r[0] not in OWN]
    keys = {t: {r[2].lower() for r in db.execute(f"PRAGMA foreign_key_list({quoted(t)})")} for t in tables if t.lower() != table.lower()}
    direct = [t for t in keys if table.lower() in keys[t]]
    reached = set(direct)
    for _ in tables:
        reached |= {t for t in keys if keys[t] & {r.lower() for r in reached}}
    facts["other tables' keys to it"] = [(t, *definition.words(definition_of(db, "table", t))) for t in direct]
    facts["rows of tables that refer to it"] = [
        (t, repr(sorted(db.execute("SELECT * FROM " + quoted(t)), key=repr))) for t in sorted(reached)]


def of_statistics(db, table, facts):
    facts["`sqlite_stat1`"] = []
    if definition_of(db, "table", "sqlite_stat1"):
        found = db.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ? COLLATE NOCASE", (table,))
        facts["`sqlite_stat1`"] = [(str(index), str(stat)) for index, stat in found]


def facts(file, table):
    """None: there is no such table any more."""
    found = {}
    with opened(file) as db:
        sql = definition_of(db, "table", table)
        if not sql:
            return None
        of_columns(db, table, sql, found)
        of_constraints(sql, found)
        of_keys(db, table, found)
        of_options(db, table, found)
        of_rows(db, table, sql, found)
        of_mark(db, table, sql, found)
        of_indexes(db, table, sql, found)
        of_triggers(db, table, found)
        of_views(db, table, found)
        of_others(db, table, found)
        of_statistics(db, table, found)
        found["comments in the definition"] = [(*definition.words(line)[:1], text) for text, line in definition.comments(sql)]
    return found

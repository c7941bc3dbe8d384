"""An SQLite schema as facts, one a line: README.md says how they are written. Ours and Alembic's tables are left out.

Columns, keys and indexes are the database's own answers. Constraints with a name it only keeps in the table's text.
"""
import re


def closed(text, start):
    """From a bracket to its partner."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return text[start:at + 1]
    raise ValueError(text)


def from_text(sql):
    """(name or None, CHECK or UNIQUE, what is in the brackets), as they stand in a table's text."""
    text = " ".join(sql.split())
    for found in re.finditer(r"(?:CONSTRAINT \"?(\w+)\"? )?(CHECK|UNIQUE) ?(?=\()", text):
        yield found[1], found[2], closed(text, found.end())


def constraint(table, name, text):
    return f"{table}: CONSTRAINT {name} {text}" if name else f"{table}: {text}"


def checks_and_uniques(ask, table, sql):
    written = list(from_text(sql))
    for name, kind, inside in written:
        if kind == "CHECK":
            yield constraint(table, name, f"CHECK {inside}")
    names = {re.sub(r'["\s]', "", inside): name for name, kind, inside in written if kind == "UNIQUE"}
    for index, in ask(f"SELECT name FROM pragma_index_list('{table}') WHERE origin = 'u'"):
        unique = ", ".join(c for c, in ask(f"SELECT name FROM pragma_index_info('{index}') ORDER BY seqno"))
        yield constraint(table, names.get(f"({unique})".replace(" ", "")), f"UNIQUE ({unique})")


def columns(ask, table):
    for _, name, kind, not_null, value, _, hidden in ask(f"SELECT * FROM pragma_table_xinfo('{table}')"):
        yield (f"{table}.{name} {kind}" + (" NN" if not_null else "") + (f" = {value}" if value is not None else "")
               + (" generated" if hidden else ""))


def keys(ask, table, sql):
    key = [name for name, in ask(f"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")]
    if key:
        counted = " AUTOINCREMENT" if "AUTOINCREMENT" in sql.upper() else ""
        yield f"{table}: PRIMARY KEY ({', '.join(key)}){counted}"
    parts = {}
    for number, _, to, source, target, on_update, on_delete, _ in ask(
            f"SELECT * FROM pragma_foreign_key_list('{table}') ORDER BY id, seq"):
        parts.setdefault((number, to, on_update, on_delete), []).append((source, target or source))
    for (_, to, on_update, on_delete), pairs in parts.items():
        yield (f"{table}: FOREIGN KEY ({', '.join(a for a, _ in pairs)}) REFERENCES {to}({', '.join(b for _, b in pairs)})"
               + (f" ON UPDATE {on_update}" if on_update != "NO ACTION" else "")
               + (f" ON DELETE {on_delete}" if on_delete != "NO ACTION" else ""))


def indexes(ask, table):
    for name, sql in ask(f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}'"):
        if sql:
            text = " ".join(sql.split())
            unique = "UNIQUE " if re.match(r"CREATE UNIQUE", text) else ""
            yield f"{table}: {unique}INDEX {name} {text[text.index('('):]}"


def of_table(ask, table, sql):
    return {*columns(ask, table), *keys(ask, table, sql), *checks_and_uniques(ask, table, sql)}


def of_database(ask):
    facts = set()
    for kind, name, sql in ask("SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"):
        if name.startswith(("alembic_version", "aludel_", "sqlite_")):
            continue
        if kind == "view":
            facts.add(f"view {name} ({', '.join(c for c, in ask(f'SELECT name FROM pragma_table_info({name!r})'))})")
        else:
            facts |= {f"table {name}", *of_table(ask, name, sql), *indexes(ask, name)}
    return facts

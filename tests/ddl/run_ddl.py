"""CREATE TABLEs read by runtime/ddl and by SQLite: the same columns, keys, indexes and foreign keys, elements
that stand one behind the other, and the same table again when it is put together from the parts.

    run_ddl.py TOOL cases             those of cases/*.sql
    run_ddl.py TOOL random N [SEED]   made-up ones, N that SQLite accepts
"""
import glob
import itertools
import os
import random
import re
import sqlite3
import subprocess
import sys

import made_up

HERE = os.path.dirname(os.path.abspath(__file__))
STANDARD = {"ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT"}  # SQLite keeps these in upper case
CONSTRAINT = ("kind column name columns value word to to_columns on_delete on_update match on_conflict order "
              "deferrable flags method include with tablespace where").split()


def run(tool, dialect, statements):
    data = "\x1e".join(statements).encode("utf-8", "surrogateescape")
    done = subprocess.run([tool, dialect], input=data, stdout=subprocess.PIPE, check=True)
    return [read_report(r) for r in done.stdout.decode("utf-8", "surrogateescape").split("\x1e")[:-1]]


def read_report(text):
    report = {"columns": [], "constraints": [], "table": None, "rebuilt": None, "bad": None}
    for line in text.split("\x1d")[:-1]:
        what, *fields = line.split("\x1f")
        if what == "table":
            report["table"] = dict(zip("prefixes schema name flags options".split(), fields))
        elif what == "column":
            report["columns"].append({"name": fields[0], "type": fields[1]})
        elif what == "constraint":
            constraint = dict(zip(CONSTRAINT, fields))
            for key in ("columns", "to_columns"):
                constraint[key] = constraint[key].split("\x1c")[:-1]
            report["constraints"].append(constraint)
        elif what == "rebuilt":
            report["rebuilt"] = fields[0]
        else:
            report["bad"] = f"{what} {' '.join(fields)}"
    return report


# ---- What SQLite knows ---------------------------------------------------------------------------------

def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def facts_of(statement):
    """What the pragmas say of the table, and its text in the schema; None: SQLite refuses it."""
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(statement)
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' "
                          "UNION ALL SELECT name, sql FROM sqlite_temp_master WHERE type = 'table'").fetchall()
        if len(rows) != 1:
            return None
        return read_facts(db, *rows[0])
    except sqlite3.Error:
        return None
    finally:
        db.close()


def read_facts(db, name, sql):
    def ask(pragma, of=name):
        return db.execute(f"PRAGMA {pragma}({quoted(of)})").fetchall()
    listed = [r for r in db.execute("PRAGMA table_list").fetchall() if r[1] == name][0]
    columns = ask("table_xinfo")
    for number, column in enumerate(columns):
        if column[6]:
            columns[number] = column[:2] + (core_type(column[2]),) + column[3:]
    facts = {"name": name, "sql": sql, "columns": columns, "without_rowid": bool(listed[4]),
             "strict": bool(listed[5]), "keys": set(), "foreign": {}}
    for _, index, _, origin, *_ in ask("index_list"):
        if origin in ("pk", "u"):
            facts["keys"].add(tuple(row[2].lower() for row in ask("index_info", index)))
    for number, _, table, source, to, on_update, on_delete, *_ in ask("foreign_key_list"):
        key = facts["foreign"].setdefault(number, {"to": table, "update": on_update, "delete": on_delete, "columns": []})
        key["columns"].append((source.lower(), to and to.lower()))
    facts["sequence"] = bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchall())
    return facts


# ---- Compared ------------------------------------------------------------------------------------------

def of(report, column, kind=None):
    return [c for c in report["constraints"] if c["column"] == column and kind in (None, c["kind"])]


def primary_key(report):
    for c in report["constraints"]:
        if c["kind"] == "primary key":
            return [n.lower() for n in (c["columns"] or [c["column"]])]
    return []


def default_of(report, column):
    found = of(report, column, "default")
    if not found:
        return None
    value = found[-1]["value"]
    return value[1:-1].strip(" \t\r\n\f\v") if value.startswith("(") else value


def core_type(text):
    """SQLite may count GENERATED ALWAYS, and comments there, as a part of the type."""
    text = re.sub(r"--[^\n]*\n?|/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"(\s*\b(generated|always))*\s*$", "", " ".join(text.split()), flags=re.I)


def expected_type(column, theirs):
    """SQLite takes the quotes away that a type begins with, and stops there."""
    ours = column["type"]
    if ours[:1] in ("'", '"', "`", "[") and theirs in ours:
        return theirs
    return ours.upper() if ours.upper() in STANDARD else ours


def column_facts(report, facts):
    key = primary_key(report)
    for number, column in enumerate(report["columns"][:len(facts["columns"])]):
        name = column["name"]
        position = key.index(name.lower()) + 1 if name.lower() in key else 0
        never_null = position and (facts["without_rowid"] or (
            facts["strict"] and not is_rowid(report, facts, tuple(key))))
        generated = of(report, name, "generated")
        hidden = 0 if not generated else 3 if generated[-1]["word"].upper() == "STORED" else 2
        kind = expected_type(column, facts["columns"][number][2])
        yield (number, name, core_type(kind) if hidden else kind,
               int(bool(never_null or of(report, name, "not null"))), default_of(report, name), position, hidden)


def is_rowid(report, facts, columns):
    """INTEGER PRIMARY KEY has no index."""
    if facts["without_rowid"] or [columns] != [tuple(primary_key(report))] or len(columns) != 1:
        return False
    column = [c for c in report["columns"] if c["name"].lower() == columns[0]][0]
    key = [c for c in report["constraints"] if c["kind"] == "primary key"][0]
    return column["type"].upper() == "INTEGER" and key["order"].upper() != "DESC"


def keys_of(report, facts):
    keys = set()
    for c in report["constraints"]:
        if c["kind"] in ("primary key", "unique"):
            columns = tuple(n.lower() for n in (c["columns"] or [c["column"]]))
            if not (c["kind"] == "primary key" and is_rowid(report, facts, columns)):
                keys.add(columns)
    return keys


def action(text):
    return " ".join(re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.S).upper().split()) or "NO ACTION"


def foreign_of(report):
    for c in report["constraints"]:
        if c["kind"] == "foreign key":
            columns = [n.lower() for n in (c["columns"] or [c["column"]])]
            to = [n.lower() for n in c["to_columns"]] or [None] * len(columns)
            yield {"to": c["to"], "update": action(c["on_update"]), "delete": action(c["on_delete"]),
                   "columns": list(zip(columns, to))}


def differences(report, facts):
    table = report["table"]
    yield "name", table["name"], facts["name"]
    yield "strict", "strict" in table["flags"], facts["strict"]
    yield "without rowid", "without_rowid" in table["flags"], facts["without_rowid"]
    if "body" not in table["flags"]:
        return
    yield "number of columns", len(report["columns"]), len(facts["columns"])
    yield "columns", list(column_facts(report, facts)), facts["columns"]
    yield "keys", keys_of(report, facts), facts["keys"]
    ours = list(foreign_of(report))[::-1]
    yield "foreign keys", ours, [facts["foreign"][n] for n in sorted(facts["foreign"])]
    yield "autoincrement", any(is_counted(c) for c in report["constraints"]), facts["sequence"]


def is_counted(constraint):
    """AUTOINCREMENT of a table constraint stands in its list."""
    return "autoincrement" in constraint["flags"] or constraint.get("list_counts", False)


def same_facts(a, b):
    return b is not None and all(a[k] == b[k] for k in a if k != "sql")


def check(statement, facts, report, stored):
    """What is wrong with one statement."""
    for r in (report, stored):
        if r["bad"]:
            yield r["bad"]
            return
    for what, ours, theirs in itertools.chain(differences(report, facts), differences(stored, facts)):
        if ours != theirs:
            yield f"{what}: {ours!r}, SQLite: {theirs!r}"
    if report["rebuilt"] and not same_facts(facts, facts_of(report["rebuilt"])):
        yield f"put together again it is another table:\n{report['rebuilt']}"


def check_all(tool, statements):
    """How many SQLite accepts, and what is wrong."""
    accepted = [(s, f) for s in statements if (f := facts_of(s))]
    reports = run(tool, "sqlite", [s for s, _ in accepted])
    stored = run(tool, "sqlite", [f["sql"] for _, f in accepted])
    bad = []
    for (statement, facts), report, again in zip(accepted, reports, stored):
        mark_counted(statement, report)
        mark_counted(statement, again)
        bad += [f"{statement}\n    {b}" for b in check(statement, facts, report, again)]
    return [s for s, _ in accepted], bad


def mark_counted(statement, report):
    for c in report["constraints"]:
        c["list_counts"] = c["kind"] == "primary key" and bool(c["columns"]) and bool(
            re.search(r"\bAUTOINCREMENT\b[^()]*\)", statement, re.I))


# ---- The two ways ----------------------------------------------------------------------------------------

def cases():
    for path in sorted(glob.glob(os.path.join(HERE, "cases", "*.sql"))):
        with open(path, encoding="utf-8", newline="") as f:
            yield from f.read().rstrip("\n").split("\n----\n")


def run_cases(tool):
    statements = list(cases())
    accepted, bad = check_all(tool, statements)
    bad += [f"{s}\n    SQLite refuses it" for s in statements if s not in accepted]
    return len(accepted), bad


def run_random(tool, count, seed):
    print(f"seed {seed}")
    maker = made_up.Maker(random.Random(seed))
    accepted, bad = 0, []
    while accepted < count and not bad:
        some, bad = check_all(tool, [maker.table() for _ in range(500)])
        accepted += len(some)
    return accepted, bad


def main():
    tool, how, *rest = sys.argv[1:]
    if how == "cases":
        count, bad = run_cases(tool)
    else:
        seed = int(rest[1]) if len(rest) > 1 else random.SystemRandom().randrange(1 << 32)
        count, bad = run_random(tool, int(rest[0]), seed)
    print("\n".join(bad[:20]))
    print(f"{count} tables, {len(bad)} differences")
    sys.exit(1 if bad or not count else 0)


if __name__ == "__main__":
    main()

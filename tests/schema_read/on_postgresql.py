"""What read_tool reads of tables beside what a real PostgreSQL's catalogs say of them; and the statements of the
cases are PostgreSQL's.

    on_postgresql.py READ_TOOL
"""
import json
import os
import re
import subprocess
import sys

from tools.postgres import PrivatePostgres

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sql"))
import run_cases  # noqa: E402

BEFORE = """CREATE SCHEMA s; CREATE TYPE mood AS ENUM ('a'); CREATE TYPE s.mood AS ENUM ('a'); CREATE TYPE "Mood" AS ENUM ('a');
CREATE TYPE "time slot" AS ENUM ('a'); CREATE TYPE "Text" AS ENUM ('a'); CREATE TYPE money AS ENUM ('a');
CREATE TYPE double AS ENUM ('a'); CREATE TYPE "integer" AS ENUM ('a');
CREATE TABLE x (y int PRIMARY KEY, c int, d int, UNIQUE (c, d)); CREATE TABLE z (a varchar PRIMARY KEY);
"""
FACTS = """SELECT json_build_object('columns', (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod),
    attnotnull, attidentity, attgenerated) ORDER BY attnum) FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0),
  'constraints', coalesce((SELECT json_agg(json_build_array(contype, conname, (SELECT json_agg(attname ORDER BY n)
      FROM unnest(conkey) WITH ORDINALITY k (num, n) JOIN pg_attribute ON attrelid = conrelid AND attnum = num),
    confrelid::regclass::text, confdeltype, confupdtype, confmatchtype, condeferrable, condeferred, connoinherit))
    FROM pg_constraint WHERE conrelid = '%s'::regclass AND contype IN ('p', 'u', 'f', 'c', 'x')), '[]'));
"""
TYPES = """SELECT json_agg(format_type(atttypid, atttypmod) ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'of_types'::regclass AND attnum > 0;
"""
KINDS = {"primary_key": "p", "unique": "u", "foreign_key": "f", "check": "c", "exclude": "x"}
ACTIONS = {"": "a", "NO ACTION": "a", "RESTRICT": "r", "CASCADE": "c", "SET NULL": "n", "SET DEFAULT": "d"}
MATCHES = {"": "s", "SIMPLE": "s", "FULL": "f"}
# The server's types begin with a capital; others are a path, maybe in quotes.
COLUMN = re.compile(r"      column (.*?) ((?:[A-Z]|\").*?|[\w.]+(?:\[\])*)(?::(?:int|small|big|text|bool))?"
                    r"((?: (?:not_null|serial|stored|virtual|always|by_default|(?:default|as|identity|collation) <.*>))*)$")
# Grammar that is newer than the oldest server here, and statements that are no SQL.
NOT_HERE = re.compile(r"\$\{\}|SOMETHING|VIRTUAL|SET EXPRESSION|NULLS (NOT )?DISTINCT|STORAGE external COMP|ADD CONSTRAINT n NOT NULL|COMPRESSION|"
                      r"SET NULL \(|DETACH PARTITION|OR REPLACE TRIGGER|^REINDEX t|AS ENUM \(\)|"
                      r"^DROP TRIGGER IF EXISTS g$")


def read(tool, statements):
    """The lines that tell of each statement's changes."""
    data = "\x1e".join(statements).encode() + b"\x1e"
    done = subprocess.run([tool, "postgresql"], input=data, stdout=subprocess.PIPE, check=True)
    for statement, report in zip(statements, done.stdout.decode().split("\x1e")):
        yield report[len(statement):].strip("\n").split("\n")


# ---- What was read -----------------------------------------------------------------------------------------

def field(line, name):
    found = re.search(rf" {re.escape(name)} <(.*?)>", line)
    return found.group(1) if found else ""


def constraint_read(line):
    kind = line.split()[0]
    target = re.search(r" -> (\S+)", line)
    columns = re.search(r" \((.*?)\)", line.split(" -> ")[0].split(" elements ")[0]) if kind != "check" else None
    return {"kind": KINDS[kind], "name": field(line, "name") or None,
            "columns": columns and columns.group(1).split(","), "to": target.group(1) if target else None,
            "delete": ACTIONS[field(line, "on_delete")], "update": ACTIONS[field(line, "on_update")],
            "match": MATCHES[field(line, "match")], "deferrable": " deferrable" in line, "deferred": " deferred" in line,
            "no_inherit": " no_inherit" in line}


def table_read(lines):
    columns, constraints = [], []
    for line in lines[1:]:
        column = COLUMN.match(line)
        if column:
            flags = column.group(3)
            columns.append((column.group(1), column.group(2), " not_null" in flags,
                            "a" if " always" in flags else "d" if " by_default" in flags else "",
                            "s" if " stored" in flags else ""))
        elif line.split()[0] in KINDS:
            constraints.append(constraint_read(line))
        else:
            raise SystemExit(f"can't make out: {line}")
    return columns, constraints


# ---- What the server says ----------------------------------------------------------------------------------

def name_of(lines):
    name = re.match(r"    create_table of (\S+)", lines[0]).group(1)
    return ".".join('"%s"' % part for part in name.split("."))


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def facts_of(pg, database, statement, lines):
    columns, _ = table_read(lines)
    name = name_of(lines)
    types = ", ".join(f"{quoted(c[0])} {c[1]}" for c in columns)
    out = pg.psql(f"BEGIN; {statement};\n{FACTS % (name, name)}\nCREATE TABLE of_types ({types}); {TYPES} ROLLBACK;",
                  database)
    facts, made = out.split("\n")
    return json.loads(facts), json.loads(made)


def same_constraint(ours, theirs):
    kind, name, columns, to, delete, update, match, deferrable, deferred, no_inherit = theirs
    if ours["kind"] != kind or (ours["name"] and ours["name"] != name):
        return False
    if kind in "pux" and (ours["no_inherit"], ours["columns"] if kind != "x" else None) != (
            False, columns if kind != "x" else None):
        return False
    if kind == "c":
        return ours["no_inherit"] == no_inherit
    if kind == "f" and (ours["columns"], ours["to"], ours["delete"], ours["update"], ours["match"]) != (
            columns, to, delete, update, match):
        return False
    return (ours["deferrable"], ours["deferred"]) == (deferrable, deferred)


def differences(lines, facts, types):
    columns, constraints = table_read(lines)
    theirs = facts["columns"][:len(columns)] if " uncertain" in lines[0] else facts["columns"]
    if [(c[0], *c[2:]) for c in columns] != [(c[0], *c[2:]) for c in theirs]:
        yield f"columns {columns}, the server's {theirs}"
    for ours, made, there in zip(columns, types, theirs):
        if made != there[1]:
            yield f"{ours[1]} is {made}, the server has {there[1]}"
    left = list(facts["constraints"])
    for ours in sorted(constraints, key=lambda c: c["name"] is None):
        found = next((t for t in left if same_constraint(ours, t)), None)
        if found is None:
            yield f"not on the server: {ours}, of {left}"
        else:
            left.remove(found)
    if left:
        yield f"only on the server: {left}"


# ---- The two tests -------------------------------------------------------------------------------------------

def statements_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read().rstrip("\n").split(";\n")


def live(pg, tool):
    statements = statements_of(os.path.join(HERE, "live.sql"))
    database = pg.new_database()
    pg.psql(BEFORE, database)
    for statement, lines in zip(statements, read(tool, statements)):
        facts, types = facts_of(pg, database, statement, lines)
        for difference in differences(lines, facts, types):
            yield f"{statement}\n    {difference}"
    print(f"{len(statements)} tables as the catalogs have them")


def syntax(pg):
    folder = os.path.join(HERE, "cases")
    found = []
    for name in sorted(os.listdir(folder)):
        for _, which, text, _ in run_cases.read_cases(os.path.join(folder, name)):
            if which != "sqlite":
                found += [s for s in text.rstrip(";").split(";\n") if not NOT_HERE.search(s)]
    for statement, error in zip(found, pg.syntax_errors(found)):
        if error:
            yield f"{statement}\n    {error}"
    print(f"{len(found)} statements parse")


def main():
    with PrivatePostgres() as pg:
        bad = [*live(pg, sys.argv[1]), *syntax(pg)]
    print("\n".join(bad))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

"""What is in a database, as lines that can be compared: everything but the tools' own tables.

    postgresql(server, database)    pg_dump's own words, rows included
    sqlite(file)                    the pragmas' answers, the definitions' words, the rows
"""
import contextlib
import os
import re
import sqlite3
import subprocess

TOOLS = re.compile(r"\b(alembic_version|aludel_\w+)\b")
NOW = re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00)?")


def pg_dump(server, database):
    program = os.path.join(os.path.dirname(server.program), "pg_dump")
    options = ["--inserts", "--no-owner", "--no-acl"]
    done = subprocess.run([program, *options, "-d", server.url_of(database)], capture_output=True, text=True, check=True)
    return done.stdout


def postgresql(server, database):
    blocks = re.split(r"^--\n-- (.*)\n--\n", pg_dump(server, database), flags=re.M)
    lines = []
    for head, body in sorted(zip(blocks[1::2], blocks[2::2])):
        if TOOLS.search(head) or head.startswith("PostgreSQL database dump"):
            continue
        kept = [l for l in NOW.sub("~", body).splitlines() if l and not l.startswith(("SET ", "\\"))]
        lines += ["-- " + head, *(sorted(kept) if head.startswith("Data for") else kept)]
    return lines


def words(sql):
    """A definition without what says nothing: white space, the quotes of names, upper case outside of strings."""
    found = re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|\w+(?:\.\d+)?|\S", sql or "")
    return " ".join(w if w.startswith("'") else w.strip('"').lower() for w in found)


def table_lines(db, table):
    def rows(query):
        return [" ".join(map(repr, row)) for row in db.execute(query)]
    yield from ("    column " + r for r in rows(f'PRAGMA table_xinfo("{table}")'))
    yield from ("    foreign key " + r for r in rows(f'PRAGMA foreign_key_list("{table}")'))
    for name, *what in sorted(row[1:] for row in db.execute(f'PRAGMA index_list("{table}")')):
        yield f"    index {name} {what}"
        yield from ("        " + r for r in rows(f'PRAGMA index_xinfo("{name}")'))
    yield from ("    row " + NOW.sub("~", r) for r in sorted(rows(f'SELECT * FROM "{table}"')))


def sqlite(file):
    lines = []
    with contextlib.closing(sqlite3.connect(file)) as db:
        objects = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")
        for kind, name, table, sql in objects.fetchall():
            if TOOLS.search(table):
                continue
            lines.append(f"{kind} {name}: {words(sql)}")
            lines += table_lines(db, name) if kind == "table" else []
    return lines


def loose(lines):
    """The same where the order of columns and constraints isn't looked at (a column that comes back is the last one),
    which numbers SQLite's own indexes, too, and not the name of a sequence, which stays when its table is renamed."""
    blocks = []
    for line in lines:
        line = re.sub(r"^(table [^:]*): .*", r"\1", line)  # SQLite's text of a table; its columns follow
        line = re.sub(r"^(    column|    foreign key|        \d+) \d+", r"\1", line)
        line = re.sub(r"^(    index sqlite_autoindex_.*_)\d+ ", r"\1~ ", line)
        line = re.sub(r"^(-- Name: ).*_seq;", r"\1~_seq;", line)
        line = re.sub(r'(?:\w+\.)?(?:"[^"]*_seq"|\b\w+_seq\b)', "~_seq", line)
        if line.startswith(("-- ", "table ", "index ", "view ")):
            blocks.append([line])
        else:
            blocks[-1].append(line.rstrip(","))
    return [line for head, *body in sorted(blocks) for line in [head, *sorted(body)]]

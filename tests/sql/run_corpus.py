"""The splitter on made-up statements: it finds those that were joined, and agrees with the database.

    run_corpus.py SPLIT_TOOL sqlite|postgresql [count]

SQLite: it cuts where sqlite3_complete() says that a statement is complete. PostgreSQL: each piece parses alone
on a real server. (split_tool cuts each text at many places besides, and into single bytes.)
"""
import re
import sqlite3
import sys

from run_cases import split
from corpus import PostgresqlCorpus, SqliteCorpus
from tools.postgres import PrivatePostgres


def pieces(report):
    if "cut at" in report or "error at" in report:
        raise AssertionError(report)
    return [p[:-1] for p in re.split(r"^statement at \d+: ", report, flags=re.M)[1:]]


def complete_pieces(text):
    """What sqlite3_complete makes of it."""
    found, start = [], 0
    for i, c in enumerate(text):
        if c == ";" and sqlite3.complete_statement(text[start:i + 1]):
            found.append(text[start:i])
            start = i + 1
    return found


def is_same(mine, other):
    return len(mine) == len(other) and all(o.endswith(m) for m, o in zip(mine, other))


def check_sqlite(texts, reports):
    for (statements, text), report in zip(texts, reports):
        got = pieces(report)
        if not is_same(got, complete_pieces(text)):
            yield f"sqlite3_complete cuts it differently:\n{text}\n{got}\n{complete_pieces(text)}"


def check_joined(texts, reports):
    for (statements, text), report in zip(texts, reports):
        got = pieces(report)
        if len(got) != len(statements) or not all(g.startswith(s) for g, s in zip(got, statements)):
            yield f"these were joined:\n{statements}\nand these were found:\n{got}"


def check_postgresql(reports):
    found = [p for r in reports for p in pieces(r)]
    with PrivatePostgres() as pg:
        for piece, error in zip(found, pg.syntax_errors(found)):
            if error:
                yield f"{error}:\n{piece}"


def main():
    tool, dialect = sys.argv[1], sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    corpus = (SqliteCorpus if dialect == "sqlite" else PostgresqlCorpus)(20)
    texts = [corpus.text() for _ in range(count)]
    reports = split(tool, dialect, [text for _, text in texts])
    wrong = list(check_joined(texts, reports))
    wrong += list(check_sqlite(texts, reports) if dialect == "sqlite" else check_postgresql(reports))
    print("\n\n".join(wrong[:5]))
    print(f"{count} texts, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

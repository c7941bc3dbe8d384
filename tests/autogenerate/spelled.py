"""SQLite keeps what was typed: what is the same in other words is no difference, neither for `check` nor for `diff`; what
differs is one for both.

spelled.py [names of checks…]
"""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
from command import NOTHING, Meant, run_checks  # noqa: E402

PLAIN = "CREATE TABLE t (a TEXT{}, b INTEGER);\n"
INDEX = PLAIN.format("") + "CREATE INDEX i ON t ({}){};\n"
TRIGGER = PLAIN.format("") + "CREATE TRIGGER tr AFTER INSERT ON t {}BEGIN UPDATE t SET b = 1; END;\n"

SAME = {
    "default_in_double_quotes": (PLAIN.format(' DEFAULT "it\'s"'), PLAIN.format(" DEFAULT 'it''s'")),
    "number_in_double_quotes": ('CREATE TABLE t (a INTEGER DEFAULT "1");', "CREATE TABLE t (a INTEGER DEFAULT 1);"),
    "default_null": (PLAIN.format(" DEFAULT NULL"), PLAIN.format("")),
    "names_in_single_quotes": (
        "CREATE TABLE 't' ('a' INTEGER, 'b' INTEGER REFERENCES 't' ('a'), CONSTRAINT 'k' PRIMARY KEY ('a'), UNIQUE ('b'));",
        "CREATE TABLE t (a INTEGER, b INTEGER REFERENCES t (a), CONSTRAINT k PRIMARY KEY (a), UNIQUE (b));"),
    "for_each_row": (TRIGGER.format("FOR EACH ROW "), TRIGGER.format("")),
    "for_each_row_when": (TRIGGER.format("FOR EACH ROW WHEN (new.b > 1) "), TRIGGER.format("WHEN new.b > 1 ")),
    "expression_ascends": (INDEX.format("lower(a) ASC", ""), INDEX.format("lower(a)", "")),
    "partial_index": (INDEX.format("a", " WHERE ((b > 1) AND (a IS NOT NULL))"),
                      INDEX.format("a", " WHERE (b > 1) AND (a IS NOT NULL)")),
    "index_of_an_expression": (INDEX.format("(b + 1)", ""), INDEX.format("b + 1", "")),
    "check": ("CREATE TABLE t (b INTEGER CHECK (((b > 1))));", "CREATE TABLE t (b INTEGER CHECK (b > 1));"),
}
OTHER = {
    "default_in_other_case": (PLAIN.format(' DEFAULT "abc"'), PLAIN.format(' DEFAULT "ABC"')),
    "default_null_or_not": (PLAIN.format(" DEFAULT NULL"), PLAIN.format(' DEFAULT "NULL"')),
    "expression_descends": (INDEX.format("lower(a) DESC", ""), INDEX.format("lower(a)", "")),
    "condition_in_parts": (INDEX.format("a", " WHERE (b > 1 OR b < 0) AND a = 'x'"), INDEX.format("a", " WHERE b > 1 OR (b < 0 AND a = 'x')")),
    "factor": ("CREATE TABLE t (b INTEGER CHECK ((b + 1) * 2 > 1));", "CREATE TABLE t (b INTEGER CHECK (b + 1 * 2 > 1));"),
    "row": ("CREATE TABLE t (a INTEGER, b INTEGER, CHECK ((a, b) > (1, 2)));", "CREATE TABLE t (a INTEGER, b INTEGER, CHECK ((b, a) > (1, 2)));"),
    "query_or_value": (PLAIN.format("") + "CREATE VIEW v AS SELECT a FROM t WHERE b IN (SELECT b FROM t);",
                       PLAIN.format("") + "CREATE VIEW v AS SELECT a FROM t WHERE b IN ((SELECT b FROM t));"),
    "when": (TRIGGER.format("WHEN (new.b > 1) "), TRIGGER.format("WHEN (new.b > 2) ")),
}


def there_and_meant(there, meant):
    place = Meant(meant)
    (place.environment / "schema.mako").rename(place.environment / "schema.sql")
    place.settings("[aludel]\ndialects = sqlite\nurl = sqlite:///app.db\nfrom_scratch = no\n")
    database = sqlite3.connect(place.environment / "app.db")
    database.executescript(there)
    database.close()
    return place


def same():
    for name, (there, meant) in SAME.items():
        place = there_and_meant(there, meant)
        assert place.run("check") == NOTHING, name
        for sides in ("sqlite:///app.db", "schema.sql"), ("schema.sql", "sqlite:///app.db"):
            output = place.run("diff", *sides)
            assert output == "", f"{name}: {output}"


def other():
    for name, (there, meant) in OTHER.items():
        place = there_and_meant(there, meant)
        assert "New upgrade operations detected" in place.run("check", status=1), name
        for sides in ("sqlite:///app.db", "schema.sql"), ("schema.sql", "sqlite:///app.db"):
            assert place.run("diff", *sides) != "", name


CHECKS = [same, other]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

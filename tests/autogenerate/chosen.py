"""The settings include and exclude: what inspect, check, diff and autogenerate look at. On a server: chosen_server.py.

chosen.py [names of checks…]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from inspected import NOTHING, Shop, run_checks  # noqa: E402

SQL = """CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX books_title ON books (title);
CREATE TABLE tmp_books (id INTEGER PRIMARY KEY, book INTEGER REFERENCES books);
CREATE INDEX tmp_book ON tmp_books (book);
CREATE TRIGGER tmp_gone AFTER DELETE ON tmp_books BEGIN DELETE FROM books; END;
CREATE VIEW report_all AS SELECT title FROM books;
CREATE VIEW titles AS SELECT title FROM books;
CREATE TABLE audit_log (x);
"""
ALL = {"books", "books_title", "tmp_books", "tmp_book", "tmp_gone", "report_all", "titles", "audit_log"}


class Chosen(Shop):
    def __init__(self, sql=SQL):
        super().__init__(sql)

    def choose(self, **settings):
        self.settings("[aludel]\ndialects = sqlite\nurl = sqlite:///app.db\n" + "".join(f"{k} = {v}\n" for k, v in settings.items()))

    def seen(self):
        text = self.run("inspect", "--sql")
        return {name for name in ALL if f"{name} " in text.replace("REFERENCES ", "").replace("FROM ", "").replace("ON ", "(")}


def by_patterns():
    shop = Chosen()
    assert shop.seen() == ALL
    for settings, expected in (
            ({"exclude": "tmp_*"}, ALL - {"tmp_books", "tmp_book", "tmp_gone"}),
            ({"exclude": "TMP_BOOKS"}, ALL - {"tmp_books", "tmp_book", "tmp_gone"}),
            ({"exclude": "main.tmp_*, other.books"}, ALL - {"tmp_books", "tmp_book", "tmp_gone"}),
            ({"exclude": "view:*"}, ALL - {"report_all", "titles"}),
            ({"exclude": "view:report_* audit_???"}, ALL - {"report_all", "audit_log"}),
            ({"exclude": "index:*_title trigger:*"}, ALL - {"books_title", "tmp_gone"}),
            ({"exclude": "table:titles index:books"}, ALL),
            ({"include": "books titles"}, {"books", "books_title", "titles"}),
            ({"include": "table:*", "exclude": "tmp_*"}, {"books", "books_title", "audit_log"}),
            ({"include": "*", "exclude": "*"}, set())):
        shop.choose(**settings)
        assert shop.seen() == expected, (settings, shop.seen())


def for_all_commands():
    """Neither what the database has nor what the target has of them counts."""
    shop = Chosen()
    shop.choose(exclude="tmp_* audit_log report_*")
    (shop.environment / "schema.mako").write_text(shop.run("inspect") + "CREATE TABLE tmp_others (x);\n")
    assert shop.run("check") == NOTHING == shop.run("revision", "--autogenerate")
    assert shop.run("diff", shop.url, "schema.mako") == ""
    shop.choose(exclude="tmp_others")
    assert "left over: table tmp_books" in shop.run("check", status=1)
    overridden = shop.top / "other.ini"
    overridden.write_text("[aludel]\nexclude = tmp_* audit_log report_*\n")
    assert shop.run("-c", str(overridden), "check") == NOTHING
    program = shop.top / "migrate"
    shop.run("build", "-o", str(program))
    assert "left over: table tmp_books" in shop.run("check", program=program, status=1)
    assert shop.run("-c", str(overridden), "check", program=program) == NOTHING


def what_is_left_out_may_be_led_to():
    """A foreign key to a table that isn't looked at stays in its table's text."""
    shop = Chosen()
    shop.choose(exclude="books report_all titles")
    text = shop.run("inspect")
    assert "books" in text and "tmp_books" in text, text


def refused():
    shop = Chosen()
    for pattern in ("a.b.c", "view:", "schema.", "a:b:c", "Table:x"):
        shop.choose(exclude=f"good_* {pattern}")
        output = shop.run("inspect", status=1)
        assert f"setting exclude: '{pattern}' isn't a pattern" in output and "as in view:report_*" in output, output
    shop.choose(include="view:")
    assert "setting include: 'view:' isn't a pattern" in shop.run("check", status=1)


CHECKS = [by_patterns, for_all_commands, what_is_left_out_may_be_led_to, refused]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

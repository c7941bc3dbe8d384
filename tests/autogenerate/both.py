"""Environments of both dialects: what is found on the one database runs on the other as well, up, down and up again.

both.py [names of checks…]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from command import NOTHING, Meant, run_checks  # noqa: E402
from tools.postgres import PrivatePostgres  # noqa: E402

BOTH = """<%
op.create_type("mood", ["good", "bad"])
op.create_table(
    "books",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("title", sa.String(50), nullable=False, server_default="abc"),
    sa.Column("day", sa.Text(), server_default=sa.text("lower('ABC')")),
    sa.Column("kind", sa.Text(), sa.CheckConstraint("kind IN ('a', 'b')")),
    sa.Column("made", sa.DateTime(), server_default=sa.func.now()),
    sa.Column("n", sa.Integer(), sa.Computed("id + length(coalesce(title, 'x'))", persisted=True)),
    sa.CheckConstraint("title <> 'abc' OR day LIKE 'a%'", name="ck"),
    sa.CheckConstraint("title <> 'abd'"),
)
op.create_index("i1", "books", [sa.text("coalesce(day, 'x')")], unique=True)
op.create_index("i2", "books", ["kind"], postgresql_where=sa.text("kind = 'a'"), sqlite_where=sa.text("kind = 'a'"))
op.create_view("short", "SELECT id, coalesce(title, 'none') AS t FROM books")
%>
CREATE VIEW long AS
  SELECT id, coalesce(title, 'none') AS t
  FROM books WHERE title = 'x' OR title = 'a rather long title of a book that nobody has written';
CREATE INDEX i3 ON books (lower(title) DESC, kind);
"""
APART = """% if dialect == "postgresql":
<%
op.create_table("only_pg", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("period", postgresql.TSTZRANGE()))
op.add_column("books", sa.Column("words", postgresql.TSVECTOR()))
op.create_index("i_pg", "books", ["words"], postgresql_using="gin")
op.create_check_constraint("ck_pg", "books", "title ~ 'a'")
op.create_exclude_constraint("ex", "only_pg", ("period", "&&"), using="gist")
op.alter_column("books", "made", server_default=sa.text("clock_timestamp()"))
%>
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW of_pg AS SELECT id FROM only_pg;
% else:
<%
op.create_table("only_lite", sa.Column("id", sa.Integer(), primary_key=True))
%>
% endif
"""
OPERATORS = """% if dialect == "sqlite":
CREATE TABLE t (a INTEGER, b INTEGER, CHECK (a < b OR a = 5));
CREATE VIEW v AS SELECT a FROM t WHERE a < b;
% else:
CREATE TABLE t (a INTEGER, b INTEGER, CHECK (a > b AND a = 5));
CREATE VIEW v AS SELECT a FROM t WHERE a > b;
% endif
"""
REFERENCES = """CREATE TABLE p (id INTEGER PRIMARY KEY, k INTEGER);
CREATE UNIQUE INDEX pk ON p (k);
% if dialect == "postgresql":
CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES p ON DELETE CASCADE,
  b INTEGER CONSTRAINT c_b REFERENCES p (k) DEFERRABLE);
% else:
CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES p ON DELETE RESTRICT,
  b INTEGER CONSTRAINT c_b REFERENCES p);
% endif
"""
WORDED = """CREATE TABLE o (m INTEGER);
CREATE TABLE w (
  id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, t TEXT,
  n INTEGER GENERATED ALWAYS AS (a % 2 + length(replace(t, 'a', 'b'))) STORED,
  CONSTRAINT c1 CHECK (a != 5 AND NOT a = 6 OR b NOT BETWEEN 1 AND a + 2),
  CONSTRAINT c2 CHECK (t NOT LIKE 'x%' AND t NOT IN ('a', 'b') AND t IN ('c')),
  CONSTRAINT c3 CHECK (a + b * 2 - 1 > -5 AND (a - b) - 1 < a - (b - 1)),
  CONSTRAINT c4 CHECK (CASE WHEN a BETWEEN 1 AND 2 THEN b > 5 ELSE b IS NOT NULL END),
  CONSTRAINT c5 CHECK (CAST(a AS TEXT) || t <> coalesce(t, 'z') AND (a IS NULL OR b = 5000000000))
);
CREATE VIEW v1 AS SELECT w.a, count(*) AS n, lower(w.t), y.b AS x
  FROM w JOIN w y ON w.id = y.a WHERE w.a BETWEEN 1 AND 5 GROUP BY w.a, w.t, y.b;
CREATE VIEW v2 AS SELECT id, upper(t) FROM w WHERE a > 5 AND (b < 3 OR NOT b = 4)
  UNION ALL SELECT a, t FROM w ORDER BY 1 DESC;
CREATE VIEW v3 AS SELECT id FROM w WHERE id NOT IN (SELECT m FROM o) AND EXISTS (SELECT m FROM o WHERE m IS NOT NULL);
CREATE INDEX wi ON w (b) WHERE a < 5 AND b >= 1;
"""
BARE = """CREATE TABLE p (id INTEGER PRIMARY KEY, k INTEGER, price INTEGER);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER, x INTEGER);
"""
BOUND = """CREATE TABLE p (id INTEGER PRIMARY KEY, k INTEGER UNIQUE, price INTEGER CHECK (price BETWEEN 1 AND 5));
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE SET NULL, x INTEGER, CHECK (x IN (1, 2)));
"""
STRICTER = """% if dialect == "postgresql":
CREATE TABLE s (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT, c TEXT, n INTEGER GENERATED ALWAYS AS IDENTITY);
CREATE UNIQUE INDEX s1 ON s (a);
CREATE INDEX s2 ON s (b);
CREATE INDEX s3 ON s (b DESC);
% else:
CREATE TABLE s (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT NOT NULL, n INTEGER);
CREATE INDEX s1 ON s (a);
CREATE INDEX s2 ON s (c);
CREATE INDEX s3 ON s (b);
% endif
"""
STRICTER_CHANGES = (("UNIQUE INDEX", "INDEX"), ("INDEX s2", "UNIQUE INDEX s2"),
                    ("b TEXT, c TEXT,", "b TEXT NOT NULL, c TEXT, d TEXT NOT NULL,"),
                    ("c TEXT NOT NULL, n INTEGER", "c TEXT, n INTEGER, d TEXT"))
PRICED = "CREATE TABLE p (id INTEGER PRIMARY KEY, price NUMERIC(10, 2));\n"
CHANGES = (("none", "nothing"), ("title = 'x' OR", "title = 'xx' OR"), ("lower(title)", "upper(title)"), ("'abd'", "'abe'"),
           ("lower('ABC')", "lower('ABX')"), ('"kind", sa.Text()', '"kind", sa.String(20)'))


def changed(text, changes):
    for was, now in changes:
        assert was in text, was
        text = text.replace(was, now)
    return text


class Two(Meant):
    """A database of each kind."""

    def __init__(self, text):
        super().__init__(text, "sqlite postgresql")
        self.settings("[aludel]\ndialects = sqlite postgresql\nurl_env = BOOKS_URL\n")
        self.urls = ["sqlite:///app.db", SERVER.url_of(SERVER.new_database())]

    def on_both(self, *arguments):
        for url in self.urls:
            yield self.run("-q", "--url", url, *arguments)

    def up_down_up(self):
        for arguments in ("upgrade", "head"), ("downgrade", "base"), ("upgrade", "head"):
            list(self.on_both(*arguments))

    def find_all(self, id):
        """Migrations of what the server tells, and of what SQLite has by itself."""
        for number, url in enumerate(reversed(self.urls), 1):
            self.generate(f"{id}{number}", "--url", url)
            self.up_down_up()
        assert list(self.on_both("check")) == [NOTHING, NOTHING]


def the_same():
    """What both have is found on the server, and nothing of it is under a condition."""
    place = Two(BOTH)
    text = place.generate("a1", "--url", place.urls[1])[1]
    assert "% if" not in text and "::text <>" not in text and "lower('ABC')" in text, text
    place.up_down_up()
    assert list(place.on_both("check")) == [NOTHING, NOTHING]


def apart():
    """What one has is made and dropped there alone: at first, and when it goes later."""
    place = Two(BOTH + APART)
    place.find_all("a")
    first = list(place.on_both("inspect"))
    place.mean(changed(BOTH, CHANGES))
    place.find_all("b")
    list(place.on_both("downgrade", "a2"))
    assert list(place.on_both("inspect")) == first
    list(place.on_both("downgrade", "base"))
    assert list(place.on_both("inspect")) == ["", ""]


def worded():
    """What PostgreSQL has in words of its own is what was typed."""
    place = Two(WORDED)
    text = place.generate("a1", "--url", place.urls[1])[1]
    assert "% if" not in text and "::" not in text, text
    place.up_down_up()
    assert list(place.on_both("check")) == [NOTHING, NOTHING]


def operators():
    """The same names under other operators say something else."""
    place = Two(OPERATORS)
    place.find_all("a")
    place.mean(OPERATORS.replace("5", "6").replace("a < b;", "a <= b;"))
    place.find_all("b")


def references():
    """A foreign key that does something else on the other one is none of the other one's."""
    place = Two(REFERENCES)
    place.find_all("a")
    place.mean(REFERENCES.replace("CASCADE", "SET NULL"))
    place.find_all("b")


def stricter():
    """NOT NULL and UNIQUE that one has are none of the other one's."""
    place = Two(STRICTER)
    place.find_all("a")
    assert list(place.on_both("check")) == [NOTHING, NOTHING]
    place.mean(changed(STRICTER, STRICTER_CHANGES))
    place.find_all("b")
    list(place.on_both("downgrade", "base"))
    assert list(place.on_both("inspect")) == ["", ""]


def nameless():
    """Constraints without names, made on the one and then on the other, are in each once."""
    for first in 0, 1:
        place = Two(BARE)
        place.find_all("a")
        place.mean(BOUND)
        for number, url in enumerate((place.urls[first], place.urls[1 - first])):
            place.generate(f"b{number}", "--url", url)
            list(place.on_both("upgrade", "head"))
        assert list(place.on_both("check")) == [NOTHING, NOTHING]
        place.up_down_up()
        assert list(place.on_both("check")) == [NOTHING, NOTHING]


def generated():
    """One that goes makes room for the new type of what it was made of, whichever database the way back is found on."""
    for first in 0, 1:
        place = Two(PRICED)
        place.find_all("a")
        place.mean(PRICED.replace("10, 2)", "12, 3), tot NUMERIC(12, 3) GENERATED ALWAYS AS (price * 2) STORED"))
        place.generate("b1", "--url", place.urls[first])
        place.up_down_up()
        assert list(place.on_both("check")) == [NOTHING, NOTHING]


CHECKS = [generated, the_same, apart, worded, operators, references, stricter, nameless]

if __name__ == "__main__":
    with PrivatePostgres() as SERVER:
        sys.exit(run_checks(CHECKS))

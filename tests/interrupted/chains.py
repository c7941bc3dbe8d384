"""The environments that are interrupted, written once for both databases.

    chain = Chain(folder, dialect, "plain")     builds `migrate` in `folder`
    chain.ids, chain.pieces()

    plain       sent ahead as far as it goes: data, a loop over rows, hooks
    single      the same in one transaction
    pieces      statements that can't be in a transaction, in both directions; a constraint that is looked at only at
                COMMIT, so that each is waited for; a hook behind
"""
from collections import namedtuple

from e2e import harness

# `up` and `down`: text of a template; or, of a migration with autocommit parts, a list of Parts.
Migration = namedtuple("Migration", "id up down")

# Statements, in a block of op.autocommit() or not. A statement may be a dict by dialect.
Part = namedtuple("Part", "alone statements")

# Every migration leaves a row, so that one that ran twice or half shows.
HOOKS = """
<%def name="before_upgrade()">
CREATE TABLE IF NOT EXISTS runs (revision VARCHAR(20));
</%def>
<%def name="before_each()">
INSERT INTO runs VALUES (${revision});
</%def>
"""

HOOKS_BEHIND = """
<%def name="after_upgrade()">
UPDATE runs SET revision = revision;
</%def>
<%def name="after_downgrade()">
UPDATE runs SET revision = revision;
</%def>
"""

PLAIN = [
    Migration("a1", """
CREATE TABLE t (n INTEGER PRIMARY KEY, m INTEGER, doubled INTEGER);
% for n in range(1, 7):
INSERT INTO t VALUES (${n}, ${n * n}, NULL);
% endfor
""", "DROP TABLE t;\n"),
    Migration("a2", """
CREATE TABLE u (n INTEGER NOT NULL, what VARCHAR(40) NOT NULL);
INSERT INTO u SELECT n, 'of t' FROM t;
ALTER TABLE t ADD COLUMN extra VARCHAR(20) DEFAULT 'none';
UPDATE t SET m = m + 1;
""", """
UPDATE t SET m = m - 1;
ALTER TABLE t DROP COLUMN extra;
DROP TABLE u;
"""),
    Migration("a3", """
% for row in op.query("SELECT n, m FROM t ORDER BY n"):
UPDATE t SET doubled = ${row.m * 2} WHERE n = ${row.n};
INSERT INTO u VALUES (${row.n}, 'seen');
% endfor
<% op.execute("UPDATE u SET n = n + %d WHERE what = 'seen'" % op.scalar("SELECT count(*) FROM t")) %>
""", """
% for row in op.query("SELECT n FROM t ORDER BY n"):
UPDATE t SET doubled = NULL WHERE n = ${row.n};
% endfor
DELETE FROM u WHERE what = 'seen';
"""),
    Migration("a4", "CREATE INDEX u_n ON u (n);\nCREATE VIEW seen AS SELECT n FROM u WHERE what = 'seen';\n",
              "DROP VIEW seen;\nDROP INDEX u_n;\n"),
    Migration("a5", "INSERT INTO u VALUES (100, 'last');\n", "DELETE FROM u WHERE n = 100;\n"),
]

PIECES = [
    Migration("p1", "CREATE TABLE t (n INTEGER PRIMARY KEY);\nINSERT INTO t VALUES (1);\n", "DROP TABLE t;\n"),
    Migration("p2", [
        Part(False, ["CREATE TABLE q (n INTEGER NOT NULL)", "INSERT INTO q VALUES (1)"]),
        Part(True, ["INSERT INTO q VALUES (2)",
                    {"postgresql": "CREATE INDEX CONCURRENTLY q_n ON q (n)", "sqlite": "VACUUM"},
                    "UPDATE q SET n = n + 10"]),
        Part(False, ["INSERT INTO q VALUES (3)"]),
        Part(True, [{"postgresql": "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS q_u ON q (n)",
                     "sqlite": "CREATE UNIQUE INDEX q_u ON q (n)"}]),
    ], [
        Part(True, [{"postgresql": "DROP INDEX CONCURRENTLY q_u", "sqlite": "DROP INDEX q_u"},
                    "DELETE FROM q WHERE n = 3",
                    {"postgresql": "DROP INDEX CONCURRENTLY IF EXISTS q_n", "sqlite": "VACUUM"},
                    "UPDATE q SET n = n - 10"]),
        Part(False, ["DELETE FROM q", "DROP TABLE q"]),
    ]),
    Migration("p3", """
CREATE TABLE child (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO child VALUES (2);
INSERT INTO t VALUES (2);
""", "DROP TABLE child;\nDELETE FROM t WHERE n = 2;\n"),
]


# name -> migrations, settings, env.mako
CHAINS = {"plain": (PLAIN, "", HOOKS), "single": (PLAIN, "transaction = all\n", HOOKS),
          "pieces": (PIECES, "", HOOKS + HOOKS_BEHIND)}


def in_dialect(statement, dialect):
    return statement[dialect] if isinstance(statement, dict) else statement


def statements(parts, dialect):
    """Of a migration with autocommit parts: what is executed, in order."""
    return [in_dialect(s, dialect) for part in parts for s in part.statements]


def body(way, dialect):
    if isinstance(way, str):
        return way
    text = ""
    for part in way:
        lines = "".join(in_dialect(s, dialect) + ";\n" for s in part.statements)
        text += "%% with op.autocommit():\n%s%% endwith\n" % lines if part.alone else lines
    return text


def template(migration, before, dialect):
    return ('<%%doc>%s</%%doc>\n<%%! revision = %r; down_revision = %r %%>\n<%%def name="upgrade()">\n%s</%%def>\n'
            '<%%def name="downgrade()">\n%s</%%def>\n'
            % (migration.id, migration.id, before, body(migration.up, dialect), body(migration.down, dialect)))


class Chain:
    def __init__(self, folder, dialect, name):
        self.dialect = dialect
        self.migrations, settings, hooks = CHAINS[name]
        self.ids = [m.id for m in self.migrations]
        harness.write(folder / "aludel.ini", "[aludel]\ndialects = %s\n%s" % (dialect, settings))
        harness.write(folder / "env.mako", hooks)
        for m, before in zip(self.migrations, [None] + self.ids):
            harness.write(folder / "versions" / (m.id + "_x.mako"), template(m, before, dialect))
        self.program = harness.build(folder)

    def pieces(self):
        """(id, direction, statements) of the ways with autocommit parts."""
        for m in self.migrations:
            for direction, way in (("upgrade", m.up), ("downgrade", m.down)):
                if not isinstance(way, str):
                    yield m.id, direction, statements(way, self.dialect)

"""The chain that everybody upgrades: ten migrations, each of which writes down in `ran` that it ran.

    write(folder, dialect, outside=…, alone=…)     an environment of ours; aludel's errors are the caller's
    write_alembic(folder, dialect)                  the same for Alembic
    wanted(count)                                   what the database must hold after the first `count` migrations

`ran` is no part of it: it is there before, has no key that would hide a second run, and outlives a downgrade.

What makes m05 fail is the environment variable ITEM: an order for an item that isn't there is found at COMMIT on
PostgreSQL, by a deferred constraint of the chain, or (`outside`) by one that the chain knows nothing of, so that the
migrations behind it are on their way already. SQLite's deferred constraints need `PRAGMA foreign_keys`, which our own
connections don't set: there it is a CHECK.
"""
from collections import namedtuple

from e2e import harness
from e2e.harness import Alone, revision

IDS = [f"m{n:02}" for n in range(1, 11)]
IN_PIECES = ("m07", "m09")  # with autocommit parts
BEFORE_PIECES = "m06"
FAILING = 5  # the number of the one that ITEM makes fail
ITEMS = 60

SETTINGS = "lock_timeout = 300ms\nretries = 100\n"
RAN = "CREATE TABLE ran (n %s PRIMARY KEY, id TEXT NOT NULL)"
OUTSIDE = "CREATE TABLE known (id INTEGER PRIMARY KEY); INSERT INTO known VALUES (1); CREATE TABLE orders (item INTEGER " \
          "REFERENCES known (id) DEFERRABLE INITIALLY DEFERRED)"

FILL = f"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ITEMS}) " \
       "INSERT INTO items (id, name) SELECT i, 'name ' || i FROM n"

LOOP = """<%! revision = "m03"; down_revision = "m02" %>
<%def name="upgrade()">
% for row in op.query("SELECT id, name FROM items ORDER BY id"):
UPDATE items SET slug = ${row.name.replace(" ", "-")} WHERE id = ${row.id};
INSERT INTO seen VALUES (${row.id});
% endfor
INSERT INTO ran (id) VALUES ('m03 up');
</%def>
<%def name="downgrade()">
UPDATE items SET slug = NULL;
DELETE FROM seen;
INSERT INTO ran (id) VALUES ('m03 down');
</%def>
"""

# An order for ITEM: ${env("ITEM", 1)} is the only value that comes from outside.
ORDER = """<%%! revision = "m05"; down_revision = "m04" %%>
<%%def name="upgrade()">
%s
INSERT INTO orders (item) VALUES (${env("ITEM", 1)});
INSERT INTO ran (id) VALUES ('m05 up');
</%%def>
<%%def name="downgrade()">
%s;
INSERT INTO ran (id) VALUES ('m05 down');
</%%def>
"""

# What has been done already changes what is asked here.
BATCHES = """<%%! revision = "m09"; down_revision = "m08" %%>
<%%def name="upgrade()">
CREATE TABLE batches (n INTEGER);
INSERT INTO ran (id) VALUES ('m09 up');
%% with op.autocommit():
%%   while op.scalar("SELECT count(*) FROM items WHERE more IS NULL") > 0:
UPDATE items SET more = coalesce(more, 0) + id WHERE id IN (SELECT id FROM items WHERE more IS NULL LIMIT 25);
INSERT INTO batches VALUES (1);
%%   endwhile
%%   if not op.has_index("items", "items_slug"):
%s;
%%   endif
%% endwith
INSERT INTO batches VALUES (2);
</%%def>
<%%def name="downgrade()">
INSERT INTO ran (id) VALUES ('m09 down');
UPDATE items SET more = NULL;
%% with op.autocommit():
%%   if op.has_index("items", "items_slug"):
%s;
%%   endif
%% endwith
DROP TABLE batches;
</%%def>
"""


def orders(dialect, outside):
    if outside:
        return ""
    if dialect == "sqlite":
        return "CREATE TABLE orders (item INTEGER CONSTRAINT there_is_one CHECK (item > 0))"
    return "CREATE TABLE orders (item INTEGER REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED)"


def concurrently(dialect):
    return "CONCURRENTLY " if dialect == "postgresql" else ""


def rest(dialect):
    """VACUUM runs outside transactions on both."""
    c = concurrently(dialect)
    index = [Alone(f"CREATE INDEX {c}items_name ON items (name)"), Alone("VACUUM")]
    return index, [Alone(f"DROP INDEX {c}items_name")]


def revisions(dialect, outside=False, alone=True):
    """Both sides' revisions, without what only ours can say. Each begins with what can't be done twice."""
    index, drop = rest(dialect) if alone else (["CREATE INDEX items_name ON items (name)"], ["DROP INDEX items_name"])
    batches = "UPDATE items SET more = id"
    unique = f"CREATE UNIQUE INDEX {concurrently(dialect)}items_slug ON items (slug)"
    bodies = [
        (["CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, slug TEXT)", "CREATE TABLE seen (id INTEGER)"],
         ["DROP TABLE seen", "DROP TABLE items"]),
        ([FILL], ["DELETE FROM items"]),
        (["INSERT INTO seen SELECT id FROM items", "UPDATE items SET slug = replace(name, ' ', '-')"], []),
        (["ALTER TABLE items ADD COLUMN kind INTEGER"], ["ALTER TABLE items DROP COLUMN kind"]),
        ([orders(dialect, outside) or "DELETE FROM orders", "INSERT INTO orders (item) VALUES (1)"], []),
        (["CREATE TABLE behind (n INTEGER)"], ["DROP TABLE behind"]),
        (["CREATE TABLE pieces (n INTEGER)", *index, "INSERT INTO pieces VALUES (1)"], [*drop, "DROP TABLE pieces"]),
        (["ALTER TABLE items ADD COLUMN more INTEGER"], ["ALTER TABLE items DROP COLUMN more"]),
        (["CREATE TABLE batches (n INTEGER)", batches, Alone(unique) if alone else unique], []),
        (["CREATE TABLE last (n INTEGER)"], ["DROP TABLE last"])]
    return [revision(IDS[i], IDS[i - 1] if i else None, up=noted(up, IDS[i] + " up"), down_sql=noted(down, IDS[i] + " down"))
            for i, (up, down) in enumerate(bodies)]


def noted(statements, text):
    """Behind the first, so that it is in the transaction of what can't be done twice."""
    return [*statements[:1], f"INSERT INTO ran (id) VALUES ('{text}')", *statements[1:]]


def write(folder, dialect, outside=False, alone=True):
    harness.write_ours(folder, revisions(dialect, outside, alone), SETTINGS, dialect)
    made = orders(dialect, outside)
    (folder / "versions" / "m03_x.mako").write_text(LOOP)
    (folder / "versions" / "m05_x.mako").write_text(ORDER % (made and made + ";", "DELETE FROM orders" if outside else
                                                             "DROP TABLE orders"))
    c = concurrently(dialect) if alone else ""
    text = BATCHES % (f"CREATE UNIQUE INDEX {c}items_slug ON items (slug)", f"DROP INDEX {c}items_slug")
    if not alone:
        text = "".join(l for l in text.splitlines(True) if l not in ("% with op.autocommit():\n", "% endwith\n"))
    (folder / "versions" / "m09_x.mako").write_text(text)


def write_alembic(folder, dialect):
    harness.write_alembic(folder, revisions(dialect))


# ---- What must come out ------------------------------------------------------------------------------------

Content = namedtuple("Content", "items slugs seen kinds orders more tables indexes")


def wanted(count, outside=False):
    tables = ["items", "seen"] * (count > 0) + ["orders"] * (count >= 5 and not outside)
    tables += [name for at, name in ((6, "behind"), (7, "pieces"), (9, "batches"), (10, "last")) if count >= at]
    indexes = [name for at, name in ((7, "items_name"), (9, "items_slug")) if count >= at]
    return Content(ITEMS * (count >= 2), ITEMS * (count >= 3), ITEMS * (count >= 3), count >= 4, int(count >= 5),
                   ITEMS * (count >= 9), sorted(tables), indexes)

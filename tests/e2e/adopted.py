"""A database that comes from Alembic: the log table is told of when it is made, and migrations/README.md says how
Alembic's autogenerate leaves it alone. On SQLite or PostgreSQL.
"""
import os
import re
import sys
import textwrap
from pathlib import Path

import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from harness import Report, pair_on, revision

MADE = "this database hasn't been migrated by aludel before: the table 'aludel_log' is made"
CHAIN = [revision("r1"), revision("r2", "r1"), revision("r3", "r2")]
report = Report()


def words_of_the_readme():
    """The arguments of context.configure as the page has them."""
    page = Path(os.environ["ALUDEL_SOURCE"], "migrations/README.md").read_text()
    shown = re.search(r"^ *```python\n(.*?include_name.*?)^ *```", page, re.M | re.S).group(1)
    names = {}
    exec(textwrap.dedent(shown), names)
    return {"include_name": names["include_name"]}


def proposals(url, options):
    """What autogenerate finds, for an application whose models are the tables of the chain."""
    models = sqlalchemy.MetaData()
    for r in CHAIN:
        sqlalchemy.Table("t_" + r.id, models, sqlalchemy.Column("a", sqlalchemy.Integer))
    with sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return sorted((what, str(about)) for what, about in compare_metadata(context, models))


def told(result):
    return result.stderr.count(MADE)


def adopted(pair):
    pair.theirs("upgrade", "r1")
    pair.swap()
    report.equal(told(pair.ours("upgrade", "r2")), 1, "the log table is made in Alembic's database, and told of")
    report.equal(told(pair.ours("upgrade", "r3")), 0, "the second time it is there")
    log_table = [("remove_table", "aludel_log")]
    report.equal(proposals(pair.our.url, {}), log_table, "without include_name, Alembic proposes")
    report.equal(proposals(pair.our.url, words_of_the_readme()), [], "with include_name, Alembic proposes")


def stamped(pair):
    pair.fresh()
    pair.theirs("upgrade", "r1")
    pair.swap()
    report.equal(told(pair.ours("stamp", "r2")), 1, "stamp makes the log table, too")


def our_own(pair):
    pair.fresh()
    report.equal(told(pair.ours("upgrade", "head")), 0, "nothing is said in a database of our own")


def main(database):
    with pair_on(database, CHAIN) as pair:
        adopted(pair)
        stamped(pair)
        our_own(pair)
    with pair_on(database, CHAIN, "log_table =\n") as pair:
        pair.theirs("upgrade", "r1")
        pair.swap()
        report.equal(told(pair.ours("upgrade", "head")), 0, "no log table is asked for")
        report.equal(proposals(pair.our.url, {}), [], "and none is made")
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1])

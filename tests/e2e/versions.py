"""upgrade, downgrade and stamp along stories: the same steps, version rows and tables as Alembic's.

    versions.py sqlite|postgresql
"""

import sys

from graph import REVISIONS
from harness import Report, pair_on, refused_alike

report = Report()

# Each story begins with empty databases. What Alembic refuses we refuse with its words.
STORIES = {
    "up and down": ["upgrade aaaa10", "upgrade bbbb20", "upgrade cccc30", "upgrade cccc30", "upgrade base",
                    "upgrade aaaa10", "downgrade aaaa10", "downgrade base", "downgrade base"],
    "heads": ["upgrade head", "upgrade heads", "upgrade heads", "downgrade base"],
    "by label": ["upgrade left@head", "upgrade net@head", "upgrade billing@head", "downgrade net@base",
                 "downgrade left@bbbb20", "downgrade left@base"],
    "merge and unmerge": ["upgrade cccc30", "upgrade dddd40", "upgrade eeee50", "downgrade cccc30", "upgrade eeee50",
                          "downgrade aaaa10", "upgrade eeee50", "downgrade bbbb20", "downgrade base"],
    "relative": ["upgrade +1", "upgrade aaaa10", "upgrade +1", "upgrade left@+1", "upgrade left@+1", "upgrade +1",
                 "downgrade -1", "downgrade left@-1", "upgrade aaaa10+1", "downgrade right@-1", "downgrade cccc30-1",
                 "upgrade +9", "upgrade -1", "downgrade +1", "downgrade -9", "downgrade aaaa10+1"],
    "relative to heads": ["upgrade net@head-1", "upgrade net@head", "upgrade kkkkb0-1", "upgrade kkkkb0-3",
                          "upgrade ffff60+1", "downgrade ffff60-1", "downgrade ffff60-3"],
    "ambiguous": ["upgrade aaaa10", "upgrade +1", "upgrade eeee50", "upgrade +1", "downgrade -2", "upgrade gggg70",
                  "upgrade +1", "upgrade net@+1", "downgrade net@-1"],
    "dependencies": ["upgrade hhhh80", "downgrade gggg70", "upgrade iiii90", "downgrade bbbb20", "upgrade iiii90",
                     "downgrade aaaa10", "upgrade kkkkb0", "downgrade jjjja0", "downgrade billing@base"],
    "dependencies keep": ["upgrade iiii90", "upgrade cccc30", "downgrade bbbb20", "upgrade eeee50",
                          "downgrade net@base", "downgrade base"],
    "beginnings of ids": ["upgrade aa", "upgrade bbb", "downgrade a", "upgrade zz", "upgrade z", "downgrade zz",
                          "upgrade net@bbbb20", "upgrade zz@head", "upgrade left@hhhh", "downgrade jjjja0"],
    "stamp": ["stamp aaaa10", "stamp bbbb20", "stamp eeee50", "stamp cccc30", "stamp cccc30", "stamp gggg70",
              "stamp iiii90", "stamp net@base", "stamp heads", "stamp head", "stamp base", "stamp zz"],
    "stamp at base": ["stamp base", "stamp base", "stamp aaaa10"],
    "stamp several": ["stamp cccc30 dddd40", "stamp eeee50", "stamp --purge cccc30 gggg70", "stamp left@head net@head",
                      "stamp --purge base", "stamp --purge heads", "stamp base"],
    "stamp and go on": ["stamp cccc30", "upgrade dddd40", "downgrade aaaa10"],
    "ensure_version": ["ensure_version", "ensure_version", "upgrade aaaa10", "ensure_version"],
    "after the other tool": ["upgrade heads", "stamp --purge aaaa10", "current"],
}


def log_of(result, command):
    """To base every row goes by a step of its own, in the order of the table, which is no one's."""
    return sorted(result.log) if command == "stamp base" else result.log


def step(pair, story, command):
    ours, theirs = pair.run(*command.split())
    what = "%s: %s" % (story, command)
    if theirs.status == 0:
        report.equal(ours.status, 0, what + ": exit status\n" + ours.stderr)
    else:
        report.check(ours.status in (1, 2), what + ": fails", ours=ours.status, theirs=theirs.stderr)
    if theirs.status not in (0, "crash"):
        report.check(refused_alike(ours, theirs), what + ": the message", ours=ours.stderr, expected=theirs.stderr)
    report.equal(log_of(ours, command), log_of(theirs, command), what + ": log")
    report.equal(ours.rows or [], theirs.rows or [], what + ": version rows")
    if command.startswith("stamp") and theirs.status == 0:  # Alembic makes the table even for what it only reads
        report.equal(ours.rows is None, theirs.rows is None, what + ": there is a version table")
    report.equal(ours.tables, theirs.tables, what + ": tables")


def both_ways(pair):
    """A database goes from Alembic to us and back."""
    pair.fresh()
    pair.theirs("upgrade", "eeee50")
    pair.swap()
    ours = pair.ours("upgrade", "heads")
    report.equal(ours.status, 0, "we go on where Alembic stopped: " + ours.stderr)
    pair.swap()
    theirs = pair.theirs("downgrade", "base")
    report.equal((theirs.status, theirs.rows, theirs.tables), (0, [], []), "Alembic takes it back: " + theirs.stderr)


def unknown_row(pair):
    """A row that the program doesn't know: the database is newer."""
    pair.fresh()
    pair.run("upgrade", "bbbb20")
    pair.both_sql("UPDATE alembic_version SET version_num = 'from_the_future'")
    for command in (["upgrade", "heads"], ["downgrade", "base"], ["stamp", "aaaa10"]):
        ours, theirs = pair.run(*command)
        report.equal(ours.status, 3, "%s on a newer database: %s" % (command, ours.stderr))
        report.check("Can't locate revision identified by 'from_the_future'" in ours.stderr, "%s says so" % command,
                     stderr=ours.stderr)
        report.check(theirs.status not in (0,), "Alembic stops, too")
        report.equal(ours.rows, ["from_the_future"], "%s changes nothing" % command)
    ours = pair.ours("stamp", "--purge", "bbbb20")
    report.equal((ours.status, ours.rows), (0, ["bbbb20"]), "stamp --purge mends it: " + ours.stderr)


def broken_content(pair):
    """stamp --purge works however broken the version table's content is."""
    pair.fresh()
    pair.run("upgrade", "bbbb20")
    pair.both_sql("INSERT INTO alembic_version VALUES ('aaaa10'); INSERT INTO alembic_version VALUES ('nonsense');")
    ours, theirs = pair.run("stamp", "--purge", "bbbb20")
    report.equal((ours.status, ours.rows), (theirs.status, theirs.rows), "stamp --purge: " + ours.stderr)


def version_table(pair):
    """The same name and shape as Alembic's."""
    pair.fresh()
    pair.run("ensure_version")
    report.equal(pair.our.shape(), pair.their.shape(), "the version table's shape")


def main():
    with pair_on(sys.argv[1], REVISIONS) as pair:
        for story, commands in STORIES.items():
            pair.fresh()
            for command in commands:
                step(pair, story, command)
        both_ways(pair)
        unknown_row(pair)
        broken_content(pair)
        version_table(pair)
    report.finish()


main()

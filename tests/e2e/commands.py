"""history, heads, branches, show, current: the same lines as Alembic's, at every place of the graph.

    commands.py sqlite|postgresql
"""

import re
import sys

from graph import REVISIONS
from harness import Report, pair_on, refused_alike

report = Report()


# ---- What may differ: the order of what Alembic keeps in sets, and paths ------------------------------------

def sort_list(match):
    return match.group(1) + ", ".join(sorted(match.group(2).split(", "))) + match.group(3)


def plain_line(line):
    line = re.sub(r"^(Path: ).*?([^/]+)\.\w+$", r"\1\2", line)
    line = re.sub(r"^(Current revision\(s\) for \w+:///).*:$", r"\1X:", line)
    line = re.sub(r"( \()(\w+(?:, \w+)+)(\))", sort_list, line)
    return re.sub(r"^(Branches into: |Branch names: )(.*)()$", sort_list, line).rstrip()


def plain(text):
    return "\n".join(plain_line(l) for l in text.strip("\n").split("\n"))


def sorted_lines(text):
    return "\n".join(sorted(plain(text).split("\n")))


def sorted_entries(text):
    return "\n\n".join(sorted(re.split(r"\n+(?=Rev: )", plain(text))))


def same(pair, *arguments, view=plain):
    ours, theirs = pair.run(*arguments)
    what = "%s  (rows %s)" % (" ".join(arguments), theirs.rows)
    if theirs.status == 0:
        report.equal(ours.status, 0, what + ": exit status\n" + ours.stderr)
        report.equal(view(ours.stdout), view(theirs.stdout), what)
    elif theirs.status == "crash":  # we needn't fall over where Alembic does
        report.check(ours.status in (0, 1, 2), what, ours=ours.stderr)
    else:
        report.check(ours.status in (1, 2), what + ": fails", ours=ours.status, theirs=theirs.status)
        report.check(refused_alike(ours, theirs), what + ": the message", ours=ours.stderr, expected=theirs.stderr)
        report.equal(ours.stdout, "", what + ": nothing on stdout")


def unconnected(pair):
    """What needs no database doesn't make one."""
    for arguments in (["history"], ["heads"], ["branches"], ["show", "head"], ["current"], ["history", "-i"]):
        pair.ours(*arguments)
        report.check(not pair.our.exists(), "%s writes nothing" % " ".join(arguments))


def static_commands(pair):
    for verbose in ([], ["-v"]):
        same(pair, "history", *verbose)
        same(pair, "heads", *verbose)
        same(pair, "heads", "--resolve-dependencies", *verbose)
        same(pair, "branches", *verbose, view=sorted_lines)
    for r in REVISIONS:
        same(pair, "show", r.id)
    for name in ("heads", "left", "money", "bb", "left@head", "net@head", "billing@head", "base", "head", "zz", "a",
                 "net@left", "net@base"):
        same(pair, "show", name)


RANGES = [
    "bbbb20:eeee50", "bbbb20:", ":eeee50", ":", "aaaa10:kkkkb0", "gggg70:iiii90", "net@gggg70:", "base:net@head",
    "eeee50:bbbb20", "dddd40:cccc30", "bbbb20:+1", "bbbb20:net@head", "-1:", "-2:", "zz:", ":zz", ":head", "left@base:",
    "bb:ee", "base:heads", "eeee50:heads", "bbbb20", "jjjja0:kkkkb0",
]
CURRENT_RANGES = ["current:", ":current", "current:kkkkb0", "base:current", "aaaa10:current", "current:+1"]


def ranges(pair):
    for r in RANGES:
        same(pair, "history", "-r" + r)
        same(pair, "history", "--rev-range=" + r)
    same(pair, "history", "-v", "-r", "bbbb20:eeee50")


def with_rows(pair):
    """Every command that looks at the database, in different states of it."""
    for state in (["aaaa10"], ["cccc30", "dddd40"], ["eeee50", "gggg70"], ["iiii90"], ["iiii90", "dddd40"],
                  ["kkkkb0", "llllc0"], ["heads"], ["base"]):
        pair.fresh()
        if state != ["base"]:
            for side in pair.run("stamp", *state):
                report.equal(side.status, 0, "stamp %s: %s" % (state, side.stderr))
        same(pair, "current", view=sorted_lines)
        same(pair, "current", "-v", view=sorted_entries)
        same(pair, "history", "-i")
        same(pair, "history", "-i", "-v")
        same(pair, "show", "current", view=sorted_entries)
        for r in CURRENT_RANGES:
            if state != ["base"] and not (len(state) > 1 and r == "current:+1"):
                same(pair, "history", "-r", r)


def check_heads(pair):
    """`current -c`: newer than the Alembic here."""
    pair.fresh()
    report.equal(pair.ours("current", "-c").status, 1, "current -c at base")
    pair.ours("stamp", "heads")
    report.equal(pair.ours("current", "-c").status, 0, "current -c at the heads")
    pair.ours("stamp", "--purge", "aaaa10")
    behind = pair.ours("current", "--check-heads")
    report.equal(behind.status, 1, "current --check-heads behind them")
    report.check("Database is not on all head revisions" in behind.stderr, "it says why", stderr=behind.stderr)


def usage(pair):
    for arguments in (["histroy"], ["show"], ["history", "--nonsense"], ["upgrade"], ["stamp"], []):
        report.equal(pair.ours(*arguments).status, 2, "%s: wrong usage" % arguments)
    for arguments in (["--help"], ["upgrade", "--help"], ["--version"]):
        done = pair.ours(*arguments)
        report.check(done.status == 0 and done.stdout and not done.stderr, "%s" % arguments, stderr=done.stderr)
    same(pair, "upgrade", "aaaa10:bbbb20")
    same(pair, "downgrade", "bbbb20:aaaa10")


def main():
    with pair_on(sys.argv[1], REVISIONS) as pair:
        unconnected(pair)
        if pair.our.dialect == "sqlite":  # what looks at no database
            static_commands(pair)
            ranges(pair)
            usage(pair)
        with_rows(pair)
        check_heads(pair)
    report.finish()


main()

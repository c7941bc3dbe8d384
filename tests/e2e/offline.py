"""--sql: what is printed, run by sqlite3, does what the live command does; the lines are Alembic's."""

import re
import tempfile

from graph import REVISIONS
from harness import Pair, Report

report = Report()


def statements(sql):
    """The text between comments and semicolons, white space evened out; ours besides Alembic's left out."""
    text = re.sub(r"^--.*$", "", sql, flags=re.M)
    found = [" ".join(s.split()) for s in text.split(";")]
    return [s for s in found if s and "aludel_log" not in s and s not in ("BEGIN", "BEGIN IMMEDIATE", "COMMIT")]


def comments(sql):
    return re.findall(r"^-- Running .*$", sql, re.M)


def effect(found, start):
    """The statements, with the version rows after each run of statements about them: which of several rows a
    merge keeps is left open. The version table's shape is compared live, not its spelling."""
    rows, story, changed = set(start), [], False
    for statement in found + [""]:
        version = re.match(r"(INSERT INTO|UPDATE|DELETE FROM) \"?alembic_version", statement)
        if changed and not version:
            story.append(sorted(rows))
        changed = bool(version)
        if version:
            ids = re.findall(r"'(\w+)'", statement)
            rows -= set(ids[-1:] if version.group(1) != "INSERT INTO" else [])
            rows |= set(ids[:1] if version.group(1) != "DELETE FROM" else [])
        elif re.match(r"CREATE TABLE (IF NOT EXISTS )?\"?alembic_version", statement):
            story.append("CREATE alembic_version")
        elif statement:
            story.append(statement)
    return story


def compare(pair, *arguments):
    ours, theirs = pair.run(*arguments)
    what = " ".join(arguments)
    if theirs.status != 0:
        report.check(ours.status in (1, 2), what + ": fails", ours=ours.status, stdout=ours.stdout)
        report.equal(ours.stdout, "", what + ": nothing is printed")
        return
    report.equal(ours.status, 0, what + ": " + ours.stderr)
    report.equal(comments(ours.stdout), comments(theirs.stdout), what + ": comments")
    alembic = statements(theirs.stdout)
    if alembic and alembic[-1].startswith("DROP TABLE alembic_version"):
        alembic.pop()  # ours is never dropped
    start = arguments[-1].split(":")[:-1]
    report.equal(effect(statements(ours.stdout), start), effect(alembic, start), what + ": statements")
    report.check(not pair.our.exists(), what + ": no database is made")


def layout(pair):
    """Each statement ends with `;` and a blank line."""
    sql = pair.ours("upgrade", "--sql", "bbbb20").stdout
    report.check(re.search(r"CREATE TABLE t_aaaa10 \(a INTEGER\);\n\n", sql), "a blank line behind a statement", sql=sql)
    report.check(re.search(r"^BEGIN\b.*;\n\n", sql, re.M) and re.search(r"^COMMIT;\n", sql, re.M),
                 "transactions stand in the script", sql=sql)


def runs_like_live(pair):
    """upgrade --sql piped into sqlite3 leaves what upgrade leaves; then the way back."""
    script = pair.ours("upgrade", "--sql", "heads")
    pair.fresh()
    pair.our.sql(script.stdout)
    live = pair.theirs("upgrade", "heads")
    ours = pair.ours("current")
    report.equal((ours.rows, ours.tables), (live.rows, live.tables), "the script's database")
    report.equal(pair.ours("upgrade", "heads").log, [], "nothing is left to do behind it")
    back = pair.ours("downgrade", "--sql", "kkkkb0:aaaa10")
    report.equal(back.status, 0, "downgrade --sql: " + back.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(folder, REVISIONS)
        for arguments in (["aaaa10"], ["eeee50"], ["heads"], ["aaaa10:cccc30"], ["cccc30:eeee50"], ["base:bbbb20"],
                          ["aaaa10:+1"], ["left@head"], ["head"], ["zz"], ["zz:aaaa10"], ["aaaa10:aaaa10"]):
            compare(pair, "upgrade", "--sql", *arguments)
        for arguments in (["bbbb20:aaaa10"], ["cccc30:base"], ["eeee50:aaaa10"], ["kkkkb0:ffff60"], ["bbbb20"], ["-1"],
                          ["cccc30:-1"], ["zz:base"]):
            compare(pair, "downgrade", "--sql", *arguments)
        for arguments in (["aaaa10"], ["aaaa10:bbbb20"], ["bbbb20:aaaa10"], ["zz"]):
            compare(pair, "stamp", "--sql", *arguments)
        layout(pair)
        runs_like_live(pair)
    report.finish()


main()

"""An environment's migrations on databases that hold rows: stories/NAME.txt, told on every database of its own.

    rows.py NAME…
"""
import pathlib
import re
import sys

from environment import Wrong, play
from stand import on_each_database
from walks import same

STORIES = pathlib.Path(__file__).parent / "stories"


def paragraphs(text):
    """(line number, mark, text): `$` what the program is to do, `!` what it must refuse, `?` a query with the rows
    that it has to give behind `=`, none: SQL."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            mark = line[0] if line[0] in "$!?=" else ""
            yield number, mark, line[len(mark):].strip()


def all_of(database):
    """The schema and every row, for finding out whether anything has changed."""
    tables = sorted(fact.split()[1] for fact in database.facts() if fact.startswith("table "))
    return database.schema() + "".join(f"{t}: {row}\n" for t in tables for row in database.rows(f"SELECT * FROM {t} ORDER BY 1"))


def refuse(environment, database, text):
    """COMMAND: WORDS. The program fails and says the words, and nothing has changed."""
    command, _, words = text.partition(": ")
    before = all_of(database)
    done = environment.run(*command.split(), url=database.url, refused=words)
    if not done.returncode:
        raise Wrong(f"`{command}` should have been refused: {words}")
    same(all_of(database), before, f"what there is after `{command}` was refused")


def change(database, sql):
    """{8 days ago} in it is that time, as the database computes it."""
    wrong = database.script(re.sub(r"\{(\d+) days ago\}", lambda found: database.days_ago.format(found[1]), sql))
    if wrong:
        raise Wrong(wrong)


def tell(environment, database, steps):
    """How many queries there were."""
    queries, wanted = [], {}
    for number, mark, text in steps:
        try:
            if mark == "$":
                environment.run(*text.split(), url=database.url)
            elif mark == "!":
                refuse(environment, database, text)
            elif mark == "?":
                queries.append((text, database.rows(text)))
            elif mark == "=":
                wanted.setdefault(len(queries) - 1, []).append(text)
            else:
                change(database, text)
        except Wrong as wrong:
            raise Wrong(f"{environment.name}.txt:{number}: {wrong}") from None
    for i, (query, rows) in enumerate(queries):
        same("\n".join(rows), "\n".join(wanted.get(i, [])), query)
    return len(queries)


def story(environment, stand, server):
    steps = paragraphs((STORIES / f"{environment.name}.txt").read_text())
    return f"{tell(environment, stand(server), steps)} queries"


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:], on_each_database(story)))

"""Every story: an environment of its own, and what is typed in its folder.

    run_stories.py [--update] [STORY…]

A session (tools/console.py) with the environment's files in front; README.md has the format. `--update`
writes what is printed now into the story: read it.
"""
import os
import pathlib
import re
import sys
import tempfile

from cases import ALUDEL, HERE, two_at_a_time, write
from tools import console
from tools.postgres import PrivatePostgres, roomy_folder

INI = {
    "sqlite": "[aludel]\ndialects = sqlite\nurl = sqlite:///x.db\nlog_table =\n",
    "postgresql": "[aludel]\ndialects = postgresql\nurl = postgresql://\nlog_table =\n",
}


def parts(text):
    """({file: text}, {database: its session})."""
    pieces = re.split(r"^=== (.*)\n", text, flags=re.M)
    files, sessions = {}, {}
    for head, body in zip(pieces[1::2], pieces[2::2]):
        if head.startswith("session"):
            sessions[head.removeprefix("session").strip() or "sqlite"] = body
        else:
            files[head.removeprefix("file ").strip()] = body
    return files, sessions


def replaced(text, database, session):
    """The story with another session for the database."""
    head = "=== session" + ("\n" if database == "sqlite" else f" {database}\n")
    before, _, behind = text.partition(head)
    return before + head + session + behind[re.search(r"^=== |\Z", behind, flags=re.M).start():]


def check(story, update, server):
    text, wrong = story.read_text(encoding="utf-8"), ""
    files, sessions = parts(text)
    for database, session in sessions.items():
        variables, path = (), [os.path.dirname(ALUDEL)]
        if database == "postgresql":
            variables = server.variables(server.new_database())
            path.append(os.path.dirname(server.program))
        with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
            for name, body in {"aludel.ini": INI[database], **files}.items():
                write(pathlib.Path(folder) / name, body)
            if update:
                text = replaced(text, database, console.updated(session, [folder, *path], folder, variables))
                continue
            wrong += console.check_session(f"{story.stem}, {database}", session, [folder, *path], folder, variables)
    if update:
        story.write_text(text, encoding="utf-8")
    return wrong


def main():
    update, names = "--update" in sys.argv, [a for a in sys.argv[1:] if a != "--update"]
    stories = [s for s in sorted((HERE / "stories").glob("*.story")) if not names or s.stem in names]
    with PrivatePostgres() as server:
        wrong = [w for w in two_at_a_time(lambda s: check(s, update, server), stories) if w]
    print("\n".join(wrong))
    print(f"{len(stories)} stories, {len(wrong)} wrong")
    sys.exit(1 if wrong or not stories else 0)


if __name__ == "__main__":
    main()

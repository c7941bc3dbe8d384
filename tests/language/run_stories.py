"""Every story: an environment of its own, and what is typed in its folder.

    run_stories.py [--update] [STORY…]

A session (tools/console.py) with the environment's files in front; README.md has the format. `--update`
writes what is printed now into the story: read it.
"""
import pathlib
import re
import sys
import tempfile

from cases import ALUDEL, HERE, two_at_a_time, write
from tools import console
from tools.postgres import roomy_folder

INI = "[aludel]\ndialects = sqlite\nurl = sqlite:///x.db\nlog_table =\n"


def parts(text):
    """({file: text}, the session)."""
    pieces = re.split(r"^=== (.*)\n", text, flags=re.M)
    files, session = {"aludel.ini": INI}, ""
    for head, body in zip(pieces[1::2], pieces[2::2]):
        if head == "session":
            session = body
        else:
            files[head.removeprefix("file ").strip()] = body
    return files, session


def now_printed(session, path, folder):
    """The session with what it prints now; what matches stays as it is."""
    head, steps = console.parse(session)
    lines = list(head)
    with tempfile.TemporaryDirectory() as state:
        for step in steps:
            console.run(step, folder, state, console.environment_for(path))
            lines += ["$ " + step.command]
            lines += step.expected if console.matches(step.expected, step.actual) else step.actual
    return "\n".join(lines) + "\n"


def check(story, update):
    text = story.read_text(encoding="utf-8")
    files, session = parts(text)
    path = [str(pathlib.Path(ALUDEL).parent)]
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder:
        for name, body in files.items():
            write(pathlib.Path(folder) / name, body)
        if update:
            before = text.partition("=== session\n")[0]
            story.write_text(before + "=== session\n" + now_printed(session, [folder, *path], folder), encoding="utf-8")
            return ""
        return console.check_session(story.stem, session, [folder, *path], folder)


def main():
    update, names = "--update" in sys.argv, [a for a in sys.argv[1:] if a != "--update"]
    stories = [s for s in sorted((HERE / "stories").glob("*.story")) if not names or s.stem in names]
    wrong = [w for w in two_at_a_time(lambda s: check(s, update), stories) if w]
    print("\n".join(wrong))
    print(f"{len(stories)} stories, {len(wrong)} wrong")
    sys.exit(1 if wrong or not stories else 0)


if __name__ == "__main__":
    main()

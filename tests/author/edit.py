"""`aludel edit`: which files are opened, beside the real Alembic; editors that fail, that spoil the file, that aren't there.

edit.py [names of checks…]
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

from beside_alembic import Ours, Theirs
from files import Empty
from place import ALUDEL, run_checks

SHOW = "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\" >> \"$OPENED\"; done\n"
ENV_PY = """\
from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
CHAIN = ["revision -m one --rev-id aaaa1 --branch-label main", "revision -m two --rev-id aabb1",
         "revision -m left --rev-id bbbb1", "revision -m right --rev-id cccc1 --head aabb1 --splice --branch-label right"]
IDENTIFIERS = ["aaaa1", "aab", "head", "heads", "right@head", "main@head", "right", "base", "zzzz", "right@heads"]
ROWS = [[], ["aaaa1"], ["bbbb1"], ["bbbb1", "cccc1"]]  # what a database is at


def write_program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


class Pair:
    """The same chain twice."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory()
        top = pathlib.Path(self.temporary.name).resolve()
        self.opened = top / "opened"
        os.environ.update(OPENED=str(self.opened), EDITOR=write_program(top / "show", SHOW), XDG_CACHE_HOME=str(top / "cache"), NO_COLOR="1")
        os.environ.pop("VISUAL", None)
        self.theirs, self.ours = Theirs(top / "theirs", f"sqlalchemy.url = sqlite:///{top}/theirs.db"), Ours(top / "ours", f"url = sqlite:///{top}/ours.db")
        (self.theirs.here / "env.py").write_text(ENV_PY)
        for command in CHAIN:
            self.both(command)

    def both(self, command):
        found = [side.run(command)[:2] for side in (self.theirs, self.ours)]
        assert [bool(status) for status, _ in found] == [False, False], f"{command}: {found}"

    def edit(self, side, name):
        """Whether it failed, what was said then, and which files were opened."""
        self.opened.write_text("")
        status, said, _ = side.run(f"edit {name}")
        said = re.sub(r"^aludel: ", "", said.strip(), flags=re.M) if status else ""
        return bool(status), said, [pathlib.Path(line).stem for line in self.opened.read_text().splitlines()]

    def same(self, name, why=""):
        theirs, ours = self.edit(self.theirs, name), self.edit(self.ours, name)
        assert (theirs[0], theirs[1], sorted(theirs[2])) == (ours[0], ours[1], sorted(ours[2])), f"edit {name} {why}\nAlembic: {theirs}\nours:    {ours}"
        return ours


def beside_alembic():
    p = Pair()
    assert p.same("base")[1] == "No revision files indicated by symbol 'base'"
    found = {name: p.same(name) for name in IDENTIFIERS}
    assert found["aab"][2] == ["aabb1_two"] and found["heads"][2] and found["base"][0] and found["zzzz"][0], found
    for rows in ROWS:
        p.both("stamp --purge " + (" ".join(rows) or "base"))
        assert p.same("current", f"at {rows}")[:2] == ((False, "") if rows else (True, "No current revisions"))


def editors():
    """VISUAL, EDITOR, what is usually there; with arguments; names with blanks; its status is ours."""
    p = Empty()
    p.revision("-m", "x", "--rev-id", "a1")
    opened, tools = p.top / "opened", p.top / "tools and more"
    tools.mkdir()
    show, other = (write_program(tools / name, SHOW.replace("printf '", f"printf '{name} ")) for name in ("show", "other"))
    p.variables.update(OPENED=str(opened), EDITOR="", VISUAL="")

    def run(*arguments, **variables):
        opened.write_text("")
        said = p.run("edit", *arguments, **variables)
        return said + opened.read_text()
    assert run("a1", EDITOR=f"'{show}'") == "show versions/a1_x.mako\n"
    assert run("a1", EDITOR=f"'{show}' -w 'two words'") == "show -w\nshow two words\nshow versions/a1_x.mako\n"
    assert run("a1", EDITOR=f"MORE=1 '{show}' \"$MORE\"") == "show \nshow versions/a1_x.mako\n"
    assert run("a1", EDITOR="false", VISUAL=f"'{other}'") == "other versions/a1_x.mako\n"
    for name in ("editor", "sensible-editor"):  # Alembic's order
        write_program(tools / name, SHOW.replace("printf '", f"printf '{name} "))
        assert run("a1", PATH=str(tools)) == f"{name} versions/a1_x.mako\n"
    said = 'aludel: Error executing editor (No suitable editor found. Please set the "EDITOR" or "VISUAL" environment variables)\n'
    assert p.run("edit", "a1", status=1, PATH="/nowhere") == said
    assert p.run("edit", "head", "-C", "db", folder=p.top, EDITOR=f"'{show}'") == "" and opened.read_text().endswith("show db/versions/a1_x.mako\n")
    for editor, status, said in (("exit 3;", 3, "exit 3; versions/a1_x.mako' returned non-zero exit status 3."), ("kill -9 $$;", 137, "exit status 137."),
                                 ("no-such-editor", 127, "no-such-editor versions/a1_x.mako' returned non-zero exit status 127.")):
        output = p.run("edit", "a1", status=status, EDITOR=editor)
        assert output.endswith(f"{said})\n") and "aludel: Error executing editor (Command '" in output, output
    for names in ([], ["a1", "b1"]):
        assert p.run("edit", *names, status=2) == "aludel: edit: name one revision: an id, the beginning of one, head, current …\n"


def what_was_written():
    """It is checked when the editor ends; and what can't be read at all can be opened by its name, to mend it."""
    p = Empty()
    p.revision("-m", "x", "--rev-id", "a1")
    p.revision("-m", "y", "--rev-id", "b1")
    output = p.run("edit", "head", status=1, EDITOR="sed -i 's/^<%def name=\"upgrade()\">/&\\n${nothing}/'")
    assert "versions/b1_y.mako:14:3: error: unknown name 'nothing'" in output, output
    output = p.run("edit", "b1", status=1, EDITOR="sed -i 's/^${nothing}/% if nothing/'")
    assert "versions/b1_y.mako:14" in output, output
    output = p.run("edit", "head", status=1, EDITOR="true")
    assert "versions/b1_y.mako:14" in output, output
    assert p.run("edit", "b1", EDITOR="sed -i '/^% if/d'") == "" and p.run("lint") == ""
    output = p.run("edit", "a1", status=1, EDITOR="rm")
    assert "error: Can't locate revision identified by 'a1'" in output, output


def database_fails():
    p = Empty()
    p.revision("-m", "x", "--rev-id", "a1")
    (p.environment / "app.db").write_text("no database, whatever its name says" * 100)
    output = p.run("edit", "current", status=1, EDITOR="false")
    assert output.startswith("FAILED: ") and "editor" not in output, output
    few = subprocess.run(["sh", "-c", f"ulimit -n 4; exec {ALUDEL} edit current"], cwd=p.environment, env=p.variables, capture_output=True, text=True)
    assert few.stderr == "aludel: can't run this program once more: Too many open files\n" and few.returncode == 1, few


def others_go_on():
    """While the editor is open on what the database is at, others can build and upgrade; Ctrl-C is the editor's."""
    p = Empty()
    p.revision("-m", "x", "--rev-id", "a1")
    p.run("-q", "upgrade", "head")
    editor = write_program(p.top / "waits", "#!/bin/sh\ntrap 'echo stopped > stopped; exit 0' INT\ntouch open\nwhile :; do sleep 0.05; done\n")
    with subprocess.Popen([ALUDEL, "edit", "current"], cwd=p.environment, env={**p.variables, "EDITOR": editor}, start_new_session=True) as process:
        until = time.monotonic() + 60
        while not (p.environment / "open").exists() and time.monotonic() < until:
            time.sleep(0.05)
        p.revision("-m", "y", "--rev-id", "b1")
        assert "Running upgrade a1 -> b1" in p.run("upgrade", "head")
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(60) == 0 or (p.environment / "stopped").exists()
    assert (p.environment / "stopped").read_text() == "stopped\n" and process.returncode == 0


CHECKS = [beside_alembic, editors, what_was_written, database_fails, others_go_on]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

"""What the command shows on a terminal: progress of a long step, colours unless they are refused, heads and branches as a
graph, lines that are cut; in a pipe none of it. A reader that holds up the first COMMIT makes the step long.

    terminal.py BIN       the folder of `migrate` and `chain`
"""
import fcntl
import os
import pathlib
import pty
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import threading

HOLD_FOR = 1.6  # seconds; progress is shown after one


def hold(path):
    reader = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM sqlite_master").fetchall()
    threading.Timer(HOLD_FOR, reader.close).start()


def output(end):
    """All that is written to the terminal; the kernel ends it with EIO."""
    text = b""
    while True:
        try:
            piece = os.read(end, 4096)
        except OSError:
            piece = b""
        if not piece:
            return text.decode()
        text += piece


def migrate(command, folder, name, terminal, **environment):
    path = pathlib.Path(folder, name)
    sqlite3.connect(path).executescript("CREATE TABLE there (n)")
    hold(path)
    line = [command, "--url", f"sqlite:///{path}", "upgrade", "a1b2c3d4"]
    environment = dict(os.environ, TERM="xterm", **environment)
    if not terminal:
        return subprocess.run(line, env=environment, stderr=subprocess.PIPE, text=True, check=True).stderr
    ours, theirs = pty.openpty()
    with subprocess.Popen(line, env=environment, stderr=theirs) as process:
        os.close(theirs)
        text = output(ours)
    assert process.returncode == 0, text
    return text


CHAIN = """\
a1 : : : : make users
a2 : a1 : : : names
a3 : a2 : : : addresses
a4 : a3 : : : 東京 and other places, as many as there are
b1 : a2 : : : bills
b2 : b1 : a1 : : of every month
b3 : b2 : : : sent
b4 : b3 : : : paid
"""
HEADS = """\
* a4 (head), 東京 and other places, as many as there are
* a3, addresses
| * b4 (head), paid
| : 3 revisions
|/
* a2 (branchpoint), names
"""
BRANCHES = """\
* a4 (head), 東京 and other places, as many as there are
* a3, addresses
| * b4 (head), paid
| : 2 revisions
| * b1, bills
|/
* a2 (branchpoint), names
* a1, make users
"""


def chain(command, folder, *arguments, columns=0, program="chain", lines=CHAIN, **variables):
    """What it shows on a terminal of so many columns."""
    pathlib.Path(folder, "chain").write_text(lines)
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", **variables}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen([program, *arguments], executable=command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        text = output(ours).replace("\r\n", "\n")
    assert process.returncode == 0, text
    return text


def same(shown, expected):
    assert shown == expected, f"{shown}\n-- expected:\n{expected}"


def graphs(command, folder):
    """heads and branches; colours; what isn't drawn."""
    same(chain(command, folder, "heads"), HEADS)
    same(chain(command, folder, "branches"), BRANCHES)
    same(chain(command, folder, "heads", lines="a1 : : : : one\na2 : a1\n"), "* a2 (head)\n")
    same(chain(command, folder, "branches", lines="a1 : : : : one\na2 : a1\n"), "")
    same(chain(command, folder, "heads", lines="a1\nb1\nb2 : b1\n"), "* a1 (head)\n\n* b2 (head)\n")
    chain(command, folder, "heads")
    for arguments in (["heads", "-v"], ["branches", "-v"], ["heads", "--json"], ["branches", "--json"]):
        plain = subprocess.run([command, *arguments], cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout
        same(chain(command, folder, *arguments, NO_COLOR=""), plain)
    same(chain(command, folder, "heads", TERM="dumb"), "a4 (head)\nb4 (head)\n")
    colored = chain(command, folder, "heads", NO_COLOR="")
    assert "\033[33mb4\033[0m (head), paid\n" in colored and "\033[31m|\033[0m\033[32m/\033[0m\n" in colored, repr(colored)
    same(re.sub("\033\\[[0-9]*m", "", colored), HEADS)
    same(chain(command, folder, "--no-color", "heads", NO_COLOR=""), HEADS)
    same(chain(command, folder, "history", "--graph", "-r", "a2:a4"), "* a4 (head), 東京 and other places, as many as there are\n"
         "* a3, addresses\n* a2 (branchpoint), names\n")


def dependencies(command, folder):
    """With --resolve-dependencies these are lines, too, and a head that others depend on is none."""
    same(chain(command, folder, "heads", "--resolve-dependencies", lines=CHAIN.replace("b2 : b1 : a1", "b2 : b1 :")), HEADS)
    shown = chain(command, folder, "heads", "--resolve-dependencies", lines="a1\nb1\na2 : a1 : b1\n")
    same(shown, "* a2 (head) (depends on b1)\n")
    shown = chain(command, folder, "heads", "--resolve-dependencies", lines="a1\nb1 : : a1\nc1 : : a1\n")
    same(shown, "* b1 (head) (depends on a1)\n| * c1 (head) (depends on a1)\n|/\n* a1 (effective head)\n")


def cut_lines(command, folder):
    """In the last column stands the sign that something is missing; wide characters have two. Elsewhere nothing is cut."""
    for columns, line in {13: "* a4 (head),…", 15: "* a4 (head), …", 16: "* a4 (head), 東…", 17: "* a4 (head), 東…", 18: "* a4 (head), 東京…", 5: "* a4…", 1: "…",
                          54: "* a4 (head), 東京 and other places, as many as there …", 58: HEADS.splitlines()[0], 0: HEADS.splitlines()[0]}.items():
        for variables in ({"columns": columns}, {"columns": 300, "COLUMNS": str(columns)} if columns else {}):
            assert chain(command, folder, "heads", **variables).splitlines()[0] == line, (columns, line, chain(command, folder, "heads", **variables))
    piped = subprocess.run([command, "history", "--graph"], cwd=folder, env={**os.environ, "COLUMNS": "10"}, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert HEADS.splitlines()[0] in piped, piped


def hints(command, folder):
    """Only where there is a command that merges, and something to merge that isn't meant to stay apart."""
    hint = "hint: aludel merge -m \"…\" brings the heads together\n"
    same(chain(command, folder, "heads", program="aludel"), HEADS + hint)
    same(chain(command, folder, "-q", "heads", program="aludel"), HEADS)
    assert hint not in chain(command, folder, "heads", program="aludel", lines="a1\na2 : a1\n")
    assert hint not in chain(command, folder, "heads", program="aludel", lines="a1 : : : one\nb1 : : : two\n")


def steps(command):
    with tempfile.TemporaryDirectory() as folder:
        shown = migrate(command, folder, "shown.db", True)
        plain = migrate(command, folder, "plain.db", True, NO_COLOR="1")
        piped = migrate(command, folder, "piped.db", False)
    for text in (shown, plain):
        assert "\r\033[K  1 of 1, 1." in text, repr(text)
        assert text.endswith("\r\033[K"), repr(text)  # nothing of it stays
    assert "\033[32mINFO" in shown, repr(shown)
    assert "\033[3" not in plain, repr(plain)
    assert "\033" not in piped and "\r" not in piped, repr(piped)
    assert piped.splitlines()[0] == "INFO  [aludel.migration] Running upgrade  -> a1b2c3d4, make users", repr(piped)


def main():
    for name in ("NO_COLOR", "COLUMNS", "CHAIN"):
        os.environ.pop(name, None)
    steps(pathlib.Path(sys.argv[1], "migrate").resolve())
    for check in (graphs, dependencies, cut_lines, hints):
        with tempfile.TemporaryDirectory() as folder:
            check(str(pathlib.Path(sys.argv[1], "chain").resolve()), folder)


if __name__ == "__main__":
    main()

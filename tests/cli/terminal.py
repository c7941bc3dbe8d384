"""What the command shows on a terminal: progress of a long step, colours unless they are refused; in a pipe
neither. A reader that holds up the first COMMIT makes the step long.

    terminal.py BIN       the folder of `migrate`
"""
import os
import pathlib
import pty
import sqlite3
import subprocess
import sys
import tempfile
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


def main():
    command = pathlib.Path(sys.argv[1], "migrate").resolve()
    os.environ.pop("NO_COLOR", None)
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


if __name__ == "__main__":
    main()

"""SIGINT and SIGTERM end an upgrade: what runs is rolled back and reported, the exit status is the shell's for
the signal. A reader that holds up the first COMMIT keeps the upgrade busy.

    signals.py BIN       the folder of `migrate`
"""
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile


def default_signals():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def interrupt(command, path, number):
    reader = sqlite3.connect(path, isolation_level=None)
    reader.executescript("CREATE TABLE there (n)")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM there").fetchall()
    with subprocess.Popen([command, "--url", f"sqlite:///{path}", "upgrade", "head"], stderr=subprocess.PIPE,
                          text=True, preexec_fn=default_signals) as process:
        first = process.stderr.readline()
        process.send_signal(number)
        rest = process.communicate(timeout=30)[1]
    reader.execute("ROLLBACK")
    tables = [name for name, in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    reader.close()
    return process.returncode, first + rest, tables


def main():
    command = pathlib.Path(sys.argv[1], "migrate").resolve()
    with tempfile.TemporaryDirectory() as folder:
        for number, wanted in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            status, said, tables = interrupt(command, pathlib.Path(folder, f"{number}.db"), number)
            assert status == wanted, (status, said)
            assert "FAILED: interrupted" in said and "'a1b2c3d4' was rolled back" in said, said
            assert tables == ["there"], tables


if __name__ == "__main__":
    main()

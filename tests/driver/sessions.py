#!/usr/bin/env python3
"""Golden sessions: cases/*.session, each run in a folder of its own.

A line that begins with "$ " is given to sh; what follows, up to the next such line, is the output that it
must have. `probe` is probe.c; `as_user` runs a command without root's rights. A line "#" is a comment.

    sessions.py PROBE             compare
    sessions.py PROBE --update    write the cases' outputs anew: look at the difference before committing
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tools.golden import difference

HERE = pathlib.Path(__file__).resolve().parent
AS_USER = """#!/bin/sh
if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; fi
exec "$@"
"""


def make_tools(folder, probe):
    shutil.copy(probe, folder / "probe")
    (folder / "as_user").write_text(AS_USER)
    (folder / "as_user").chmod(0o755)
    folder.chmod(0o755)


def run(line, folder, tools):
    environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("utf-8", "replace").replace(str(folder), "FOLDER")


def replay(text, tools):
    out = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o777)
        for line in text.splitlines():
            if line.startswith("#"):
                out.append(line + "\n")
            elif line.startswith("$ "):
                out.append(line + "\n")
                out.append(run(line[2:], folder, tools))
        subprocess.run(["chmod", "-R", "u+rwX", name], check=False)
    return "".join(out)


def main():
    update = "--update" in sys.argv
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        tools = pathlib.Path(name)
        make_tools(tools, sys.argv[1])
        for case in sorted((HERE / "cases").glob("*.session")):
            wanted = case.read_text()
            got = replay(wanted, tools)
            if got != wanted and update:
                case.write_text(got)
            elif got != wanted:
                failed += 1
                print(difference(wanted, got, case.name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

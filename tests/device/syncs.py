"""Each `sync` of the sample device's update is needed: without it a loss of power is found that leaves the device wrong.

syncs.py
"""
import pathlib
import sys
import tempfile

import updates


def without(lines):
    """The script with one thing less that is synced; what, and where."""
    for number, line in enumerate(lines):
        command, *paths = line.split() or [""]
        for left_out in paths if command == "sync" else []:
            rest = [path for path in paths if path is not left_out]
            instead = f"    sync {' '.join(rest)}" if rest else "    :"
            yield f"line {number + 1}, {left_out}", "\n".join([*lines[:number], instead, *lines[number + 1:]]) + "\n"


def found(lab):
    """What is wrong; None: nothing."""
    try:
        updates.given_up(lab, True)
        for well in (True, False):
            lab.in_script(well, True)
    except AssertionError as wrong:
        return str(wrong).splitlines()[0]
    return None


def main():
    lines, missed = updates.SCRIPT.read_text().splitlines(), []
    for what, text in without(lines):
        with tempfile.TemporaryDirectory(dir=updates.MEMORY) as name:
            updates.SCRIPT = pathlib.Path(name) / "update"
            updates.SCRIPT.write_text(text)
            wrong = found(updates.Lab(pathlib.Path(name), "1"))
        print(f"{what}: {wrong or 'nothing is wrong'}", flush=True)
        missed += [] if wrong else [what]
    return f"FAILED: not needed, or not found: {', '.join(missed)}" if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""aludel fmt: every file of cases/ against the one beside it that ends in .formatted; and laid out again, nothing changes.

layout.py            compares; prints a diff for each case that differs
layout.py --update   writes what comes out (look at the diff before you commit it)
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from tools.golden import difference

CASES = pathlib.Path(__file__).parent / "cases"
ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")


def formatted(text, suffix):
    with tempfile.TemporaryDirectory() as top:
        path = pathlib.Path(top) / f"case{suffix}"
        path.write_bytes(text)
        done = subprocess.run([ALUDEL, "fmt", path.name], cwd=top, capture_output=True, timeout=20)
        assert done.returncode == 0, done.stderr.decode()
        return path.read_bytes()


def main():
    cases = sorted(p for p in CASES.iterdir() if p.suffix in (".mako", ".sql"))
    failed = 0
    for case in cases:
        path = case.with_name(case.name + ".formatted")
        now = formatted(case.read_bytes(), case.suffix)
        if "--update" in sys.argv:
            path.write_bytes(now)
        wanted = path.read_bytes() if path.exists() else b""
        bad = difference(wanted.decode(), now.decode(), case.name)
        if formatted(now, case.suffix) != now:
            bad += f"{case.name}: the layout isn't stable\n"
        print(bad, end="")
        failed += bool(bad)
    print(f"{len(cases) - failed} of {len(cases)} cases")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

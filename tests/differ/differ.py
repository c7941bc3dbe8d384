"""Golden tests of differ: every cases/*.txt against its .out, what the tool prints.

    differ.py TOOL [--update] [name…]
"""
import pathlib
import subprocess
import sys

from tools.golden import difference

CASES = pathlib.Path(__file__).parent / "cases"


def replay(tool, case):
    done = subprocess.run([tool, str(case)], capture_output=True, text=True, timeout=60)
    return done.stdout if done.returncode == 0 else f"{done.stdout}{done.stderr}status {done.returncode}\n"


def check(case, text):
    wanted = case.with_suffix(".out")
    before = wanted.read_text() if wanted.exists() else ""
    return difference(before, text, wanted.name)


def main():
    args = [a for a in sys.argv[2:] if a != "--update"]
    failed = count = 0
    for case in sorted(CASES.glob("*.txt")):
        if args and case.stem not in args:
            continue
        count += 1
        text = replay(sys.argv[1], case)
        if "--update" in sys.argv:
            case.with_suffix(".out").write_text(text)
        wrong = check(case, text)
        if wrong:
            failed += 1
            print(f"--- {case.name}\n{wrong}")
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())

"""Golden tests of folding: every cases/*.mako (or .sql, .py) against its .prog (programs) or .err (errors).

    fold.py TOOL [--update] [name…]
"""
import pathlib
import subprocess
import sys

from tools.golden import difference

CASES = pathlib.Path(__file__).parent / "cases"


def expectation(case):
    for kind in (".prog", ".err"):
        if case.with_suffix(kind).exists():
            return case.with_suffix(kind)
    return None


def fold(tool, case):
    done = subprocess.run([tool, str(case)], capture_output=True, text=True, timeout=60)
    crashed = done.returncode not in (0, 1)
    return (".err" if done.returncode else ".prog"), done.stdout, (done.stderr if crashed or done.stderr else "")


def update(case, kind, text):
    for old in (".prog", ".err"):
        case.with_suffix(old).unlink(missing_ok=True)
    case.with_suffix(kind).write_text(text)


def check(case, kind, text):
    wanted = expectation(case)
    if wanted is None:
        return f"no .prog or .err; it gives\n{text}"
    if wanted.suffix == kind and wanted.read_text() == text:
        return None
    return difference(wanted.read_text(), text, wanted.name)


def main():
    args = [a for a in sys.argv[2:] if a != "--update"]
    failed = count = 0
    for case in sorted([*CASES.glob("*.mako"), *CASES.glob("*.sql"), *CASES.glob("*.py")]):
        if args and case.stem not in args:
            continue
        count += 1
        kind, text, noise = fold(sys.argv[1], case)
        wrong = noise and f"the tool failed:\n{noise}"
        if not wrong and "--update" in sys.argv:
            update(case, kind, text)
        elif not wrong:
            wrong = check(case, kind, text)
        if wrong:
            failed += 1
            print(f"--- {case.name}\n{wrong}")
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())

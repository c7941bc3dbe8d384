"""Every file of cases/ against what is expected of it: <name>.mako, .sql or .py beside <name>.tree, .err or .tokens.

golden.py DUMP             compares; prints a diff for each case that differs
golden.py DUMP --update   writes what comes out (look at the diff before you commit it)
"""
import pathlib
import subprocess
import sys

from tools.golden import difference

CASES = pathlib.Path(__file__).parent / "cases"
KINDS = (".tree", ".err", ".tokens")


def expected_path(case):
    found = [case.with_suffix(kind) for kind in KINDS if case.with_suffix(kind).exists()]
    return found[0] if found else None


def run(dump, case, tokens):
    options = ["-t"] if tokens else []
    done = subprocess.run([dump, *options, str(case)], capture_output=True, timeout=20)
    if done.returncode or done.stderr:
        return "exit status %d\n%s" % (done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout.decode("utf-8", errors="replace").replace("\f\n", "")


def main():
    dump, write = sys.argv[1], "--update" in sys.argv
    cases = sorted(p for p in CASES.iterdir() if p.suffix in (".mako", ".sql", ".py"))
    failed = 0
    for case in cases:
        path = expected_path(case)
        actual = run(dump, case, path is not None and path.suffix == ".tokens")
        if write:
            if path is None:
                path = case.with_suffix(".tree" if actual.startswith("(file") else ".err")
            path.write_bytes(actual.encode())
            continue
        wanted = path.read_bytes().decode() if path else ""
        is_tree = actual.startswith("(file")
        if actual != wanted or (path.suffix == ".tree") != is_tree and path.suffix != ".tokens":
            failed += 1
            print(difference(wanted, actual, path.name if path else case.name))
    print("%d cases, %d failed" % (len(cases), failed))
    return 1 if failed or len(cases) < 80 else 0


sys.exit(main())

"""A tool on the cases of a folder: split_tool on cases/, check_tool on checks/.

    run_cases.py TOOL FOLDER [--update]

A case is `=== name`, a line that says for which dialect (`both`: each by itself), the text with its holes as
`${…}`, and below `---` what is expected, for `both` under `postgresql:` and `sqlite:`, or under `both:` when it is
the same.
"""
import glob
import os
import re
import subprocess
import sys

from tools.golden import difference

HERE = os.path.dirname(os.path.abspath(__file__))
DIALECTS = ("postgresql", "sqlite")


def read_cases(path):
    with open(path, encoding="utf-8", newline="") as f:
        parts = re.split(r"^=== (.*)\n", f.read(), flags=re.M)[1:]
    for name, body in zip(parts[::2], parts[1::2]):
        which, _, rest = body.partition("\n")
        text, _, expected = rest.partition("\n---\n")
        yield name, which, text.rstrip("\n"), expected


def split(tool, dialect, texts):
    done = subprocess.run([tool, dialect], input="\x1e".join(texts).encode() + b"\x1e", stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\x1e")[:-1]


def reports(tool, cases):
    got = [{} for _ in cases]
    for dialect in DIALECTS:
        mine = [i for i, (_, which, _, _) in enumerate(cases) if which in (dialect, "both")]
        for i, report in zip(mine, split(tool, dialect, [cases[i][2] for i in mine])):
            got[i][dialect] = report
    return [render(r) for r in got]


def render(by_dialect):
    if len(by_dialect) == 1:
        return next(iter(by_dialect.values()))
    if by_dialect["postgresql"] == by_dialect["sqlite"]:
        return "both:\n" + by_dialect["sqlite"]
    return "".join(f"{d}:\n{by_dialect[d]}" for d in DIALECTS)


def write(path, cases, got):
    with open(path, "w", encoding="utf-8", newline="") as f:
        for (name, which, text, _), report in zip(cases, got):
            f.write(f"=== {name}\n{which}\n{text}\n---\n{report}")


def run(tool, path, update):
    cases = list(read_cases(path))
    got = reports(tool, cases)
    if update:
        write(path, cases, got)
        return 0, len(cases)
    bad = 0
    for (name, _, _, expected), report in zip(cases, got):
        if expected != report:
            bad += 1
            print(f"{os.path.basename(path)}: {name}")
            print(difference(expected + "\n", report + "\n", name))
    return bad, len(cases)


def main():
    bad = count = 0
    for path in sorted(glob.glob(os.path.join(HERE, sys.argv[2], "*.txt"))):
        wrong, cases = run(sys.argv[1], path, "--update" in sys.argv)
        bad += wrong
        count += cases
    print(f"{count} cases, {bad} wrong")
    sys.exit(1 if bad or not count else 0)


if __name__ == "__main__":
    main()

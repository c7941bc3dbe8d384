"""Environments and what the generator says about them. Each file in cases/ is one environment and its report:

    # what the case shows
    === run --graph                  (what model_tool prints behind the diagnostics; may be left out)
    --- aludel.ini
    ...
    --- versions/a.mako
    ...
    === report
    the output

cases.py TOOL [--update] [names…]
"""
import pathlib
import subprocess
import sys
import tempfile

from tools.golden import difference

CASES = pathlib.Path(__file__).parent / "cases"


def parse(text):
    head, _, report = text.partition("=== report\n")
    arguments, files, current = [], {}, None
    for line in head.splitlines(keepends=True):
        if line.startswith("=== run"):
            arguments = line.split()[2:]
        elif line.startswith("--- "):
            current = line[4:].strip()
            files[current] = ""
        elif current:
            files[current] += line
    return head, arguments, files, report


def run(command, arguments, files):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "env"
        folder.mkdir()
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not name.endswith("/"):
                path.write_bytes(text.replace("\\r\n", "\r\n").encode())
            else:
                path.mkdir(exist_ok=True)
        result = subprocess.run([*command(folder), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, timeout=60)
        output = result.stdout.replace(temporary, "TMP")
        return output + ("" if result.returncode == 0 else f"[exit {result.returncode}]\n")


def main(cases, command):
    rest = sys.argv[2:]
    update = "--update" in rest
    names = [n for n in rest if not n.startswith("--")]
    failed = count = 0
    for case in sorted(cases.glob("*.txt")):
        if names and case.stem not in names:
            continue
        head, arguments, files, expected = parse(case.read_text())
        actual = run(command, arguments, files)
        count += 1
        if update:
            case.write_text(head + "=== report\n" + actual)
        elif actual != expected:
            failed += 1
            print(difference(expected, actual, case.name))
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main(CASES, lambda folder: [sys.argv[1], str(folder)]))

"""Chains with one defect each, or none, and what `aludel test` reports of them. Each file in cases/ is an environment, as in
../model/cases.py, with a report for each database; `=== run` names arguments.

cases.py ALUDEL sqlite|postgresql [--update] [names…]
"""
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

from model.cases import parse
from tools.golden import difference
from tools.postgres import PrivatePostgres

CASES = pathlib.Path(__file__).parent / "cases"
MARK = "=== report "


def reports(text):
    """What stands in front of the reports, and these by database."""
    head, *parts = text.split(MARK)
    return head, {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in parts}


def written(head, found):
    return head + "".join(f"{MARK}{name}\n{found[name]}" for name in sorted(found, reverse=True))


def run(aludel, head, url, temporary):
    _, arguments, files, _ = parse(head)
    folder = pathlib.Path(temporary, "env")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_text(text)
    places = pathlib.Path(temporary, "places")
    places.mkdir()
    command = [aludel, "test", "-C", "env", *(["--url", url] if url else []), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, cwd=temporary,
                          env={**os.environ, "TMPDIR": str(places), "XDG_CACHE_HOME": f"{temporary}/cache"})
    left = [path.name for path in places.iterdir()]
    output = done.stdout.replace(temporary, "TMP")
    output = output.replace(f"'{url}'", "URL") if url else output
    return output + (f"[exit {done.returncode}]\n" if done.returncode else "") + (f"[left: {left}]\n" if left else "")


def left_on(server):
    return server.psql("SELECT datname FROM pg_database WHERE datname LIKE 'aludel%'").split() if server else []


def main(aludel, database, *rest):
    update, names = "--update" in rest, [n for n in rest if not n.startswith("--")]
    failed = count = 0
    with PrivatePostgres() if database == "postgresql" else contextlib.nullcontext() as server:
        url = server.url_of("postgres") if server else None
        for case in sorted(CASES.glob("*.txt")):
            if names and case.stem not in names:
                continue
            head, expected = reports(case.read_text())
            with tempfile.TemporaryDirectory() as temporary:
                output = run(aludel, head, url, temporary)
            output += "".join(f"[left: {name}]\n" for name in left_on(server))
            count += 1
            if update:
                case.write_text(written(head, {**expected, database: output}))
            elif output != expected.get(database):
                failed += 1
                print(difference(expected.get(database, ""), output, f"{case.name}, {database}"))
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What directives_write writes: cases/*.txt against their .out; each CREATE TABLE that is read elsewhere in the tests, and the
schema of each environment under migrations/, there and back.

    written.py TOOL [--update] [case…]
"""
import os
import pathlib
import random
import re
import subprocess
import sys

from tools.golden import difference

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/ddl"))
import made_up  # noqa: E402


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def case(tool, path, update):
    status, text = run(tool, "changes", path)
    wanted = path.with_suffix(".out")
    if update:
        wanted.write_text(text)
    wrong = difference(wanted.read_text() if wanted.exists() else "", text, wanted.name)
    if status:
        wrong = f"{wrong or ''}\nstatus {status}: {text}"
    return wrong and f"--- {path.name}\n{wrong}"


def texts():
    """The statements of tests/ddl and tests/schema_read, each with its dialect."""
    for path in sorted((ROOT / "tests/ddl/cases").glob("*.sql")):
        for text in path.read_text().split("----\n"):
            yield "sqlite", text
    for path in sorted((ROOT / "tests/schema_read/cases").glob("*.txt")):
        for body in re.split(r"^=== .*\n", path.read_text(), flags=re.M)[1:]:
            which, _, rest = body.partition("\n")
            for dialect in ("sqlite", "postgresql") if which == "both" else (which,):
                for text in re.split(r";\n", rest.partition("\n---\n")[0]):
                    yield dialect, text.replace("${}", "\x01")


def random_tables():
    """Of SQLite's whole grammar."""
    seed = int(os.environ.get("ALUDEL_TEST_SEED", 10))
    maker = made_up.Maker(random.Random(seed))
    print(f"ALUDEL_TEST_SEED={seed}")
    return [maker.table() for _ in range(1000)]


def tables(tool, dialect, least, statements):
    status, text = run(tool, "tables", dialect, text="\x1e".join(statements))
    found = re.search(r"^(\d+) tables", text, flags=re.M)
    if status or not found or int(found[1]) < least:
        return f"--- tables of {dialect}\n{text}"
    print(f"{dialect}: {text.strip()}")
    return None


def environment(tool, folder):
    status, text = run(tool, "environment", folder)
    if status:
        return f"--- {folder.name}\n{text}"
    print(f"{folder.name}: {', '.join(text.splitlines())}")
    return None


def main():
    tool, update = sys.argv[1], "--update" in sys.argv
    names = [a for a in sys.argv[2:] if a != "--update"]
    cases = [p for p in sorted((HERE / "cases").glob("*.txt")) if not names or p.stem in names]
    wrong = [case(tool, path, update) for path in cases]
    if not names:
        for dialect, least in (("sqlite", 100), ("postgresql", 20)):
            wrong.append(tables(tool, dialect, least, [text for which, text in texts() if which == dialect]))
        wrong.append(tables(tool, "sqlite", 200, random_tables()))
        wrong += [environment(tool, ini.parent) for ini in sorted((ROOT / "migrations").glob("*/aludel.ini"))]
    wrong = [w for w in wrong if w]
    print("\n".join(wrong))
    print(f"{len(cases)} cases, {len(wrong)} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())

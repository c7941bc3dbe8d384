"""Every error text stands in a test's expectations: a new text needs a test.

The texts of Python's own errors (runtime/core/py_*.c, json, equal) aren't looked for: the differential test
compares them with CPython itself, so they stand in no file.
"""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
SAYERS = {
    "generator": "diag_error|diag_remark|diag_also|fold_error|refuse|error|split_error|tool_fail",
    "runtime": "al_error|al_fail|al_raise|al_error_hint|al_error_detail|al_error_said|cli_usage_error",
}
PYTHONS = re.compile(r"runtime/core/(py_.*|json_.*|equal)\.c$")
SOURCES = (".c", ".re", ".y")
FIELD = re.compile(r"%[-.*0-9]*(?:ll|z)?[a-zA-Z%]|\\n")
SHORTEST = 6  # shorter pieces between two fields tell nothing


def one_line(text):
    return re.sub(r"\s+", " ", text)


def joined(source):
    """Literals over several lines as one."""
    return re.sub(r'"\s*\n\s*"', "", source)


def expectations():
    files = (p for p in (ROOT / "tests").rglob("*") if p.is_file() and p != pathlib.Path(__file__))
    texts = (p.read_text(errors="replace") for p in files if p.suffix != ".pyc")
    return one_line("\n".join(joined(text) for text in texts))


def texts_of(path, sayers):
    """The longest constant piece of each message that the file can say."""
    source = path.read_text()
    for found in re.finditer(rf"\b(?:{sayers})\s*\(", source):
        call = joined(source[found.end():source.find(";", found.end())])
        literal = re.search(r'"((?:[^"\\]|\\.)*)"', call)
        if literal:
            piece = max((p.strip() for p in FIELD.split(literal.group(1))), key=len).replace('\\"', '"')
            if len(piece) >= SHORTEST:
                yield one_line(piece)


def missing():
    expected, found = expectations(), set()
    for top, sayers in SAYERS.items():
        for path in (ROOT / top).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in SOURCES and not PYTHONS.match(name):
                found |= {f"{name}: {text}" for text in texts_of(path, sayers) if text not in expected}
    return found


def main():
    report = [f"no test expects: {line}" for line in sorted(missing())]
    print("\n".join(report) or "every error text has a test")
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())

"""Functions fit on a screen, most of them in a dozen lines; files are read in one sitting.

    lengths.py [--longest N]      the longest ones
"""
import statistics
import sys

from source import ROOT, functions, tracked

MEDIAN, NINE_IN_TEN, MOST = 12, 40, 60
FILE = 500
# Tables that nobody reads from top to bottom.
TABLES = {"runtime/core/unicode_tables.c"}
TOLD = "{path}:{line}: {name}() has {length} lines; more than {most} only where it is one flat switch or a scanner's rules"


def too_long(all_functions):
    for f in all_functions:
        if len(f.body) > MOST and not (f.is_switch or f.is_scanner):
            yield TOLD.format(path=f.path, line=f.line, name=f.name, length=len(f.body), most=MOST)


def too_many_lines():
    for path in tracked("generator", "runtime", "tests", "cmake", "packaging", "templates", endings=(".c", ".h", ".re", ".y", ".py", ".cmake", ".sh")):
        lines = (ROOT / path).read_text(errors="replace").count("\n")
        if lines > FILE and path not in TABLES and "/expected/" not in path and "/templates/" not in path:
            yield f"{path}: {lines} lines; more than {FILE} are two files"


def main(option=None, count="20"):
    all_functions = [f for path in tracked("generator", "runtime") for f in functions(path)]
    lengths = sorted(len(f.body) for f in all_functions)
    if option == "--longest":
        for f in sorted(all_functions, key=lambda f: -len(f.body))[:int(count)]:
            print(f"{len(f.body):4} {f.path}:{f.line} {f.name}")
    middle, nine = statistics.median(lengths), lengths[len(lengths) * 9 // 10]
    bad = [*too_long(all_functions), *too_many_lines()]
    if middle > MEDIAN or nine > NINE_IN_TEN:
        bad.append(f"half of the functions have up to {middle} lines (aim {MEDIAN}), nine in ten {nine} (aim {NINE_IN_TEN})")
    print("\n".join(bad) or f"{len(lengths)} functions: half up to {middle:g} lines, nine in ten up to {nine}")
    return 1 if bad or len(lengths) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

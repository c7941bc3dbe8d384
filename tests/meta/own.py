"""What one file alone uses is its own: nothing is shared with other files that no other file, and no test, takes."""
import re
import sys

from circles import symbols
from source import ROOT, tracked
from symbols import public_names

# What lemon and sanitizers make, and the program itself.
MADE = re.compile(r"(Grammar|al_ddl_grammar)\w*|main|__.*")


def in_tests():
    return set(re.findall(r"\w+", "\n".join((ROOT / p).read_text() for p in tracked("tests", endings=(".c", ".h")))))


def main():
    owner, taken = symbols()
    used = set().union(*taken.values()) | in_tests() | public_names()
    alone = sorted((source, name) for name, source in owner.items() if name not in used and not MADE.fullmatch(name))
    for source, name in alone:
        print(f"{source}: '{name}' is used by no other file: make it static")
    if not alone:
        print(f"{len(owner)} names, each for others")
    return 1 if alone or len(owner) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())

"""One thing has one name: the words of the table under "Words" in README.md, in all names of ours.

    words.py [WORD]      where a word stands
"""
import collections
import re
import sys

from source import ROOT, tracked, without_comments

# Names that others gave: of SQLite, libpq, the C library, lemon and re2c, Python's, Mako's, Alembic's; a setting's.
FOREIGN = re.compile(r"sqlite3_?\w*|SQLITE_\w+|PQ\w+|PG\w+|U?INT\d*_M\w+|SIZE_MAX|PATH_MAX|OPEN_MAX|DBL_\w+|HUGE_VAL|jmp_buf|"
                     r"YY\w*|yy\w*|max_align_t|val|DIR|dirent|\w*dir|tm_\w+|conninfo\w*|py_\w+|statvfs|ws_col|cmd|\w+_fn|max_bytes")
NAME = re.compile(r"[A-Za-z_]\w*")


def table():
    """word -> what is written instead"""
    text = (ROOT / "README.md").read_text()
    part = text[text.index("### Words"):]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", part, re.M)[1:]
    return {word: good for good, bad in rows for word in re.findall(r"`(\w+)`", bad)}


def names():
    """name -> the files that have it"""
    found = collections.defaultdict(set)
    for path in tracked("generator", "runtime"):
        text = re.sub(r'"(?:[^"\\\n]|\\.)*"|^\s*#\s*include.*', '""', without_comments((ROOT / path).read_text()), flags=re.M)
        for name in NAME.findall(text):
            if not FOREIGN.fullmatch(name):
                found[name].add(path)
    return found


def words_of(name):
    return name.lower().split("_")


def main(word=None):
    instead = {word: "?"} if word else table()
    bad = [(name, word, path) for name, paths in sorted(names().items()) for word in words_of(name) if word in instead
           for path in sorted(paths)]
    for name, found, path in bad:
        print(f"{path}: '{name}': for {found} write {instead[found]}")
    if not bad:
        print(f"{len(instead)} words that nobody uses")
    return 1 if bad or not instead else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

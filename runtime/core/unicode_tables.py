#!/usr/bin/python3
"""Writes unicode_tables.c: python3 unicode_tables.py > unicode_tables.c"""
import sys
import unicodedata

CHARACTERS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def cased(c):
    s = chr(c)
    return s.isupper() or s.islower() or unicodedata.category(s) == "Lt"


def case_ignorable(c):
    # Python lowers "ΑΣ" to a final sigma; what may stand between decides.
    return ("Α" + chr(c) + "Σ").lower()[-1] == "ς" and not cased(c)


PROPERTIES = [
    ("alpha", lambda c: chr(c).isalpha()),
    ("alnum", lambda c: chr(c).isalnum()),
    ("digit", lambda c: chr(c).isdigit()),
    ("decimal", lambda c: chr(c).isdecimal()),
    ("space", lambda c: chr(c).isspace()),
    ("upper", lambda c: chr(c).isupper()),
    ("lower", lambda c: chr(c).islower()),
    ("title", lambda c: unicodedata.category(chr(c)) == "Lt"),
    ("printable", lambda c: chr(c).isprintable()),
    ("cased", cased),
    ("case_ignorable", case_ignorable),
]
CASES = [("upper", str.upper), ("lower", str.lower), ("title", str.title)]


def rows(items, per_line):
    for i in range(0, len(items), per_line):
        print("    " + ", ".join(items[i:i + per_line]) + ",")


def write_property(name, test):
    edges, inside, last = [], False, -1
    for c in CHARACTERS:
        has = bool(test(c))
        if has != inside:
            edges.append(last + 1 if inside else c)
            inside = has
        last = c
    if inside:
        edges.append(last + 1)
    print(f"static const uint16_t {name}_at[] = {{")
    rows([f"0x{e & 0xFFFF:x}" for e in edges], 12)
    print("};")
    before = [sum(e >> 16 < plane for e in edges) for plane in range(18)]
    print(f"const struct al_property al_unicode_{name} = {{{name}_at, {{{', '.join(map(str, before))}}}}};\n")


def write_case(name, change):
    singles, specials, ranges = [], [], []
    for c in CHARACTERS:
        to = change(chr(c))
        if len(to) > 1:
            specials.append((c, [ord(x) for x in to] + [0] * (3 - len(to))))
        elif ord(to) != c:
            singles.append((c, ord(to) - c))
    for c, add in singles:
        if ranges and ranges[-1][3] == add:
            first, last, step, _ = ranges[-1]
            if c - last in (1, 2) and (step == 0 or step == c - last):
                ranges[-1] = (first, c, c - last, add)
                continue
        ranges.append((c, c, 0, add))
    print(f"static const struct al_case_range {name}_ranges[] = {{")
    rows([f"{{0x{a:x}, 0x{b:x}, {step or 1}, {add}}}" for a, b, step, add in ranges], 4)
    print("};\n")
    print(f"static const struct al_case_special {name}_specials[] = {{")
    rows([f"{{0x{c:x}, {{0x{t[0]:x}, 0x{t[1]:x}, 0x{t[2]:x}}}}}" for c, t in specials], 3)
    print("};")
    print(f"const struct al_case_table al_unicode_{name} = {{{len(ranges)}, {len(specials)}, {name}_ranges, {name}_specials}};\n")


def main():
    print(f"/* Made by unicode_tables.py from Unicode {unicodedata.unidata_version}; not edited by hand. */")
    print('#include "core/unicode_tables.h"\n\n/* clang-format off */')
    for name, test in PROPERTIES:
        write_property(name, test)
    for name, change in CASES:
        write_case("to_" + name, change)


if __name__ == "__main__":
    sys.exit(main())

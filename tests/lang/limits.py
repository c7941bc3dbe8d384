"""What is far too deep, too long or broken in a bulky way: a clear answer, in time, and no crash.

limits.py DUMP
"""
import pathlib
import subprocess
import sys
import tempfile

DEEP = "too much stands inside one another"
CASES = {
    "brackets": ("${" + "(" * 1000 + "1" + ")" * 1000 + "}", DEEP),
    "brackets in a block": ("<% x = " + "[" * 1000 + "]" * 1000 + " %>", DEEP),
    "not": ("${" + "not " * 5000 + "1}", DEEP),
    "minus": ("${" + "-" * 5000 + "1}", DEEP),
    "sum": ("${" + "+".join(["a"] * 5000) + "}", DEEP),
    "power": ("${" + "a ** " * 3000 + "c}", DEEP),
    "attributes": ("${a" + ".b" * 3000 + "}", DEEP),
    "conditionals": ("${" + "a if b else " * 3000 + "c}", DEEP),
    "control lines": ("% if x:\n" * 1000 + "% endif\n" * 1000, DEEP),
    "elif lines": ("% if x:\n" + "% elif y:\n" * 1000 + "% endif\n", DEEP),
    "elif": ("<%\nif x:\n  a\n" + "elif y:\n  b\n" * 1000 + "%>", DEEP),
    "defs": ('<%def name="a()">' * 1000, DEEP),
    "blocks": ("<%\n" + "".join(" " * i + "if x:\n" for i in range(1000)) + " " * 1000 + "y\n%>", DEEP),
    "formats": ('${f"{a:' + "{a:" * 3000 + '"}', DEEP),
    "closing brackets": ("${" + ")" * 100000 + "}", "unmatched"),
    "strange characters": ("${" + "?" * 100000 + "}", "unexpected '?'"),
    "holes in holes": ("${" * 20000, "unexpected '$'"),
    "open blocks": ("<% " * 20000, "never closed"),
    "open strings": ('${"' * 20000, "unexpected '$'"),
    "broken lines": ("<%\n" + "a b\n" * 20000 + "%>", "and 19980 more errors"),
    "text": ("SELECT 1;\n" * 300000, "(file"),
    "holes": ("${a}, " * 50000, "(file"),
    "statements": ("<%\n" + 'x = foo(1, "a", b=[1, 2])\n' * 20000 + "%>", "(file"),
    "literals": ("<%\nx = (" + '"abc"\n' * 50000 + ")\n%>", "(file"),
    "fields": ('${f"' + "{a} b" * 20000 + '"}', "(file"),
    "list": ("${[" + "1," * 100000 + "]}", "(file"),
    "comparisons": ("${" + "<".join(["a"] * 50000) + "}", "(file"),
}


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "case.mako"
        for name, (text, wanted) in CASES.items():
            path.write_text(text)
            try:
                done = subprocess.run([sys.argv[1], str(path)], capture_output=True, timeout=30)
            except subprocess.TimeoutExpired:
                print("%s: too slow" % name)
                failed += 1
                continue
            out = done.stdout.decode()
            beside = wanted == DEEP and "never closed" in out
            if done.returncode or wanted not in out or beside:
                print("%s: exit status %d\n%s" % (name, done.returncode, out[:2000] + done.stderr.decode()[:2000]))
                failed += 1
    print("%d cases, %d failed" % (len(CASES), failed))
    return 1 if failed else 0


sys.exit(main())

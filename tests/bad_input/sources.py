"""Settings and templates that are binary, in another encoding, 10 MB long or nested a hundred thousand times.

sources.py [names of checks…]
"""
from support import ASKING, CHANGING, READING, Place, expect, main, migration

TEN_MB = 10_000_000
NOT_TEXT = "this file isn't text: it holds a NUL byte"
UTF16 = "this file is UTF-16"
DEEP = "too much stands inside one another"
RESULT = Place()

INI = "[aludel]\ndialects = sqlite\nfrom_scratch = no\nurl = sqlite:///app.db\n"
SQL = "-- aludel:upgrade\nSELECT 1;\n-- aludel:downgrade\nSELECT 2;\n"
FILES = {  # what stands in each, and what else must be there
    "aludel.ini": INI,
    "env.mako": '<%def name="before_upgrade()">SELECT 1;</%def>\n',
    "shared.mako": '<%def name="helper()">SELECT 1;</%def>\n',
    "versions/a1.mako": migration(),
    "versions/b1.sql": SQL,
}
USES_SHARED = '<%namespace name="s" file="shared.mako"/>\n' + migration(up="${s.helper()}")


def fresh(settings=INI):
    """The shared place with one migration, and nothing else."""
    for path in [*(RESULT.environment / "versions").iterdir(), *RESULT.environment.glob("*.*")]:
        path.unlink()
    RESULT.write("aludel.ini", settings)
    RESULT.write("versions/a1.mako", migration())
    return RESULT


def generate(status, *texts):
    out = RESULT.top / "out"
    expect(RESULT.aludel("generate", "-o", out), status, *texts)
    assert status == 0 or not out.exists(), "written in spite of errors"
    for path in out.glob("*"):
        path.unlink()
    if out.exists():
        out.rmdir()


def put(name, content):
    place = fresh()
    for other, text in FILES.items():
        if other == name == "shared.mako":
            place.write("versions/a1.mako", USES_SHARED)
        if other == "versions/b1.sql" == name:
            place.write(name, text.replace("-- aludel:upgrade", '-- aludel:revision "b1"\n-- aludel:upgrade'))
    place.write(name, content)


def encoded(text):
    """What is in the file, and what is said of it: None is nothing."""
    plain = text.encode()
    broken = plain + b"## caf\xe9\n" if "<%" in text else plain + b"# caf\xe9\n"
    return {
        "binary": (bytes(range(256)) * 40, NOT_TEXT),
        "program": (open("/proc/self/exe", "rb").read(20000), NOT_TEXT),
        "a NUL": (plain[:20] + b"\0" + plain[20:], NOT_TEXT),
        "Latin-1": (broken, "isn't UTF-8"),
        "a surrogate": (broken.replace(b"\xe9", b"\xed\xa0\x80"), "isn't UTF-8"),
        "an overlong slash": (broken.replace(b"\xe9", b"\xc0\xaf"), "isn't UTF-8"),
        "cut in a character": (broken.replace(b"\xe9\n", b"\xc3"), "isn't UTF-8"),
        "UTF-16, little": (b"\xff\xfe" + text.encode("utf-16-le"), UTF16),
        "UTF-16, big": (b"\xfe\xff" + text.encode("utf-16-be"), UTF16),
        "UTF-32": (text.encode("utf-32"), UTF16),
        "UTF-8 with its mark": (b"\xef\xbb\xbf" + plain, None),
        "CR LF": (plain.replace(b"\n", b"\r\n"), None),
        "no end of line": (plain.rstrip(), None),
    }


def encodings():
    for name, text in FILES.items():
        if name == "versions/b1.sql":
            continue
        for content, wanted in encoded(text).values():
            put(name, content)
            generate(0 if wanted is None else 1, *([f"{name}:", wanted] if wanted else []))
    for content, wanted in encoded(SQL).values():
        if wanted:
            put("versions/b1.sql", content)
            generate(1, "versions/b1.sql:", wanted)


def lone_returns():
    put("versions/a1.mako", migration().replace("\n", "\r"))
    generate(1, "versions/a1.mako:1:", "a carriage return (CR) without a line feed", "save the file with LF")
    put("aludel.ini", INI.replace("\n", "\r"))
    generate(1, "aludel.ini:1:1: error")


def empty():
    put("versions/a1.mako", "")
    generate(1, "versions/a1.mako:1:1: error: this migration has no 'revision'")
    put("versions/b1.sql", "")
    generate(1, "versions/b1.sql:1:1: error: this file has no line '-- aludel:upgrade'")
    for name in ("aludel.ini", "env.mako"):
        put(name, "")
        generate(0)


def body(text, status, *texts):
    fresh()
    RESULT.write("versions/a1.mako", migration(up=text))
    generate(status, *texts)


def long_lines():
    """Read as any other, or refused with a message of a reasonable length."""
    x = "x" * TEN_MB
    body("SELECT 1; -- " + x, 0)
    body("## " + x, 0)
    body("/* " + x + " */", 0)
    body("SELECT '" + x + "';", 0)
    body(" " * TEN_MB, 0)
    body("<% y = \"" + x + "\" %>SELECT 1;", 0)
    body('SELECT ${"' + x + '"};', 0)
    body("SELECT '" + x, 1, "versions/a1.mako:9:8: error: this string isn't closed")
    body("SELECT ${" + x + "};", 1, "unknown name 'xxx")
    body("SELECT ${" + "1" * TEN_MB + "};", 1, "this number doesn't fit into 64 bits")
    body("% if " + "True or " * (TEN_MB // 8) + "True:\n% endif", 1, DEEP)
    body("SELECT ${[" + "1," * (TEN_MB // 4) + "][0]};", 1, "this is still being computed at build time")


def long_settings():
    x = "x" * TEN_MB
    for text, status, wanted in (
            ("# " + x + "\n", 0, ""), ("url = sqlite:///" + x + "\n", 0, ""),
            (x + " = 1\n", 1, "aludel.ini:2:1: error: unknown setting 'xxx"),
            (x + "\n", 1, "aludel.ini:2:1: error: expected 'name = value'"),
            ("\n[" + x + "]\na = 1\n", 0, "remark: the section [xxx")):
        fresh("[aludel]\n" + text)
        generate(status, wanted)
    fresh()
    RESULT.write("versions/a1.mako", migration(rev=x))
    generate(1, "versions/a1.mako:5:12: error: the revision id 'xxx")


def nested(count):
    """Of the language: refused. Of SQL: the database's matter."""
    deep = {
        "parentheses": "${" + "(" * count + "1" + ")" * count + "}",
        "lists": "${" + "[" * count + "]" * count + "}",
        "dicts": "${" + "{1:" * count + "1" + "}" * count + "}",
        "calls": "${" + "f(" * count + ")" * count + "}",
        "indices": "${" + "a[" * count + "1" + "]" * count + "}",
        "comprehensions": "${" + "[x for x in " * count + "[1]" + "]" * count + "}",
        "lambdas": "${" + "lambda: " * count + "1}",
        "conditionals": "${" + "1 if True else " * count + "1}",
        "if lines": "% if x:\n" * count + "% endif\n" * count,
        "for lines": "% for i in [1]:\n" * count + "SELECT 1;\n" + "% endfor\n" * count,
        "with lines": "% with op.autocommit():\n" * count + "% endwith\n" * count,
        "defs": '<%def name="a()">' * count + "</%def>" * count,
        "calls with a body": '<%call expr="a()">' * count + "</%call>" * count,
    }
    for text in deep.values():
        body(text, 1, "versions/a1.mako:", DEEP)
    for text in ("SELECT " + "(" * count + "1" + ")" * count + ";",
                 "SELECT " + "(" * count + "${1}" + ")" * count + ";",
                 "SELECT " + "(SELECT " * count + "1" + ")" * count + ";",
                 "SELECT " + "CASE WHEN 1 THEN " * count + "1" + " END" * count + ";",
                 "SELECT " + "[" * count + "]" * count + ";",
                 "/*" * count + "*/" * count + " SELECT 1;"):
        body(text, 0)
    body("/*" * count, 1, "this comment isn't closed")


def thousand_levels():
    nested(1000)


def hundred_thousand_levels():
    nested(100_000)


def on_postgresql(text, status, *texts):
    fresh(INI.replace("sqlite", "postgresql", 1))
    RESULT.write("versions/a1.mako", migration(up=text))
    generate(status, *texts)


def dollar_quotes():
    """One in another, a hundred thousand times: the outermost is a string. And comments, which do nest there."""
    for count in (1000, 100_000):
        tags = [f"$a{i}$" for i in range(count)]
        on_postgresql("SELECT " + "".join(tags) + "".join(reversed(tags)) + ";", 0)
        on_postgresql("SELECT " + "".join(tags) + ";", 1, "versions/a1.mako:9:8: error")
        on_postgresql("/*" * count + "*/" * count + " SELECT 1;", 0)
        on_postgresql("/*" * count + "*/" * (count - 1), 1, "this comment isn't closed")
        on_postgresql("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC " + "BEGIN " * count + "END; " * count + "END;", 1,
                      "END can't stand in a migration", "more errors")


def without_end():
    body('<%def name="f()">${f()}</%def>${f()}', 1, "'f' calls itself more than 200 times")
    body("<%\ndef f(x):\n    return f(x + 1)\n%>\nSELECT ${f(1)};", 1, "'f' calls itself more than 200 times")
    body("<%\nx = 0\nwhile True:\n    x = x + 1\n%>", 1, "a loop without an end?")
    body("% for i in range(10000000000):\nSELECT ${i};\n% endfor", 1, "range() of more than 10000000 elements")
    body('SELECT ${"a" * 100000000000};', 1, "out of memory")
    body("SELECT ${10 ** 1000};", 1, "integer overflow")


def every_command():
    """Whatever needs the environment says the same, and touches neither cache nor database."""
    fresh()
    RESULT.write("versions/a1.mako", b"\xff\xfe<\0")
    for command in (["lint"], ["generate", "--list"], ["build", "-o", "m"], ["upgrade", "head", "--sql"],
                    *CHANGING, *ASKING, *READING):
        expect(RESULT.aludel_built(*command), 1, "versions/a1.mako:1:1: error: this file is UTF-16")
    assert sorted(p.name for p in RESULT.environment.iterdir()) == ["aludel.ini", "versions"]
    assert not (RESULT.top / "cache").exists() and not (RESULT.top / "app.db").exists()


main([encodings, lone_returns, empty, long_lines, long_settings, thousand_levels, hundred_thousand_levels, dollar_quotes,
      without_end, every_command])

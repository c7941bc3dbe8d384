"""aludel(3), which the build makes from aludel.h: mandoc finds nothing wrong with it, and every function, type and macro of the
header is in it, with the text of its comment."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
PAGE = BUILD / "man/aludel.3"


def mandoc(*options):
    return subprocess.run(["mandoc", *options, PAGE], text=True, capture_output=True)


def header():
    return (SOURCE / "runtime/include/aludel/aludel.h").read_text()


def names():
    """What aludel.h declares at its outer level."""
    text = re.sub(r"/\*.*?\*/", "", header(), flags=re.S)
    functions = re.findall(r"^(?!typedef)[a-z][\w *]*?\b(aludel_\w+)\(", text, re.M)
    types = re.findall(r"^((?:struct|enum) aludel_\w+) \{", text, re.M)
    macros = re.findall(r"^#define (ALUDEL_\w+) ", text, re.M)
    return functions, types, macros


def words(text):
    return re.findall(r"\w+", text)


def check_texts(shown):
    """Each comment at the margin stands there, word by word."""
    comments = re.findall(r"^/\*(?! ----)(.*?)\*/", header(), re.M | re.S)[1:]
    page = " ".join(words(shown))
    assert len(comments) > 30, len(comments)
    for comment in comments:
        assert " ".join(words(comment.replace("\n *", "\n"))) in page, comment


def main():
    if not shutil.which("mandoc"):
        raise SystemExit("there is no mandoc: install 'mandoc' (Debian)")
    lint = mandoc("-T", "lint", "-W", "warning")
    assert lint.returncode == 0 and not lint.stdout, lint.stdout
    text = subprocess.run(["col", "-bx"], input=mandoc("-T", "utf8", "-O", "width=900").stdout, text=True,
                          capture_output=True, check=True).stdout
    html = mandoc("-T", "html").stdout
    functions, types, macros = names()
    assert len(functions) > 25 and len(types) > 15 and macros, (functions, types, macros)
    for name in functions:
        assert text.count(f"{name}(") >= 2, f"{name} isn't in the synopsis and the description"
        assert f'id="{name}"' in html, f"nothing leads to {name}"
    for name in types + macros:
        assert re.search(rf"^ +{name}$", text, re.M), f"{name} isn't described"
    check_texts(text)
    assert "bring_up_to_date" in text
    version = re.search(r"^project\(aludel VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M).group(1)
    assert text.splitlines()[-1].startswith(f"Aludel {version} "), text.splitlines()[-1]
    print(f"{len(functions)} functions, {len(types)} types")


if __name__ == "__main__":
    sys.exit(main())

"""Mako's own lexer as the oracle: generated templates must fall into the same text and holes.

mako_lexer.py DUMP [SEED]

Left out is where we follow a newer Mako (%%), and what Mako 1.2 loses (a '<' in front of '&').
"""
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from mako import parsetree
from mako.lexer import Lexer

PIECES = ["SELECT 1;", " ", "\n", "\n", "\n", "\r\n", "\\\n", "\\\r\n", "  ", "\t", "% x", "%", "#", "## c", "$", "{x}",
          "${a}", "${ {'a': '}'}['a'] }", "${a | n}", "${f('|')}", "${\n a }", "<", "</", ">", "\\", "ä", "'it''s'",
          "\n## a comment\n", "\n  ## one \\\n that goes on\n", "<%text>${x}\\\n% if\n</%text>", "<%doc>\n${\n</%doc>",
          "<% x = 1 %>", "<%\n  y = '%>'  # why\n%>", "<%! z = 2 %>", "\n% if a: # b\n", "\n%if a and \\\n  b:\n"]


def template(r):
    text, open_ifs = "", 0
    for _ in range(r.randint(1, 14)):
        piece = r.choice(PIECES)
        open_ifs += 1 if piece.lstrip("\n%").lstrip().startswith("if ") else 0
        text += piece
        if open_ifs and r.random() < 0.3:
            open_ifs -= 1
            text += "\n" + r.choice(["% endif", "  %  endif", "% endif done"]) + "\n"
    return text + "\n% endif\n" * open_ifs


def merge(pieces):
    out = []
    for kind, text in pieces:
        if kind == "text" and out and out[-1][0] == "text":
            out[-1] = (kind, out[-1][1] + text)
        elif kind != "text" or text:
            out.append((kind, text))
    return out


def theirs(nodes):
    for n in nodes:
        if isinstance(n, parsetree.Text):
            yield "text", n.content
        elif isinstance(n, parsetree.Expression):
            yield "hole", ""
        elif isinstance(n, parsetree.TextTag):
            yield from theirs(n.nodes)


def unquote(text):
    return re.sub(r"\\(x[0-9a-f]{2}|.)", lambda m: {"n": "\n"}.get(m[1]) or (
        chr(int(m[1][1:], 16)) if m[1][0] == "x" and len(m[1]) == 3 else m[1]), text)


def ours(tree):
    for m in re.finditer(r'\(text "((?:[^"\\]|\\.)*)"\)|\(hole\n', tree):
        yield ("hole", "") if m[1] is None else ("text", unquote(m[1]))


def cases(seed, count):
    r = random.Random(seed)
    made = []
    while len(made) < count:
        text = template(r)
        if re.search(r"(?m)^[ \t]*%%|</?[&]|</%(?!text>|doc>)|^[ \t]*%(?! *(end)?if)|</?$", text):
            continue
        try:
            made.append((text, merge(theirs(Lexer(text).parse().nodes))))
        except Exception:
            continue
    return made


def main():
    all_cases = cases(int(sys.argv[2]) if len(sys.argv) > 2 else 1, 400)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, (text, _) in enumerate(all_cases):
            paths.append(pathlib.Path(folder) / ("%d.mako" % i))
            paths[-1].write_bytes(text.encode())
        out = subprocess.run([sys.argv[1], *map(str, paths)], capture_output=True, timeout=60, check=True).stdout.decode()
    failed = 0
    for (text, wanted), tree in zip(all_cases, out.split("\f\n")):
        found = merge(ours(tree))
        if not tree.startswith("(file") or (found != wanted and "".join(t for _, t in wanted).strip()):
            failed += 1
            if failed <= 3:
                print("template: %r\nMako: %s\nours: %s\n%s" % (text, wanted, found, tree))
    print("%d templates, %d differ" % (len(all_cases), failed))
    return 1 if failed else 0


sys.exit(main())

"""Python's own parser as the oracle: generated expressions and statements are read by `ast` and by us, and
must give the same tree.

python_ast.py DUMP [SEED]
"""
import ast
import pathlib
import random
import subprocess
import sys
import tempfile

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.USub: "-", ast.UAdd: "+", ast.Not: "not",
}


# ---- Python's tree in our words: nested tuples (head, child, …)

def quoted(data):
    text = data if isinstance(data, str) else data.decode("latin-1")
    out = ""
    for c in text:
        out += {"\n": "\\n", '"': '\\"', "\\": "\\\\"}.get(c) or (
            "\\x%02x" % ord(c) if ord(c) < 32 or c == "\x7f" or (c > "\x7f" and text is not data) else c)
    return '"%s"' % out


def constant(value):
    if isinstance(value, bytes):
        return "b" + quoted(value)
    return quoted(value) if isinstance(value, str) else repr(value)


def fold(op, values):
    tree = values[0]
    for value in values[1:]:
        tree = (op, tree, value)
    return tree


def slice_of(n):
    if not isinstance(n, ast.Slice):
        return convert(n)
    parts = [(label, part) for label, part in (("", n.lower), ("b: ", n.upper), ("c: ", n.step)) if part]
    return ("slice", *(label_of(label, convert(part)) for label, part in parts))


def label_of(label, tree):
    return (label + tree[0], *tree[1:])


def generators(kind, element, node):
    clauses = [("for-clause", convert(g.target), convert(g.iter), *map(convert, g.ifs)) for g in node.generators]
    return ("comprehension", (kind, element), *clauses)


def fstring(node):
    out = []
    for v in node.values:
        if isinstance(v, ast.Constant):
            out.append(("constant " + quoted(v.value),))
            continue
        head = 'field "%s"' % chr(v.conversion) if v.conversion != -1 else "field"
        spec = [label_of("b: ", fstring(v.format_spec))] if v.format_spec else []
        out.append((head, convert(v.value), *spec))
    return ("fstring", *out)


def convert(n):
    k = type(n)
    if k is ast.Constant:
        return ("constant " + constant(n.value),)
    if k is ast.Name:
        return ('name "%s"' % n.id,)
    if k is ast.JoinedStr:
        return fstring(n)
    if k in (ast.List, ast.Tuple, ast.Set):
        return (k.__name__.lower(), *map(convert, n.elts))
    if k is ast.Dict:
        return ("dict", *(("pair", convert(a), convert(b)) for a, b in zip(n.keys, n.values)))
    if k is ast.UnaryOp:
        return ("unary " + OPERATORS[type(n.op)], convert(n.operand))
    if k is ast.BinOp:
        return ("binary " + OPERATORS[type(n.op)], convert(n.left), convert(n.right))
    if k is ast.BoolOp:
        return fold("and" if isinstance(n.op, ast.And) else "or", list(map(convert, n.values)))
    if k is ast.Compare:
        return ("compare " + " ".join(OPERATORS[type(o)] for o in n.ops), convert(n.left), *map(convert, n.comparators))
    if k is ast.IfExp:
        return ("conditional", convert(n.body), convert(n.test), convert(n.orelse))
    if k is ast.Subscript:
        return ("index", convert(n.value), slice_of(n.slice))
    if k is ast.Attribute:
        return ('attribute "%s"' % n.attr, convert(n.value))
    if k is ast.Starred:
        return ("star", convert(n.value))
    if k is ast.Call:
        keywords = [('keyword "%s"' % w.arg if w.arg else "keyword", convert(w.value)) for w in n.keywords]
        return ("call", convert(n.func), *map(convert, n.args), *keywords)
    if k in (ast.ListComp, ast.GeneratorExp):
        return generators("list", convert(n.elt), n)
    if k is ast.SetComp:
        return generators("set", convert(n.elt), n)
    if k is ast.DictComp:
        return generators("dict", ("pair", convert(n.key), convert(n.value)), n)
    return statement(n)


def block(body):
    return ("block", *map(convert, body))


def otherwise(body):
    if not body:
        return []
    inner = convert(body[0]) if len(body) == 1 and isinstance(body[0], ast.If) and body[0].is_elif else block(body)
    return [label_of("else: ", inner)]


def statement(n):
    k = type(n)
    if k is ast.Expr:
        return ("expression", convert(n.value))
    if k is ast.Assign:
        return ("assign", *map(convert, n.targets), label_of("a: ", convert(n.value)))
    if k is ast.AnnAssign:
        return ("assign", convert(n.target), label_of("a: ", convert(n.value)))
    if k is ast.AugAssign:
        return ("augment " + OPERATORS[type(n.op)], convert(n.target), convert(n.value))
    if k is ast.If:
        return ("if", convert(n.test), block(n.body), *otherwise(n.orelse))
    if k is ast.For:
        return ("for", convert(n.target), convert(n.iter), block(n.body))
    if k is ast.While:
        return ("while", convert(n.test), block(n.body))
    if k is ast.Return:
        return ("return", convert(n.value)) if n.value else ("return",)
    if k is ast.FunctionDef:
        return function(n)
    if k in (ast.Pass, ast.Break, ast.Continue):
        return (k.__name__.lower(),)
    raise TypeError(k)


def function(n):
    a = n.args
    first = len(a.args) - len(a.defaults)
    parameters = [('parameter "%s"' % p.arg, *([convert(a.defaults[i - first])] if i >= first else []))
                  for i, p in enumerate(a.args)]
    if a.vararg:
        parameters.append(('parameter * "%s"' % a.vararg.arg,))
    if a.kwarg:
        parameters.append(('parameter ** "%s"' % a.kwarg.arg,))
    return ('def "%s"' % n.name, *parameters, label_of("a: ", block(n.body)))


def show(tree, indent):
    head, label = tree[0], ""
    for prefix in ("a: ", "b: ", "c: ", "else: "):
        if head.startswith(prefix):
            label, head = prefix, head[len(prefix):]
    lines = "".join("\n" + "  " * (indent + 1) + show(child, indent + 1) for child in tree[1:])
    return label + "(" + head + lines + ")"


# ---- Generating sources

class Source:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, *choices):
        return self.r.choice(choices)

    def name(self):
        return self.pick("a", "b", "op", "naïve", "_x1", "iffy", "notx", "r", "f", "rb")

    def number(self):
        return self.pick("0", "7", "1_000", "0x1F", "0o17", "0b101", "9223372036854775807", "1.5", "1e10", ".25", "3.",
                         "1_0.2_5e-3", "00")

    def string(self):
        prefix = self.pick("", "", "r", "b", "u", "R", "Br")
        quote = self.pick("'", '"', "'''", '"""')
        body = self.pick("", "abc", "a b", r"\n\t", r"\x41\101", r"\\", "%s", "{x}", r"\'", '#', "%", r"\d")
        if len(quote) == 3:
            body += self.pick("", "\nline", '"x', "''x") if quote == '"""' else self.pick("", "\nline")
        if body.endswith("\\") or ("b" in prefix.lower() and not body.isascii()):
            body = "x"
        return prefix + quote + body + quote

    def fstring(self, depth):
        inner = self.pick("a", "a.b", "f(1)", "a['k']", "a[0] + 1", "x if y else z", "{1: 2}[1]")
        field = "{%s%s%s}" % (" " + inner if inner.startswith("{") else inner, self.pick("", "!r", "!s", "!a"),
                              self.pick("", ":>10", ":{w}", ":{w}.{p}f", ":x"))
        return self.pick("f", "F") + '"' + self.pick("", "t ", "{{", r"\n") + field + self.pick("", "}} end") + '"'

    def atom(self, depth):
        if depth <= 0:
            return self.pick(self.name, self.number, self.string, lambda: self.pick("None", "True", "False"))()
        e = lambda: self.expression(depth - 1)
        return self.pick(
            self.name, self.number, self.string, lambda: self.string() + " " + self.string(), lambda: self.fstring(depth),
            lambda: self.fstring(depth) + " " + self.string() + self.fstring(depth),
            lambda: "(%s)" % e(), lambda: "(%s,)" % e(), lambda: "(%s, %s)" % (e(), e()), lambda: "()",
            lambda: "[%s, %s]" % (e(), e()), lambda: "[]", lambda: "[%s,]" % e(), lambda: "{%s}" % e(), lambda: "{}",
            lambda: "{%s: %s, %s: %s}" % (e(), e(), e(), e()),
            lambda: "[%s for %s in %s]" % (e(), self.target(), self.operand(depth)),
            lambda: "[%s for a in b if %s for %s in c if d if e]" % (e(), self.operand(depth), self.target()),
            lambda: "{%s for a in %s}" % (e(), self.operand(depth)), lambda: "{%s: %s for a in b}" % (e(), e()),
            lambda: "(%s for a in b)" % e())()

    def target(self):
        return self.pick("x", "x, y", "x, (y, z)", "(x, y)", "x,", "x.y", "x[0]")

    def primary(self, depth):
        text = self.pick(self.name, lambda: self.atom(depth - 1))()
        if text[0].isdigit() or text[0] == ".":
            text = "(%s)" % text
        for _ in range(self.r.randint(0, 2)):
            e = lambda: self.expression(depth - 1)
            text += self.pick(lambda: ".b", lambda: "[%s]" % e(), lambda: "(%s)" % e(), lambda: "()", lambda: "[1:2]",
                              lambda: "[%s:]" % e(), lambda: "[:]", lambda: "[::2]", lambda: "[a:b:c]", lambda: "[1, 2]",
                              lambda: "(%s, k=%s)" % (e(), e()), lambda: "(*a, **b)", lambda: "(a, *b, k=1, **c)",
                              lambda: "(%s for x in y)" % e(), lambda: "(a,)", lambda: "(\n a,\n b,\n)")()
        return text

    def operand(self, depth):
        if depth <= 0:
            return self.primary(0)
        e = lambda: self.operand(depth - 1)
        op = self.pick("+", "-", "*", "/", "//", "%", "**", "<", ">", "<=", ">=", "==", "!=", "in", "not in", "is",
                       "is not", "and", "or")
        return self.pick(lambda: self.primary(depth), lambda: "%s %s %s" % (e(), op, e()), lambda: "-" + e(),
                         lambda: "+" + e(), lambda: "not " + e(), lambda: "%s<%s" % (e(), e()))()

    def expression(self, depth):
        if depth > 0 and self.r.random() < 0.15:
            return "%s if %s else %s" % (self.operand(depth - 1), self.operand(depth - 1), self.expression(depth - 1))
        return self.operand(depth)

    def simple(self):
        e = lambda: self.expression(2)
        return self.pick(e, lambda: "%s = %s" % (self.target(), e()), lambda: "a = b = %s" % e(), lambda: "pass",
                         lambda: "a %s= %s" % (self.pick("+", "-", "*", "/", "//", "%", "**"), e()),
                         lambda: "a, b = %s, %s" % (e(), e()), lambda: "a: int | None = %s" % e(),
                         lambda: "x = 1; y = 2;", lambda: "a.b[1] = %s" % e(), lambda: "a = \\\n  b")()

    def suite(self, depth, indent):
        if depth <= 0 or self.r.random() < 0.2:
            return " " + self.simple() + "\n"
        step = self.pick("  ", "    ", "\t")
        lines = [self.statement(depth - 1, indent + step) for _ in range(self.r.randint(1, 3))]
        return self.pick("\n", "  # why\n", "\n\n") + "".join(lines)

    def statement(self, depth, indent):
        if depth <= 0 or self.r.random() < 0.4:
            return self.pick("", "", indent + "# note\n", "\n") + indent + self.simple() + "\n"
        e, s = (lambda: self.expression(2)), (lambda: self.suite(depth, indent))
        return indent + self.pick(
            lambda: "if %s:%s" % (e(), s()), lambda: "if %s:%s%selse:%s" % (e(), s(), indent, s()),
            lambda: "if %s:%s%selif %s:%s%selse:%s" % (e(), s(), indent, e(), s(), indent, s()),
            lambda: "for %s in %s:%s" % (self.target(), e(), s()), lambda: "while %s:%s" % (e(), s()),
            lambda: "def f(a, b: int = %s, *args, **kw) -> x:%s" % (e(), s()), lambda: "def g():%s" % s())()


def mark_elif(tree, source):
    """Python's tree doesn't tell `elif` from `else: if`: the source does."""
    lines = source.split("\n")
    for n in ast.walk(tree):
        if isinstance(n, ast.If):
            n.is_elif = lines[n.lineno - 1].encode()[n.col_offset:].startswith(b"elif")


def sources(seed, count):
    made = []
    generator = Source(seed)
    while len(made) < count:
        text = "".join(generator.statement(3, "") for _ in range(3))
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue  # a target or a mix of bytes and text that Python refuses
        mark_elif(tree, text)
        if "%>" not in text:
            made.append((text, tree))
    return made


def main():
    import warnings
    warnings.simplefilter("ignore")
    dump = sys.argv[1]
    cases = sources(int(sys.argv[2]) if len(sys.argv) > 2 else 1, 400)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, (text, _) in enumerate(cases):
            paths.append(pathlib.Path(folder) / ("%d.mako" % i))
            paths[-1].write_text("<%\n" + text + "%>")
        out = subprocess.run([dump, *map(str, paths)], capture_output=True, timeout=60, check=True).stdout.decode()
    failed = 0
    for (text, tree), actual in zip(cases, out.split("\f\n")):
        wanted = "(file\n  (body\n    " + show(("code", block(tree.body)), 2) + "))\n"
        if wanted != actual:
            failed += 1
            if failed <= 3:
                print("source:\n%s\nPython:\n%s\nours:\n%s" % (text, wanted, actual))
    print("%d sources, %d differ" % (len(cases), failed))
    return 1 if failed else 0


sys.exit(main())

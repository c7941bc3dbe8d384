"""Random templates of the constructs that Mako and we share, as trees of lines that can be shrunk.

A template is a list of nodes; a node is (lines before, children, lines after). Left out by construction is where we
differ on purpose: strings in ${} without a filter (ours are quoted), booleans and None (ours are SQL's), and
floats; filters of strings on numbers (`${2 | trim}`: Mako makes a string of it first, ours is a build error),
and what Mako can't do: `upper` and `lower` as filters, `n` on a number.
"""

ATTRIBUTES = ["index", "first", "last", "even", "odd"]


class Maker:
    """Draws the body of a template; `names` are the numbers in scope."""

    def __init__(self, random):
        self.random = random
        self.count = 0
        self.defs = []  # (name, how many arguments, whether the last has a default, has a body)

    def new(self, prefix):
        self.count += 1
        return "%s%d" % (prefix, self.count)

    def number(self, names, depth=2):
        r = self.random
        if depth == 0 or r.random() < 0.4:
            return r.choice([*names, str(r.randint(0, 30))])
        a, b = self.number(names, depth - 1), self.number(names, depth - 1)
        return r.choice(["%s + %s" % (a, b), "(%s - %s)" % (a, b), "(%s * %s)" % (a, r.randint(0, 3)),
                         "(%s if %s else %s)" % (a, self.condition(names, 1), b), "len(%r)" % ("x" * r.randint(0, 4)),
                         "(%s) %% 7" % a, "max(%s, %s)" % (a, b), "[%s, %s][-1]" % (a, b)])

    def condition(self, names, depth=2):
        a, b = self.number(names, depth - 1), self.number(names, depth - 1)
        return self.random.choice(["%s < %s", "%s == %s", "not %s >= %s", "%s and %s", "(%s or %s)", "%s != %s"]) % (a, b)

    def text(self, names):
        r = self.random
        return r.choice([
            "it''s", "50% ## no comment", "a\\\nb", "${%s}" % self.number(names), "${str(%s) | n}" % self.number(names),
            "${'x%%dy' %% (%s) | n}" % self.number(names), "${'p' 'q' | n}", "${' z ' | trim, n}",
            "${'a' + str(%s) | n}" % self.number(names), "<%%text>${raw} %s</%%text>" % r.choice(["% x", "## y"]),
            "<%doc>gone ' ; </%doc>", "${'ab'.upper() | n}", "$ {x} <b> &amp;", "${{'k': %s}['k']}" % self.number(names)])

    def statement(self, names):
        inside = "".join(self.text(names) for _ in range(self.random.randint(0, 3)))
        lines = ["SELECT %s, '%s';" % (self.number_hole(names), inside)]
        return (lines, [], [])

    def number_hole(self, names):
        return "${%s}" % self.number(names)

    def nodes(self, names, depth):
        names = list(names)
        made = []
        for _ in range(self.random.randint(1, 4)):
            made.append(self.node(names, depth))
        return made

    def node(self, names, depth):
        r = self.random
        if depth == 0 or r.random() < 0.35:
            return r.choice([self.statement, self.statement, self.statement, self.small])(names)
        return r.choice([self.branch, self.loop, self.loop, self.counting, self.assignment, self.call, self.call_body,
                         self.inline])(names, depth)

    def small(self, names):
        return self.random.choice([
            (["## a comment ' ${"], [], []), (["<%doc>", "no ' text ${", "</%doc>"], [], []),
            (["SELECT 10", "%% 3;"], [], []), (["SELECT 1 + \\", "  2;"], [], []),
            (["<%text>", "SELECT '${x}", "% if", "';", "</%text>"], [], []), (["  ## indented"], [], []),
            (['<%include file="lib/pasted.mako"/>'], [], []),
            (["${lib.noted(%s)}" % self.number(names)], [], []),
            (['<%%lib:noted a="${%s}" b="${2}"/>' % self.number(names)], [], [])])

    def branch(self, names, depth):
        before = [(["% if " + self.condition(names) + ":"], self.nodes(names, depth - 1), [])]
        for _ in range(self.random.randint(0, 2)):
            before.append((["%% elif %s:" % self.condition(names)], self.nodes(names, depth - 1), []))
        if self.random.random() < 0.6:
            before.append((["  %  else:"], self.nodes(names, depth - 1), []))
        return ([], before, ["% endif"])

    def loop(self, names, depth):
        name = self.new("v")
        over = self.random.choice(["range(%d)" % self.random.randint(0, 3), "[1, 5, %s]" % self.number(names, 1),
                                   "[x * 2 for x in (3, 4) if x != %s]" % self.number(names, 1)])
        asked = "SELECT ${loop.%s + 0}, ${loop.cycle(7, 8)}, ${loop.index};" % self.random.choice(ATTRIBUTES)
        return (["%% for %s in %s:" % (name, over)], [([asked], [], []), *self.nodes([*names, name], depth - 1)], ["% endfor"])

    def counting(self, names, depth):
        name = self.new("w")
        return (["<%% %s = 0 %%>" % name, "%% while %s < %d:" % (name, self.random.randint(0, 3))],
                self.nodes([*names, name], depth - 1), ["<%% %s += 1 %%>" % name, "% endwhile"])

    def inline(self, names, depth):
        """A control line in the middle of a statement."""
        name = self.new("v")
        return (["SELECT 1 +", "%% for %s in range(%d):" % (name, self.random.randint(1, 3))],
                [(["    ${%s} +" % self.number([*names, name])], [], [])], ["% endfor", "  0;"])

    def assignment(self, names, depth):
        name, other = self.new("n"), self.new("n")
        made = (["<%", "%s = %s" % (name, self.number(names)), "if %s:" % self.condition([*names, name]),
                 "    %s = %s" % (name, self.number([*names, name])), "%s, %s = %s, 4" % (name, other, name), "%>"], [], [])
        names += [name, other]
        return made

    def call(self, names, depth):
        plain = [d for d in self.defs if not d[3]]
        if not plain:
            return self.statement(names)
        name, count, default, _ = self.random.choice(plain)
        given = count - (1 if default and self.random.random() < 0.5 else 0)
        values = ["%s=%s" % ("abc"[i], self.number(names, 1)) if i and self.random.random() < 0.3 and i == given - 1
                  else self.number(names, 1) for i in range(given)]
        tag = " ".join('%s="${%s}"' % ("abc"[i], self.number(names, 1)) for i in range(given))
        return self.random.choice([(["${%s(%s)}" % (name, ", ".join(values))], [], []),
                                   (["<%%self:%s %s/>" % (name, tag)], [], [])])

    def call_body(self, names, depth):
        bodied = [d for d in self.defs if d[3]]
        if not bodied:
            return self.statement(names)
        name = self.random.choice(bodied)[0]
        value = self.number(names, 1)
        body = self.nodes(names, depth - 1)
        return self.random.choice([(["<%%call expr=\"%s(%s)\">" % (name, value.replace('"', "'"))], body, ["</%call>"]),
                                   (['<%%self:%s a="${%s}">' % (name, value)], body, ["</%%self:%s>" % name])])

    def definition(self):
        r = self.random
        count, default, body = r.randint(1, 3), r.random() < 0.5, r.random() < 0.4
        if body:
            count, default = 1, False
        arguments = list("abc"[:count])
        heads = arguments[:-1] + [arguments[-1] + ("=%d" % r.randint(0, 9) if default else "")]
        name = self.new("d")
        inner = self.nested(arguments) if r.random() < 0.3 else []
        nodes = inner + self.nodes(arguments, 2)
        if body:
            nodes.insert(r.randint(0, len(nodes)), (["${caller.body()}"], [], []))
        self.defs.append((name, count, default, body))
        return (['<%%def name="%s(%s)">' % (name, ", ".join(heads))], nodes, ["</%def>"])

    def nested(self, names):
        name = self.new("i")
        return [(['<%%def name="%s(q, s=2)">' % name], self.nodes([*names, "q", "s"], 1), ["</%def>"]),
                (["${%s(%s)}" % (name, self.number(names, 1))], [], [])]

    def template(self):
        made = [self.definition() for _ in range(self.random.randint(0, 3))]
        return made, self.nodes(["3"], 3)


def lines_of(nodes):
    for before, children, after in nodes:
        yield from before
        yield from lines_of(children)
        yield from after


def smaller(nodes):
    """The same nodes with one left out, or replaced by its children."""
    for i, (before, children, after) in enumerate(nodes):
        yield nodes[:i] + nodes[i + 1:]
        yield nodes[:i] + children + nodes[i + 1:]
        for fewer in smaller(children):
            yield nodes[:i] + [(before, fewer, after)] + nodes[i + 1:]

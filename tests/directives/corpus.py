"""The scripts of corpus/, in chains, and what is made of them.

    for chain in chains():      the scripts that follow from one another; the first begins at base
        chain.sqlite            it runs on SQLite without a rebuild: a comment says "On SQLite, too."
        chain.naming            … "With a naming convention."
        script.for_alembic      its text; "# 1.8.1: …" stands for the line, where Alembic 1.8.1 hasn't got that word yet
    mako(script)            the same migration as a template: the bodies of its functions between <% and %>
"""
import ast
import pathlib
import re

HERE = pathlib.Path(__file__).parent

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Script:
    def __init__(self, path):
        self.path, self.text = path, path.read_text(encoding="utf-8")
        self.for_alembic = re.sub(r"^( *).*# 1\.8\.1: ?(.*)$", r"\1\2", self.text, flags=re.M)
        self.tree = ast.parse(self.text)
        self.functions = {n.name: n for n in self.tree.body if isinstance(n, ast.FunctionDef)}
        self.parents = self.identifier("down_revision") or ()
        self.parents = (self.parents,) if isinstance(self.parents, str) else self.parents

    def identifier(self, name):
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(t, ast.Name) and t.id == name for t in targets):
                return ast.literal_eval(node.value)
        return None


class Chain:
    def __init__(self):
        self.scripts = []

    @property
    def name(self):
        return self.scripts[0].path.stem

    def says(self, words):
        return words in self.scripts[0].text

    @property
    def sqlite(self):
        return self.says("On SQLite, too.")

    @property
    def asks(self):
        """It asks the database, so that there is no script of it."""
        return any("inspect(" in script.text for script in self.scripts)

    @property
    def naming(self):
        return NAMING_CONVENTION if self.says("With a naming convention.") else None


def chains(names=()):
    """In the order of the files' names; a script without a parent begins the next one."""
    found = []
    for path in sorted((HERE / "corpus").glob("*.py")):
        script = Script(path)
        if not script.parents:
            found.append(Chain())
        found[-1].scripts.append(script)
    return [c for c in found if not names or any(c.name.startswith(n) for n in names)]


def body_of(script, name):
    """The lines of a function below its head, as they stand, comments at its end included."""
    lines = script.text.splitlines()
    first = last = script.functions[name].lineno
    while last < len(lines) and (not lines[last].strip() or lines[last].startswith(" ")):
        last += 1
    return first, last


def mako(script):
    """Nothing is changed but the place: what isn't a docstring, upgrade() or downgrade() goes into <%! %>."""
    lines, taken = script.text.splitlines(), set()
    documentation = ast.get_docstring(script.tree)
    taken.update(range(script.tree.body[0].lineno - 1, script.tree.body[0].end_lineno))
    defs = []
    for name in ("upgrade", "downgrade"):
        first, last = body_of(script, name)
        taken.update(range(first - 1, last))
        body = "\n".join(lines[first:last]).rstrip()
        defs.append(f'<%def name="{name}()">\n<%\n{body}\n%>\n</%def>\n')
    module = "\n".join(line for i, line in enumerate(lines) if i not in taken).strip()
    return f"<%doc>\n{documentation}\n</%doc>\n<%!\n{module}\n%>\n\n" + "\n".join(defs)


def calls(script):
    """Every call of a directive: (name, ast.Call), those of batch blocks among them."""
    for node in ast.walk(script.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id in ("op", "batch_op", "batch"):
                yield node.func.attr, node

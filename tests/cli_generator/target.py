"""schema.mako and schema.sql: the schema that is meant, beside the chain.

target.py [names of checks…]
"""
import pathlib
import re
import subprocess
import sys

from place import Place, run_checks

SCHEMA = '''<%doc>the shop</%doc>
<%!
kinds = ["novel", "poem"]
%>

<%
op.create_table(
    "books",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("kind", sa.Enum(*kinds, name="kind")),
)
op.create_index("books_kind", "books", ["kind"])
%>
% for kind in kinds:
CREATE VIEW ${kind + "s" | id} AS SELECT id FROM books WHERE kind = ${kind};
% endfor
'''


class Meant(Place):
    def __init__(self, text, name="schema.mako", dialects="sqlite postgresql"):
        super().__init__()
        self.settings(f"[aludel]\ndialects = {dialects}\nurl = sqlite:///app.db\n")
        (self.environment / name).write_text(text)

    def compiled(self):
        """The registry's file, without a warning."""
        self.run("generate", "--output", "../out")
        include = pathlib.Path(__file__).parents[2] / "runtime" / "include"
        path = self.top / "out" / "db_migrations.c"
        done = subprocess.run(["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{include}", path],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return path.read_text()


def template():
    place = Meant(SCHEMA)
    assert place.run("lint") == "" == place.run("fmt", "--diff", "schema.mako")
    text = place.compiled()
    for statement in ("CREATE TYPE kind AS ENUM ('novel', 'poem')", "CREATE INDEX books_kind ON books (kind)",
                      "AS SELECT id FROM books WHERE kind = 'novel'"):
        assert statement in text, text
    assert ".target = &schema," in text and '.file = "schema.mako",' in text, text
    assert "books" not in place.run("schema", "--dialect", "sqlite") and "schema" not in place.run("history")


def plain():
    place = Meant("-- what the devices have\nCREATE TABLE log (at TEXT DEFAULT '${now}\n% no control line'  );\n",
                  "schema.sql", "sqlite")
    assert place.run("lint") == "" == place.run("fmt", "--diff", "schema.sql") and "schema" not in place.run("fmt")
    text = place.compiled()
    assert "DEFAULT '${now}\\n" in text and "% no control line'  )" in text and re.search(r'"schema.sql", 2}', text), text


def errors():
    place = Meant('<% op.drop_table("books") %>\nCREATE TABLE a (x INTEGER);\nCREATE INDEX i ON b (x);\n', dialects="sqlite")
    output = place.run("lint", status=1)
    assert "schema.mako:1:18: error: there is no table 'books' at this point" in output, output
    assert "schema.mako:3:1: error: there is no table 'b' at this point" in output, output
    place = Meant("CREATE TABLE a (x INTEGER);\nCREATE INDEX i ON b (x);\n", "schema.sql")
    output = place.run("lint", status=1)
    assert "schema.sql:2:1: error: there is no table 'b' at this point" in output, output
    hint = "  hint: schema.sql is the target, the schema that is meant: each program carries it, for `check`, so what is wrong\n"
    assert output.count(hint) == 1 and hint in place.run("upgrade", "head", status=1), output


def only_makes():
    """It is built wherever somebody asks, on production's server, too."""
    said = "a schema says what there is: this asks a database, or changes what is in one"
    place = Meant("CREATE TABLE t (a INTEGER);\nCOMMENT ON TABLE t IS 'rows';\nSELECT setval('live', 1);\n"
                  "INSERT INTO t VALUES (1);\nDO $$ BEGIN PERFORM 1; END $$;\nCREATE VIEW v AS SELECT a FROM t;\n"
                  "UPDATE live SET a = 1;\nSET check_function_bodies = off;\nSET work_mem = '1MB';\n", "schema.sql", "postgresql")
    output = place.run("lint", status=1)
    assert re.findall(r"schema.sql:(\d+):1: error: (.*)", output) == [(line, said) for line in "34579"], output
    place = Meant('CREATE TABLE t (a INTEGER);\n<% n = op.scalar("SELECT 1") %>\n<% op.execute("DELETE FROM t") %>\n')
    output = place.run("lint", status=1)
    assert re.findall(r"schema.mako:(\d+):\d+: error: (.*)", output) == [("2", said), ("3", said)], output
    place = Meant('<%def name="upgrade()">\nCREATE TABLE t (a INTEGER);\n</%def>\n')
    output = place.run("lint", status=1)
    assert "schema.mako:1:1: error: a schema has no upgrade(): its statements stand outside of any def" in output, output


def depends():
    """It is one of the files that the output is made of."""
    place = Meant(SCHEMA)
    place.run("generate", "--output", "../out", "--depfile", "../out/d")
    assert "schema.mako" in (place.top / "out/d").read_text()
    (place.environment / "schema.mako").unlink()
    assert ".target" not in place.compiled()


CHECKS = [template, plain, errors, only_makes, depends]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

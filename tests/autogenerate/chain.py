"""`aludel check --chain`: do the migrations reach the schema that is meant? No database is there.

chain.py [names of checks…]
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from command import MEANT, NOTHING, Meant  # noqa: E402
from place import run_checks  # noqa: E402

FAILED = "FAILED: New upgrade operations detected: "
PARTIAL = '<%\nop.create_index("some", "books", ["title"], postgresql_where="id > 5")\n%>\n'


def at_first():
    """Alembic's words and exit status; the differences are listed, and nobody looks for a database."""
    place = Meant()
    output = place.run("check", "--chain", status=1)
    assert output.startswith("missing: table books: CREATE TABLE books ("), output
    assert output.endswith(f"{FAILED}1 difference\n"), output
    place.generate("a1")
    assert place.run("check", "--chain") == NOTHING
    place.mean(MEANT.replace("sa.Text()", "sa.Text(), nullable=False"))
    output = place.run("check", "--chain", status=1)
    assert output == f"differs: column books.title: target: title TEXT NOT NULL; chain: title TEXT\n{FAILED}1 difference\n", output
    found, _ = json.JSONDecoder().raw_decode(place.run("check", "--chain", "--json", status=1))
    assert [(d["difference"], d["name"]) for d in found["differences"]] == [("differs", "title")], found
    place.mean(MEANT.partition("<%")[0])
    assert place.run("check", "--chain", status=1).startswith("left over: table books: CREATE TABLE books (")
    assert not (place.environment / "app.db").exists()


def hooks_and_rows():
    """What the chain does besides is done there, too: hooks, rows, rebuilds, parts outside of transactions."""
    place = Meant()
    place.generate("a1")
    (place.environment / "env.mako").write_text(
        '<%def name="before_upgrade()">\nCREATE TABLE begun (x);\n</%def>\n'
        '<%def name="before_each()">\nINSERT INTO begun VALUES (${revision});\n</%def>\n'
        '<%def name="after_upgrade()">\n<% if op.scalar("SELECT count(*) FROM begun") != 2: fail("hooks") %>\nDROP TABLE begun;\n</%def>\n')
    (place.environment / "versions" / "b1_b.mako").write_text(
        '<%! revision = "b1"; down_revision = "a1" %>\n<%def name="upgrade()">\nINSERT INTO books (title) VALUES (\'one\');\n'
        '<%\nop.alter_column("books", "title", nullable=False)\nwith op.autocommit():\n    op.execute("VACUUM")\n%>\n</%def>\n')
    place.mean(MEANT.replace("sa.Text()", "sa.Text(), nullable=False"))
    assert place.run("check", "--chain") == NOTHING
    assert place.run("inspect", "--chain") == place.run("inspect", "--target")
    (place.environment / "versions" / "c1_c.mako").write_text(
        '<%! revision = "c1"; down_revision = "b1" %>\n<%def name="upgrade()">\n<% fail("not today") %>\n</%def>\n')
    output = place.run("check", "--chain", status=1)
    assert "FAILED: not today\n  versions/c1_c.mako:3" in output, output


def as_written():
    """PostgreSQL's without a server; what isn't known is said, and who knows it."""
    place = Meant(dialects="postgresql")
    place.settings("[aludel]\ndialects = postgresql\nurl = postgresql://127.0.0.1:1/none\n")
    output = place.run("check", "--chain", status=1)
    assert "postgresql: added table 'books'\n" in output and f"{FAILED}1 difference\n" in output, output
    assert "hint: PostgreSQL's were compared as they are written; aludel test --url URL builds both" in output, output
    (place.environment / "versions" / "a1_a.mako").write_text(
        '<%! revision = "a1"; down_revision = None %>\n<%def name="upgrade()">\nCREATE TABLE books (id serial PRIMARY KEY, title text);\n'
        "</%def>\n")
    assert place.run("check", "--chain") == NOTHING
    (place.environment / "versions" / "b1_b.mako").write_text(
        '<%! revision = "b1"; down_revision = "a1" %>\n<%def name="upgrade()">\n% if env("WITH", False):\nALTER TABLE books ADD COLUMN more int;\n'
        "% endif\n</%def>\n")
    output = place.run("check", "--chain", status=1)
    assert "table books can't be compared: it isn't known for certain" in output and "aludel test --url" in output, output
    assert place.run("check", "--chain", "--json", status=2) == "aludel: check: what is compared as it is written has no form in JSON\n"


def not_looked_at():
    """Other schemas, and what other programs have."""
    place = Meant("CREATE TABLE books (id int);\n", "postgresql")
    (place.environment / "versions" / "a1_a.mako").write_text(
        '<%! revision = "a1"; down_revision = None %>\n<%def name="upgrade()">\nCREATE TABLE books (id int);\n'
        "CREATE SCHEMA audit;\nCREATE TABLE audit.log (id int);\nCREATE TABLE tmp_x (id int);\n</%def>\n")
    settings = "[aludel]\ndialects = postgresql\n"
    place.settings(settings)
    output = place.run("check", "--chain", status=1)
    assert "removed table 'tmp_x'" in output and "audit" not in output and "1 difference\n" in output, output
    for line in ("exclude = tmp_*", "include = books", "exclude = table:public.tmp_?"):
        place.settings(settings + line + "\n")
        assert place.run("check", "--chain") == NOTHING, line
    place.settings(settings + "exclude = tmp_*\ninclude_schemas = audit\n")
    output = place.run("check", "--chain", status=1)
    assert "removed table 'audit.log'" in output and "removed schema 'audit'" in output, output


def both_databases():
    """SQLite's are built, PostgreSQL's compared as they are written."""
    place = Meant(MEANT + "% if dialect == 'postgresql':\n" + PARTIAL + "% endif\n", "sqlite postgresql")
    (place.environment / "versions" / "a1_a.mako").write_text(
        '<%! revision = "a1"; down_revision = None %>\n<%def name="upgrade()">\n' + MEANT + "</%def>\n")
    output = place.run("check", "--chain", status=1)
    assert "postgresql: added index 'some'" in output and f"{FAILED}1 difference\n" in output, output
    place.mean(MEANT)
    assert place.run("check", "--chain") == NOTHING
    place.mean("CREATE TABLE other (id INTEGER);\n")
    assert "missing: table other: CREATE TABLE other (id INTEGER)\n" in place.run("check", "--chain", status=1)


def not_meant():
    place = Meant()
    (place.environment / "schema.mako").unlink()
    output = place.run("check", "--chain", status=1)
    assert output.startswith("aludel: check: there is no schema to compare with: write it to 'schema.mako'"), output
    place.mean("CREATE INDEX i ON nowhere (x);")
    assert "there is no table 'nowhere' at this point" in place.run("check", "--chain", status=1)


CHECKS = [at_first, hooks_and_rows, as_written, not_looked_at, both_databases, not_meant]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

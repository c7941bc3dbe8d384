"""`aludel revision --autogenerate` and `aludel diff` as commands.

command.py [names of checks…]
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "cli_generator"))
from place import Place, run_checks  # noqa: E402

MEANT = '<%\nop.create_table("books", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("title", sa.Text()))\n%>\n'
NOTHING = "No new upgrade operations detected.\n"


class Meant(Place):
    """No migration, and a schema that is meant."""

    def __init__(self, text=MEANT, dialects="sqlite"):
        super().__init__()
        (self.environment / "versions" / "a1_x.mako").unlink()
        self.settings(f"[aludel]\ndialects = {dialects}\nurl = sqlite:///app.db\n")
        self.mean(text)

    def mean(self, text):
        (self.environment / "schema.mako").write_text(text)

    def generate(self, id, *arguments):
        output = self.run("revision", "--autogenerate", "-m", id, "--rev-id", id, *arguments)
        found = list((self.environment / "versions").glob(f"{id}_*"))
        return output, found[0].read_text() if found else ""


def at_first():
    """No database is there: the chain says what would be in it; then the database says it."""
    place = Meant()
    output, text = place.generate("a1")
    instead = "INFO  [aludel.autogenerate] Compared with what the migrations make: sqlite:///app.db isn't there\n"
    detected = "INFO  [aludel.autogenerate] Detected added table 'books'\n"
    assert output == f"  Generating versions/a1_a1.mako ...  done\n{instead}{detected}", output
    assert 'op.create_table(\n    "books",\n' in text and 'op.drop_table("books")' in text, text
    assert place.generate("b1")[0] == NOTHING + instead and not (place.environment / "app.db").exists()
    place.run("upgrade", "head")
    assert place.generate("b1")[0] == NOTHING
    assert place.run("check") == NOTHING
    assert place.run("fmt", "--check") == ""


def behind():
    """A database that isn't at the head would be taken there twice."""
    place = Meant()
    place.generate("a1")
    (place.environment / "app.db").touch()
    output = place.run("revision", "--autogenerate", "-m", "x", status=1)
    assert "Target database is not up to date." in output, output


def renamed():
    place = Meant()
    place.generate("a1")
    place.run("upgrade", "head")
    place.mean(MEANT.replace("title", "name").replace('"books"', '"works"'))
    output, text = place.generate("b1", "--rename", "books:works", "--rename", "books.title:name")
    assert 'op.rename_table("books", "works")' in text and 'new_column_name="name"' in text and "destructive" not in text, text
    assert "Detected renamed table 'books' to 'works'\n" in output, output
    place.run("upgrade", "head")
    assert place.run("check") == NOTHING
    place.run("downgrade", "a1")
    assert place.run("diff", "sqlite:///app.db", "a1") == ""
    for rename, said in (("books.title:other.name", "'books.title:other.name': a column can't be renamed into another table"),
                         ("books", "'books' isn't a rename"), (":x", "':x' isn't a rename"), ("nothing:x", "nothing")):
        assert said in place.run("diff", "a1", "schema.mako", "--rename", rename, status=1), rename


def not_meant():
    place = Meant()
    (place.environment / "schema.mako").unlink()
    output = place.run("revision", "--autogenerate", status=1)
    assert output.startswith("aludel: revision: there is no schema to compare with: write it to 'schema.mako'"), output
    place.mean("CREATE INDEX i ON nowhere (x);")
    assert "schema.mako:1:1: error: there is no table 'nowhere' at this point" in place.run("revision", "--autogenerate", status=1)
    output = place.run("revision", "--autogenerate", "--sql", status=2)
    assert output == "aludel: revision: --autogenerate writes directives, so --sql can't be with it\n", output
    assert not list((place.environment / "versions").iterdir())


def by_script():
    """script.mako has to show it."""
    place = Meant()
    script = place.environment / "script.mako"
    script.write_text("<%text><%!</%text>\nrevision = ${up_revision | literal}\ndown_revision = None\n<%text>%>\n"
                      '<%def name="upgrade()"></%text>\n${upgrades}<%text></%def>\n<%def name="downgrade()"></%text>\n'
                      "${downgrades}<%text></%def></%text>\n")
    assert 'op.create_table(\n    "books",\n' in place.generate("a1")[1]
    (place.environment / "versions" / "a1_a1.mako").unlink()
    script.write_text(script.read_text().replace("${upgrades}", ""))
    output = place.run("revision", "--autogenerate", status=1)
    assert "script.mako:1:1: error: this template leaves out what the new migration does" in output, output


def sides():
    """diff: of a revision, the schema that is meant, a database, nothing."""
    place = Meant()
    place.generate("a1")
    place.mean(MEANT + "CREATE VIEW v AS SELECT id FROM books;\n")
    assert place.run("diff", "a1", "schema.mako") == "CREATE VIEW v AS SELECT id FROM books;\n"
    assert place.run("diff", "a1", "schema.mako", "--downgrade") == '<%\nop.drop_view("v")\n%>\n'
    whole = place.run("diff", "base", "schema.mako")
    place.mean(whole)
    assert place.run("diff", "base", "schema.mako") == whole and "sa.Column(\"title\", sa.Text())" in whole, whole
    said = "aludel: diff: of which two? Each is a URL, a file (.mako, .sql), or a revision\n"
    assert place.run("diff", "a1", status=2) == said
    assert "Can't locate revision identified by 'zz'" in place.run("diff", "zz", "schema.mako", status=1)


def files():
    """Any file may be a side; its paths are the shell's, and its errors have them."""
    place = Meant()
    place.generate("a1")
    old, bare = place.top / "old", place.top / "bare"
    old.mkdir(), bare.mkdir()
    (old / "schema.sql").write_text("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);")
    (old / "later.mako").write_text(MEANT + "CREATE VIEW v AS SELECT id FROM books;\n")
    made = "CREATE VIEW v AS SELECT id FROM books;\n"
    for one in ("a1", "schema.mako", "./schema.mako", "../old/schema.sql", str(old / "schema.sql")):
        assert place.run("diff", one, "../old/later.mako") == made, one
        assert place.run("diff", "../old/later.mako", one, "--downgrade") == made, one
    assert place.run("diff", "base", "schema.mako", "-C", "../db", folder=bare) == place.run("diff", "base", "./schema.mako")
    assert place.run("diff", "../old/schema.sql", "../old/later.mako", "--url", "sqlite://", folder=bare) == made
    output = place.run("diff", "../old/schema.sql", "../old/later.mako", folder=bare, status=2)
    assert output == ("aludel: diff: of which kind of database are they? There is no environment here that says it: "
                      "--url sqlite://, or that of a server\n"), output
    (old / "bad.mako").write_text("CREATE INDEX i ON nowhere (x);")
    assert "../old/bad.mako:1:1: error: there is no table 'nowhere'" in place.run("diff", "base", "../old/bad.mako", status=1)
    assert place.run("diff", "a1", "../no.sql", status=1) == "aludel: diff: there is no file '../no.sql'\n"
    for name in ("../old", "aludel.ini"):
        output = place.run("diff", name, "base", status=1)
        assert output == (f"aludel: diff: '{name}' is no file whose name ends in .sql or .mako; an SQLite database is named "
                          f"by its URL, sqlite:///{name}\n"), output


def both_databases():
    """What is found on one is written so that it runs on the other."""
    place = Meant(MEANT.replace("sa.Text()", "postgresql.JSONB(), server_default=sa.func.now()"), "sqlite postgresql")
    output, text = place.generate("a1")
    assert place.run("lint") == "" and re.search(r"INFO .* added table 'books'", output), output
    assert 'sa.Column("title", postgresql.JSONB(), server_default=sa.func.now())' in text, text
    for arguments in ("upgrade", "head"), ("downgrade", "base"), ("upgrade", "head"):
        place.run("-q", *arguments)
    assert place.run("check") == NOTHING


def newer():
    """Its exit status is the program's that was asked."""
    place = Meant()
    place.write("a1", None)
    place.write("b1", "a1")
    place.run("-q", "upgrade", "head")
    (place.environment / "versions" / "b1_x.mako").unlink()
    for words in ("revision", "--autogenerate"), ("inspect", "--check-heads"), ("check",):
        assert "FAILED: Can't locate revision identified by 'b1'" in place.run(*words, status=3), words


def two_heads():
    """That is all that is said, before who sits there is asked; where there is nothing to make it is no matter."""
    place = Meant()
    place.write("a1", None)
    place.write("b1", None)
    place.run("-q", "upgrade", "heads")
    output = place.run("revision", "--autogenerate", status=1)
    assert output.startswith("error: Multiple heads are present") and "Detected" not in output and "--rename" not in output, output
    place.mean("CREATE TABLE a1 (x INTEGER);\nCREATE TABLE b1 (x INTEGER);\n")
    assert place.run("revision", "--autogenerate") == NOTHING


def remarks_once():
    """What can't be reached either way is said once."""
    place = Meant("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);\n")
    place.generate("a1")
    place.run("-q", "upgrade", "head")
    place.mean("CREATE TABLE t (a BIGINT PRIMARY KEY, b INTEGER);\n")
    output = place.run("revision", "--autogenerate", "--rev-id", "b1")
    assert output.count("column t.a stays INTEGER") == 1, output


CHECKS = [newer, two_heads, remarks_once, at_first, behind, renamed, not_meant, by_script, sides, files, both_databases]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

"""Was it renamed? Asked on a terminal, told without one, never guessed.

renames.py [names of checks…]
"""
import os
import pty
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from command import NOTHING, Meant  # noqa: E402
from place import ALUDEL, run_checks  # noqa: E402

COLUMNS = ['sa.Column("id", sa.Integer(), primary_key=True)', 'sa.Column("title", sa.Text())', 'sa.Column("pages", sa.Integer())']
END_OF_INPUT = b"\x04"


def table(name, *columns):
    return f'<%\nop.create_table("{name}", {", ".join(columns)})\n%>\n'


class Library(Meant):
    """A chain that makes `books`."""

    def __init__(self):
        super().__init__(table("books", *COLUMNS))
        self.generate("a1")

    def on_a_terminal(self, answers, *arguments, status=0, **variables):
        """What is shown while the questions get these answers; all of them must have been asked."""
        master, slave = pty.openpty()
        process = subprocess.Popen([ALUDEL, "revision", "--autogenerate", "-m", "b1", "--rev-id", "b1", *arguments], stdin=slave,
                                   stdout=slave, stderr=slave, cwd=self.environment, env={**self.variables, "CI": "", **variables})
        os.close(slave)
        shown, left = b"", list(answers)
        while True:
            try:
                piece = os.read(master, 1000)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if shown.endswith(b"[y/N] "):
                os.write(master, left.pop(0).encode() + b"\n" if left else END_OF_INPUT)
        os.close(master)
        assert process.wait(timeout=60) == status and not left, shown
        found = list((self.environment / "versions").glob("b1_*"))
        return shown.decode().replace("\r\n", "\n"), found[0].read_text() if found else ""

    def reaches(self):
        assert self.run("check", "--chain") == NOTHING


def column():
    place = Library()
    place.mean(table("books", COLUMNS[0], 'sa.Column("name", sa.Text())', COLUMNS[2]))
    shown, text = place.on_a_terminal(["y"])
    assert "Is column books.title renamed to books.name? [y/N] y\n" in shown, shown
    assert 'op.alter_column("books", "title"' in text and 'new_column_name="name"' in text and "destructive" not in text, text
    place.reaches()


def refused():
    """Whatever isn't a yes is a no; then another one is asked about."""
    for answer in ("", "n", "no", "x", "never"):
        place = Library()
        place.mean(table("books", COLUMNS[0], 'sa.Column("name", sa.Text())', COLUMNS[2]))
        shown, text = place.on_a_terminal([answer])
        assert "op.drop_column" in text and "op.add_column" in text, shown
    place = Library()
    place.mean(table("books", COLUMNS[0], 'sa.Column("label", sa.Text())', 'sa.Column("name", sa.Text())', COLUMNS[2]))
    shown, text = place.on_a_terminal(["n", "Yes"])
    assert "books.title renamed to books.label? [y/N] n\n" in shown and "books.title renamed to books.name? [y/N] Yes\n" in shown, shown
    assert 'new_column_name="name"' in text and "op.drop_column" not in text.partition("downgrade()")[0], text
    place.reaches()


def table_and_columns():
    """Of a table that was renamed the columns are asked about, too."""
    place = Library()
    place.mean(table("works", COLUMNS[0], 'sa.Column("name", sa.Text())', COLUMNS[2]))
    shown, text = place.on_a_terminal(["y", "y"])
    assert "Is table books renamed to works? [y/N] y\n" in shown and "Is column books.title renamed to works.name? [y/N]" in shown, shown
    assert 'op.rename_table("books", "works")' in text and "destructive" not in text, text
    place.reaches()


def nothing_alike():
    """Other types, other columns: nothing is asked, nothing is told."""
    place = Library()
    place.mean(table("others", 'sa.Column("name", sa.Text())', 'sa.Column("size", sa.Integer())', 'sa.Column("x", sa.Text())'))
    assert "renamed" not in place.on_a_terminal([])[0]
    place = Library()
    place.mean(table("books", *COLUMNS[:2], 'sa.Column("at", sa.DateTime())'))
    assert "renamed" not in place.on_a_terminal([])[0]


def told():
    """Without a terminal, and in CI."""
    place = Library()
    place.mean(table("books", COLUMNS[0], 'sa.Column("name", sa.Text())', COLUMNS[2]))
    remark = "INFO  [aludel.autogenerate] If column 'books.title' is 'books.name' now: --rename books.title:books.name\n"
    shown, text = place.on_a_terminal([], CI="true")
    assert remark in shown and "op.drop_column" in text, shown
    (place.environment / "versions" / "b1_b1.mako").unlink()
    assert remark in place.generate("b1")[0]
    (place.environment / "versions" / "b1_b1.mako").unlink()
    output, text = place.generate("b1", "--rename", "books.title:books.name")
    assert "If column" not in output and 'new_column_name="name"' in text, output
    place.reaches()
    place = Library()
    place.mean(table("works", *COLUMNS))
    assert "If table 'books' is 'works' now: --rename books:works\n" in place.generate("b1")[0]


def no_answer():
    place = Library()
    place.mean(table("works", *COLUMNS))
    shown, text = place.on_a_terminal([], status=1)
    assert shown.endswith("aludel: revision: no answer came; nothing was written\n") and not text, shown


CHECKS = [column, refused, table_and_columns, nothing_alike, told, no_answer]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

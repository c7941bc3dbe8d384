"""`aludel inspect`: a database as a schema.mako has it, with an environment and without one.

inspected.py [names of checks…]
"""
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "cli_generator"))
from place import ALUDEL, Place, run_checks  # noqa: E402

SHOP = """CREATE TABLE kinds (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE books (id INTEGER PRIMARY KEY, kind INTEGER REFERENCES kinds (id), price NUMERIC(8, 2) DEFAULT 1);
CREATE INDEX books_kind ON books (kind);
CREATE VIEW dear AS SELECT id FROM books WHERE price > 10;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
"""
NOTHING = "No new upgrade operations detected.\n"


class Shop(Place):
    """A database, beside an environment without migrations; scratch places are made in a folder of their own."""

    def __init__(self, sql=SHOP, dialects="sqlite"):
        super().__init__()
        (self.environment / "versions" / "a1_x.mako").unlink()
        self.settings(f"[aludel]\ndialects = {dialects}\nurl = sqlite:///app.db\n")
        self.scratch = self.top / "scratch"
        self.elsewhere = self.top / "elsewhere"
        for folder in (self.scratch, self.elsewhere):
            folder.mkdir()
        self.variables["TMPDIR"] = str(self.scratch)
        self.url = f"sqlite:///{self.environment}/app.db"
        connection = sqlite3.connect(self.environment / "app.db")
        connection.executescript(sql)
        connection.close()

    def run(self, *arguments, **how):
        output = super().run(*arguments, **how)
        assert not list(self.scratch.iterdir()), list(self.scratch.iterdir())
        return output


def is_the_target():
    """What it prints is a schema.mako in the one layout, and the one of the database."""
    shop = Shop()
    text = shop.run("inspect")
    assert 'op.create_index("books_kind", "books", ["kind"])' in text and "alembic_version" not in text, text
    (shop.environment / "schema.mako").write_text(text)
    assert shop.run("fmt", "--check", "schema.mako") == "" == shop.run("lint")
    assert shop.run("check") == NOTHING == shop.run("revision", "--autogenerate")
    assert shop.run("inspect", "--target") == text
    shop.run("revision", "--autogenerate", "-m", "all", "--url", "sqlite:///new.db")
    assert shop.run("inspect", "--chain") == text and shop.run("check", "--chain") == NOTHING


def ways_to_name_it():
    shop = Shop()
    text = shop.run("inspect")
    for words in (["inspect", shop.url], ["inspect", "--url", shop.url], ["--url", shop.url, "inspect"],
                  ["-C", str(shop.environment), "inspect", shop.url], ["-q", "inspect"]):
        assert shop.run(*words) == text, words
    config = shop.top / "other.ini"
    config.write_text(f"[aludel]\nurl = {shop.url}\nexclude = books dear\n")
    assert "books" not in shop.run("-c", str(config), "-C", str(shop.environment), "inspect", folder=shop.elsewhere)


def without_an_environment():
    """An empty one is made for it, of which nothing stays; and none is needed where this one is for another database."""
    shop = Shop()
    text = shop.run("inspect")
    assert shop.run("inspect", shop.url, folder=shop.elsewhere) == text
    assert shop.run("inspect", shop.url, "--sql", folder=shop.elsewhere) == shop.run("inspect", "--sql")
    assert not list(shop.elsewhere.iterdir())
    shop.settings("[aludel]\ndialects = postgresql\nversion_table = kinds\n")
    assert '"kinds",\n' not in shop.run("inspect", shop.url), "its own version table is left out"
    output = shop.run("inspect", folder=shop.elsewhere, status=1)
    assert "neither aludel.ini, alembic.ini nor versions/ is there" in output, output


def compared_without_an_environment():
    shop, other = Shop(), Shop(SHOP.replace("CREATE VIEW dear", "CREATE TABLE more (x TEXT); CREATE VIEW dear"))
    assert shop.run("diff", shop.url, shop.url, folder=shop.elsewhere) == ""
    assert shop.run("diff", "base", shop.url, folder=shop.elsewhere) == shop.run("inspect")
    made = shop.run("diff", shop.url, other.url, folder=shop.elsewhere)
    assert made == '<%\nop.create_table(\n    "more",\n    sa.Column("x", sa.Text()),\n)\n%>\n', made
    assert "there is no file 'schema.mako'" in shop.run("diff", shop.url, "schema.mako", folder=shop.elsewhere, status=1)
    (shop.elsewhere / "schema.mako").write_text(shop.run("inspect", other.url))
    assert shop.run("diff", shop.url, "schema.mako", folder=shop.elsewhere) == made
    assert "neither aludel.ini" in shop.run("diff", shop.url, "a1", folder=shop.elsewhere, status=1)


def in_a_broken_environment():
    """It isn't needed; its settings hold, which must be right: one of them may leave tables out."""
    shop = Shop()
    text = shop.run("inspect")
    (shop.environment / "versions" / "a1_x.mako").write_text("<% op.nothing( %>")
    assert shop.run("inspect", shop.url) == text and shop.run("inspect", shop.url, "--sql").startswith("-- sqlite\n")
    assert shop.run("diff", shop.url, shop.url) == "" and shop.run("diff", "base", shop.url) == text
    shop.settings("[aludel]\ndialects = sqlite\nexclude = dear\n")
    assert "dear" not in shop.run("inspect", shop.url)
    for line in "wait = never", "nonsense":
        shop.settings(f"[aludel]\ndialects = sqlite\n{line}\nexclude = dear\n")
        output = shop.run("inspect", shop.url, status=1)
        assert "aludel.ini:3" in output and " error: " in output and "books" not in output, output


def forms():
    shop = Shop()
    text = shop.run("inspect", "--sql")
    assert text.startswith("-- sqlite\n\nCREATE TABLE ") and "CREATE VIEW dear" in text, text
    parts = json.loads(shop.run("inspect", "--json"))
    assert [p["name"] for p in parts if p["kind"] == "view"] == ["dear"], parts
    assert all(list(part) == ["kind", "schema", "table", "name", "sql"] for part in parts), parts
    assert "-- sqlite\n\n" + ";\n\n".join(part["sql"] for part in parts) + ";\n" == text
    (shop.environment / "schema.sql").write_text("CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT);")
    for words, side in ((["check"], "database"), (["check", "--chain"], "chain")):
        said = json.JSONDecoder().raw_decode(shop.run(*words, "--json", status=1))[0]
        assert list(said) == ["differences", "error"] and said["error"]["code"] == "changed", said
        names = ["difference", "kind", "schema", "table", "name", "target", side]
        assert all(list(difference) == names for difference in said["differences"]), said
    (shop.environment / "schema.sql").unlink()
    assert json.loads(shop.run("--json", "inspect", shop.url, folder=shop.elsewhere)) == parts
    empty = Shop("CREATE TABLE alembic_version (version_num TEXT);")
    assert empty.run("inspect") == "" and empty.run("inspect", "--sql") == "-- sqlite\n"
    assert empty.run("inspect", "--chain", "--sql") == "-- sqlite\n"


def refused():
    shop = Shop()
    for words, status, said in (
            (["inspect", "app.db"], 2, "inspect: 'app.db' is no URL: sqlite:///FILE, postgresql://HOST/NAME"),
            (["inspect", "sqlite:///none.db"], 1, "there is no file 'none.db'"),
            (["inspect", shop.url, "--url", shop.url], 2, "inspect: of which database? One URL is enough"),
            (["inspect", "--sql", "--json"], 2, "inspect: --sql or --json? There is one form to print it in"),
            (["inspect", "--target", "--chain"], 2, "inspect: --target or --chain? There is one schema to inspect"),
            (["inspect", "mysql://root:secret@here/x"], 1, "no driver for 'mysql': 'mysql://root:***@here/x'")):
        output = shop.run(*words, status=status)
        assert said in output and "secret" not in output, output
    assert not (shop.environment / "none.db").exists()
    shop.variables["XDG_CACHE_HOME"] = "/proc"
    output = Place.run(shop, "inspect", shop.url, folder=shop.elsewhere, status=1)
    assert "aludel: can't write '/proc/aludel/" in output and "(XDG_CACHE_HOME names another place)" in output, output


def interrupted():
    """Ctrl-C while it waits for a database that another one has locked."""
    shop = Shop()
    holder = sqlite3.connect(shop.environment / "app.db")
    holder.execute("BEGIN EXCLUSIVE")
    process = subprocess.Popen([ALUDEL, "inspect", shop.url], cwd=shop.elsewhere, env=shop.variables, start_new_session=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until = time.monotonic() + 30
    while not list(shop.top.glob("cache/aludel/*/bin/*")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    output = process.communicate(timeout=30)[0]
    holder.close()
    assert process.returncode in (1, 130) and not list(shop.scratch.iterdir()), (process.returncode, output)


def kept():
    """What it is asked through is compiled once, for each kind of database and each choice of settings."""
    shop = Shop()
    calls = shop.top / "calls"
    (shop.top / "cc").write_text(f'#!/bin/sh\necho >>"{calls}"\nexec cc "$@"\n')
    (shop.top / "cc").chmod(0o755)
    shop.variables["CC"] = str(shop.top / "cc")
    count = lambda: len(calls.read_text())  # noqa: E731
    text = shop.run("inspect", shop.url, folder=shop.elsewhere)
    first = count()
    assert "books_kind" in text and first > 0
    other = Shop()
    assert shop.run("inspect", other.url, folder=shop.elsewhere) == text and count() == first
    assert "books_kind" in shop.run("diff", "base", shop.url, folder=shop.elsewhere) and count() == first
    assert "Generating" in shop.run("init", "--from", shop.url, "begun", folder=shop.elsewhere)


def unseen_password():
    """Whoever lists processes sees none while it waits for a server, here one that never answers."""
    shop = Shop()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        url = f"postgresql://me:secret@127.0.0.1:{server.getsockname()[1]}/shop"
        for words in (["inspect", url], [f"--url={url}", "inspect"], ["init", "--from", url, "new"]):
            process = subprocess.Popen([ALUDEL, *words], cwd=shop.elsewhere, env=shop.variables, start_new_session=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            connection = server.accept()[0]
            seen = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
            os.killpg(process.pid, signal.SIGINT)
            connection.close()
            output = process.communicate(timeout=30)[0]
            assert b"secret" not in seen and b"me:***@127.0.0.1" in seen and "secret" not in output, (words, seen, output)


def on_either_side():
    shop = Shop()
    for words in (["-q", "check"], ["check", "-q"], ["check", "--url", shop.url], ["--url", shop.url, "check", "--json"]):
        assert "no schema is compiled in beside them" in shop.run(*words, status=1), words
    shop.write("a1", None)
    for words in (["inspect", "-c"], ["inspect", "--check-heads", "--sql"]):
        assert "Target database is not up to date." in shop.run(*words, status=1), words


CHECKS = [is_the_target, ways_to_name_it, without_an_environment, compared_without_an_environment, in_a_broken_environment, forms,
          refused, interrupted, kept, unseen_password, on_either_side]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

"""inspect, init --from, check --chain and the choice of schemas on a PostgreSQL server.

server.py [names of checks…]
"""
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from inspected import NOTHING, Shop, run_checks  # noqa: E402
from place import ALUDEL  # noqa: E402
from tools.postgres import PrivatePostgres  # noqa: E402

SQL = """CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE kinds (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x' CHECK (name <> ''));
CREATE TABLE books (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind INTEGER REFERENCES kinds (id) ON DELETE CASCADE, m mood);
CREATE INDEX books_kind ON books (kind) WHERE kind > 0;
CREATE VIEW good AS SELECT id FROM books WHERE m = 'good';
"""
VERSIONS = "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY);"
LEFT = "SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE nspname LIKE 'aludel%'"


class Server(Shop):
    """A database on it."""

    def __init__(self, sql=""):
        super().__init__("")
        self.database = SERVER.new_database()
        self.url = SERVER.url_of(self.database)
        self.settings("[aludel]\ndialects = postgresql\nurl_env = SHOP_URL\n")
        self.variables["SHOP_URL"] = self.url
        self.psql(sql or "SELECT 1")

    def psql(self, sql):
        return SERVER.psql(sql, self.database)

    def run(self, *arguments, **how):
        output = super().run(*arguments, **how)
        assert self.psql(LEFT).strip() == "", self.psql(LEFT)
        return output


def wait_for(condition):
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def inspected():
    shop = Server(SQL)
    text = shop.run("inspect")
    assert 'sa.Column("m", ' in text and "mood" in text, text
    (shop.environment / "schema.mako").write_text(text)
    assert shop.run("fmt", "--check", "schema.mako") == ""
    assert shop.run("check") == NOTHING == shop.run("revision", "--autogenerate")
    assert shop.run("inspect", shop.url, folder=shop.elsewhere) == text
    shop.settings("[aludel]\ndialects = sqlite\n")
    assert shop.run("inspect", shop.url) == text


def of_two_kinds():
    shop = Server(SQL)
    shop.settings("[aludel]\ndialects = sqlite postgresql\n")
    output = shop.run("diff", f"sqlite:///{shop.environment}/app.db", shop.url, status=1)
    assert output == "aludel: diff: one is of SQLite and the other of PostgreSQL: each has types of its own\n", output


def baseline():
    shop = Server(SQL + VERSIONS + "INSERT INTO alembic_version VALUES ('1975ea83b712');")
    output = shop.run("init", "--from", shop.url, "new", folder=shop.top)
    assert "That database is at its head already: 1975ea83b712" in output, output
    new = shop.top / "new"
    settings = (new / "aludel.ini").read_text()
    assert "\ndialects = postgresql\n" in settings and "\nurl = " not in settings, settings
    assert shop.run("--url", shop.url, "current", folder=new) == "1975ea83b712 (head)\n"
    other = Server()
    shop.run("-q", "--url", other.url, "upgrade", "head", folder=new)
    assert shop.run("inspect", other.url, "--sql") == shop.run("inspect", "--sql")
    shop.run("-q", "--url", other.url, "downgrade", "base", folder=new)
    assert shop.run("inspect", other.url) == ""
    output = shop.run("init", "--from", f"{shop.url}&password=secret", "plain", "-t", "generic", folder=shop.top)
    written = "".join(p.read_text() for p in (shop.top / "plain").rglob("*") if p.is_file())
    assert "secret" not in output + written and "# url = postgresql://" in written, output + written
    assert "\ndialects = postgresql\n" in (shop.top / "plain" / "aludel.ini").read_text()


def chain():
    """What migrations do to rows and sequences isn't done on a server that others use."""
    shop = Server("CREATE SEQUENCE live START 500;")
    (shop.environment / "schema.mako").write_text("CREATE TABLE t (id integer);\n")
    (shop.environment / "versions" / "a1_a.mako").write_text(
        '<%! revision = "a1"; down_revision = None %>\n<%def name="upgrade()">\n'
        "CREATE TABLE t (id integer);\nSELECT setval('live', 1);\n</%def>\n")
    for command in ("check", "inspect"):
        output = shop.run(command, "--chain", "--url", shop.url, status=1)
        assert "on PostgreSQL the migrations aren't run on a server that others use" in output, output
        assert "aludel test --url URL runs them there, in databases of their own" in output, output
    assert shop.psql("SELECT nextval('live')").strip() == "500"


def revisions():
    """diff builds them in databases of their own, of which none stays."""
    shop = Server("CREATE SEQUENCE live START 500;")
    for id, down, sql in (("a1", None, "CREATE TABLE t (id integer);\nCREATE SEQUENCE live;\nSELECT setval('live', 7);"),
                          ("b1", "a1", "% with op.autocommit():\nCREATE INDEX CONCURRENTLY t_n ON t (id);\n% endwith")):
        (shop.environment / "versions" / f"{id}_x.mako").write_text(
            f'<%! revision = "{id}"; down_revision = {down and repr(down)} %>\n<%def name="upgrade()">\n{sql}\n</%def>\n')
    (shop.environment / "schema.mako").write_text("CREATE TABLE t (id integer, m text);\nCREATE SEQUENCE live;\n")
    (shop.top / "there.sql").write_text("CREATE TABLE t (id integer);\nCREATE SEQUENCE live;\nCREATE INDEX t_n ON t (id);\n")
    named = ["--url", shop.url]
    assert shop.run("diff", "a1", "schema.mako", *named) == '<%\nop.add_column("t", sa.Column("m", sa.Text()))\n%>\n'
    assert shop.run("diff", "heads", "../there.sql", *named) == "" == shop.run("diff", "../there.sql", "b1", *named)
    assert shop.run("diff", "a1", "b1", *named) == '<%\nop.create_index("t_n", "t", ["id"])\n%>\n'
    assert 'op.drop_table("t")' in shop.run("diff", "b1", shop.url, *named)
    left = shop.psql("SELECT nextval('live'), to_regclass('t')").strip()
    assert left == "500|", left
    for words in ("a1", "schema.mako"), ("a1", shop.url), (shop.url, "a1"):  # whoever is compared with isn't asked to lend one
        output = shop.run("diff", *words, status=1)
        assert output == ("aludel: diff: 'a1' is built on a PostgreSQL server, in a database of its own: --url names one (roles, and whatever "
                          "else isn't of one database, would stay there)\n"), output
    output = shop.run("diff", shop.url, "a1", "--url", "postgresql://nobody@127.0.0.1:1/none", status=1)
    assert "127.0.0.1" in output, output
    shop.psql("CREATE ROLE poor LOGIN")
    output = shop.run("diff", "a1", "base", "--url", re.sub(r"user=\w+", "user=poor", shop.url), status=1)
    assert output.startswith("aludel: diff: migrations are tried out in databases of their own, and poor may not create any\n"), output
    assert "Can't locate revision identified by 'zz'" in shop.run("diff", "zz", "base", *named, status=1)
    assert SERVER.psql("SELECT count(*) FROM pg_database WHERE datname LIKE 'aludel%'").strip() == "0"


def killed():
    """The database that a revision is built in goes with whoever is killed."""
    shop = Server()
    (shop.environment / "versions" / "a1_x.mako").write_text(
        '<%! revision = "a1"; down_revision = None %>\n<%def name="upgrade()">\nSELECT pg_sleep(60);\n</%def>\n')
    process = subprocess.Popen([ALUDEL, "diff", "base", "a1", "--url", shop.url], cwd=shop.environment, env=shop.variables,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    count = lambda: SERVER.psql(  # noqa: E731
        "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'aludel%' AND query LIKE '%pg_sleep%'").strip()
    left = lambda: SERVER.psql("SELECT count(*) FROM pg_database WHERE datname LIKE 'aludel%'").strip()  # noqa: E731
    wait_for(lambda: count() == "1")
    process.kill()
    wait_for(lambda: left() == "0")
    output = process.communicate(timeout=30)[0]
    assert process.returncode == -signal.SIGKILL and not list(shop.scratch.iterdir()), output


def schemas():
    """Further schemas; patterns with a schema; what is left out, and foreign keys that lead there."""
    shop = Server(SQL + 'CREATE SCHEMA audit; CREATE TABLE audit.log (id INT PRIMARY KEY, book BIGINT REFERENCES books);'
                        'CREATE TABLE audit.tmp_x (x INT); CREATE TABLE "Odd, one" (x INT REFERENCES audit.log);')
    plain = "[aludel]\ndialects = postgresql\nurl_env = SHOP_URL\n"
    assert "tmp_x" not in shop.run("inspect")
    shop.settings(plain + "include_schemas = audit missing\n")
    text = shop.run("inspect")
    assert 'op.create_schema("audit")' in text and 'schema="audit"' in text and "tmp_x" in text, text
    (shop.environment / "schema.mako").write_text(text)
    assert shop.run("check") == NOTHING == shop.run("revision", "--autogenerate")
    shop.settings(plain + "include_schemas = audit\nexclude = audit.tmp_* Odd*\n")
    assert "tmp_x" not in shop.run("inspect") and shop.run("check") == NOTHING
    shop.settings(plain + "include_schemas = audit\nexclude = audit.log\n")
    text = shop.run("inspect")
    assert '"Odd, one"' in text and "log" not in text and "ForeignKey(\"audit" not in text, text
    shop.settings(plain + "include_schemas = audit\ninclude = audit.*\n")
    text = shop.run("inspect")
    assert '"log"' in text and '"kinds"' not in text, text
    assert "there is no schema 'missing'" in shop.run("inspect", "--schema", "missing", status=1)


def baseline_of_schemas():
    shop = Server("CREATE SCHEMA audit; CREATE TABLE audit.log (id INT PRIMARY KEY); CREATE TABLE t (log INT REFERENCES audit.log);")
    shop.run("init", "--from", shop.url, "new", "--include-schema", "audit", folder=shop.top)
    new, other = shop.top / "new", Server()
    assert "\ninclude_schemas = audit\n" in (new / "aludel.ini").read_text()
    shop.run("-q", "--url", other.url, "upgrade", "head", folder=new)
    schema = shop.run("--url", shop.url, "inspect", folder=new)
    assert 'op.create_schema("audit")' in schema and shop.run("--url", other.url, "inspect", folder=new) == schema
    output = shop.run("init", "no", "--include-schema", "Odd Schema", "--from", shop.url, folder=shop.top, status=1)
    assert output == ("aludel: init: --include-schema 'Odd Schema': the setting include_schemas holds names without blanks and commas; "
                      "ALTER SCHEMA … RENAME TO … gives it one\n"), output
    for words, status, said in ((["--from", "sqlite:///x.db"], 1, "init: --include-schema is for PostgreSQL's databases"),
                                ([], 2, "init: --include-schema goes with --from")):
        output = shop.run("init", "no", "--include-schema", "a", *words, folder=shop.top, status=status)
        assert output == f"aludel: {said}\n", output


CHECKS = [inspected, of_two_kinds, baseline, chain, revisions, killed, schemas, baseline_of_schemas]

if __name__ == "__main__":
    with PrivatePostgres() as SERVER:
        sys.exit(run_checks(CHECKS))

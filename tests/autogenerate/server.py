"""inspect, init --from, check --chain and the choice of schemas on a PostgreSQL server.

server.py [names of checks…]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from inspected import NOTHING, Shop, run_checks  # noqa: E402
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
    for words, status, said in ((["--from", "sqlite:///x.db"], 1, "init: --include-schema is for PostgreSQL's databases"),
                                ([], 2, "init: --include-schema goes with --from")):
        output = shop.run("init", "no", "--include-schema", "a", *words, folder=shop.top, status=status)
        assert output == f"aludel: {said}\n", output


CHECKS = [inspected, of_two_kinds, baseline, chain, schemas, baseline_of_schemas]

if __name__ == "__main__":
    with PrivatePostgres() as SERVER:
        sys.exit(run_checks(CHECKS))

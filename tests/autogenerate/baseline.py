"""`aludel init --from URL`: an environment for a database that is there.

baseline.py [names of checks…]
"""
import os
import pathlib
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
from inspected import NOTHING, SHOP, Shop, run_checks  # noqa: E402

ALEMBIC = """import sqlalchemy as sa
from alembic import context
with sa.create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
MIGRATION = '''"""{id}"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{id}", {down}
def upgrade():
    op.create_table("{table}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.String(20)))
'''


def rows(shop, sql, name="app.db"):
    connection = sqlite3.connect(shop.environment / name)
    found = connection.execute(sql).fetchall()
    connection.commit()
    connection.close()
    return found


def versions(shop, *ids):
    for id in ids:
        rows(shop, f"INSERT INTO alembic_version VALUES ('{id}')")


def made(shop, *arguments, folder="new"):
    return shop.run("init", "--from", shop.url, folder, *arguments, folder=shop.top)


def built_anew(shop, folder="new", to="heads"):
    """An empty database gets the same schema, and gives it back."""
    new = shop.top / folder
    schema = shop.run("inspect", shop.url)
    shop.run("-q", "--url", "sqlite:///other.db", "upgrade", to, folder=new)
    assert shop.run("inspect", "sqlite:///other.db", folder=new) == schema
    (new / "schema.mako").write_text(schema)
    assert shop.run("check", folder=new) == NOTHING == shop.run("check", "--chain", folder=new)
    assert shop.run("revision", "--autogenerate", folder=new) == NOTHING
    shop.run("-q", "--url", "sqlite:///other.db", "downgrade", "base", folder=new)
    assert shop.run("inspect", "sqlite:///other.db", folder=new) == ""
    return schema


def at_head_at_once():
    """Its id is the one that the version table holds, and nothing is done to the database."""
    shop = Shop()
    versions(shop, "1975ea83b712")
    before = (shop.environment / "app.db").read_bytes()
    output = made(shop)
    assert (shop.environment / "app.db").read_bytes() == before
    assert "Generating new/versions/1975ea83b712_baseline.mako ...  done\n" in output, output
    assert "  That database is at its head already: 1975ea83b712\n" in output, output
    new = shop.top / "new"
    assert shop.run("current", folder=new) == "1975ea83b712 (head)\n" and shop.run("upgrade", "head", folder=new) == ""
    assert shop.run("fmt", "--check", folder=new) == "" == shop.run("lint", folder=new)
    settings = (new / "aludel.ini").read_text()
    assert f"\nurl = {shop.url}\n" in settings and "\ndialects = sqlite\n" in settings, settings
    built_anew(shop)


def several_heads():
    shop = Shop()
    versions(shop, "bbb", "aaa", "ccc")
    output = made(shop)
    assert "  That database is at its head already: aaa bbb ccc\n" in output, output
    new = shop.top / "new"
    assert shop.run("current", folder=new) == "aaa (head)\nbbb (head)\nccc (head)\n"
    files = {p.name: p.read_text() for p in (new / "versions").iterdir()}
    assert sorted(files) == ["aaa_baseline.mako", "bbb_baseline.mako", "ccc_baseline.mako"], files
    assert "create_table" in files["aaa_baseline.mako"], files
    for name in ("bbb_baseline.mako", "ccc_baseline.mako"):
        assert "create_table" not in files[name] and "What it held is made by 'aaa'" in files[name], files[name]
        assert "down_revision = None" in files[name], files[name]
    built_anew(shop)


def no_version_table():
    shop = Shop(SHOP.rpartition("CREATE TABLE alembic_version")[0])
    output = made(shop)
    hint = f"    aludel -C new --url '{shop.url}' stamp head\n"
    assert "  That database has no rows in a version table. To say that it is at the head:\n" + hint in output, output
    shop.run("-C", "new", "--url", shop.url, "stamp", "head", folder=shop.top)
    assert shop.run("current", folder=shop.top / "new").endswith(" (head)\n")
    built_anew(shop)


def another_version_table():
    """It is known by its one column."""
    shop = Shop(SHOP.replace("alembic_version", "our_versions"))
    rows(shop, "INSERT INTO our_versions VALUES ('abc')")
    made(shop)
    new = shop.top / "new"
    assert "\nversion_table = our_versions\n" in (new / "aludel.ini").read_text()
    assert shop.run("current", folder=new) == "abc (head)\n"
    assert "our_versions" not in next((new / "versions").iterdir()).read_text()


def each_template():
    shop = Shop()
    versions(shop, "abc", "def")
    for name in ("generic", "embedded", "sqlite", "sql"):
        made(shop, "-t", name, folder=name)
        file = shop.top / name / "versions" / ("abc_baseline.sql" if name == "sql" else "abc_baseline.mako")
        assert "CREATE TABLE kinds" in file.read_text() if name == "sql" else "op.create_table(" in file.read_text()
        assert shop.run("current", folder=shop.top / name) == "abc (head)\ndef (head)\n"
    built_anew(shop, "sql")


def from_alembic():
    """A database that the real Alembic made goes on with either of them."""
    shop = Shop("")
    scripts = shop.top / "scripts"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text(ALEMBIC)
    for id, down, table in (("27c6a30d7c24", None, "one"), ("1975ea83b712", "27c6a30d7c24", "two")):
        (scripts / "versions" / f"{id}.py").write_text(MIGRATION.format(id=id, down=repr(down), table=table))
    (shop.top / "alembic.ini").write_text(f"[alembic]\nscript_location = scripts\nsqlalchemy.url = {shop.url}\n")
    shop.run("upgrade", "head", folder=shop.top, program="alembic")
    made(shop)
    assert shop.run("current", folder=shop.top / "new") == "1975ea83b712 (head)\n"
    assert "1975ea83b712 (head)" in shop.run("current", folder=shop.top, program="alembic")
    built_anew(shop)


def refused():
    """Nothing comes of it."""
    shop = Shop()
    versions(shop, "a@b")
    for words, status, said in (
            (["--from", shop.url], 1, "Character(s) '@' not allowed in revision identifier 'a@b'"),
            (["--from", "sqlite:///none.db"], 1, "aludel: there is no file 'none.db'\n"),
            (["--from", shop.url, "-t", "postgresql"], 1,
             "aludel: init: template 'postgresql' isn't for databases of this kind; -t sqlite is\n"),
            (["--from", shop.url, "-t", "nothing"], 2, "aludel: No such template 'nothing'"),
            (["--from", "app.db"], 2, "'app.db' is no database URL"),
            (["--from", "postgresql://root:secret@127.0.0.1:1/x"], 1, "Connection refused")):
        before = sorted(shop.top.rglob("*"))
        output = shop.run("init", "sub/new", *words, folder=shop.top, status=status)
        assert said in output and "secret" not in output, output
        after = [p for p in sorted(shop.top.rglob("*")) if "cache" not in p.parts]
        assert after == [p for p in before if "cache" not in p.parts], after
    assert not pathlib.Path(shop.top / "sub").exists()


CHECKS = [at_head_at_once, several_heads, no_version_table, another_version_table, each_template, from_alembic, refused]

if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

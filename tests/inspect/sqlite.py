"""An SQLite database read back, its target in memory, both compared.

    sqlite.py READ_TOOL
"""
import json
import pathlib
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "cli_generator"))
from place import ALUDEL, Place  # noqa: E402

ONE = """CREATE TABLE z (id INTEGER PRIMARY KEY AUTOINCREMENT, "Odd name" TEXT COLLATE NOCASE DEFAULT 'it''s' NOT NULL, -- said
  n NUMERIC(4, 2) CHECK (n > 0), g INTEGER GENERATED ALWAYS AS (n * 2) VIRTUAL, UNIQUE (n, g), CONSTRAINT pos CHECK (id > 0));
CREATE TABLE a (id INTEGER PRIMARY KEY, z_id INTEGER REFERENCES z (id) ON DELETE CASCADE) STRICT;
CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs USING fts5(title, body);
CREATE INDEX low ON z (lower("Odd name") DESC, n) WHERE n IS NOT NULL;
CREATE UNIQUE INDEX a_z ON a (z_id);
CREATE VIEW v AS SELECT id FROM later;
CREATE VIEW later AS SELECT id, n FROM z;
CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE z SET n = 1; DELETE FROM a WHERE id = 0; END;
CREATE TRIGGER instead INSTEAD OF INSERT ON later BEGIN SELECT 1; END;
"""
EMPTY = "-- first\n-- revision: a1\n-- down_revision: None\n\n-- aludel:upgrade\nSELECT 1;\n"
FIRST = "[aludel]\ndialects = sqlite\nurl_env = TEST_URL\n"


class Program(Place):
    def __init__(self, target, name="schema.sql"):
        super().__init__()
        self.settings(FIRST)
        for path in (self.environment / "versions").iterdir():
            path.unlink()
        (self.environment / "versions" / "a1.sql").write_text(EMPTY)
        if target:
            (self.environment / name).write_text(target)
        self.program = str(self.top / "migrate")
        self.run("build", "-o", self.program, program=ALUDEL)

    def database(self, name, sql):
        path = self.top / name
        with sqlite3.connect(path) as db:
            db.executescript(sql)
        db.close()
        return f"sqlite:///{path}"

    def migrate(self, *arguments, url=None, status=0):
        return self.run(*(["--url", url] if url else []), *arguments, program=self.program, status=status)


def unread(parts):
    data = "\x1e".join(part["sql"] + ";\n" for part in parts) + "\x1e"
    done = subprocess.run([sys.argv[1], "sqlite"], input=data, text=True, capture_output=True, check=True)
    return [line for report in done.stdout.split("\x1e") for line in report.split("\n") if line.startswith("    unread")]


def again():
    p = Program(ONE)
    live = p.migrate("--json", "inspect", url=p.database("one.db", ONE + "CREATE TABLE alembic_version (version_num TEXT);"))
    parts = json.loads(live)
    assert [(part["kind"], part["table"], part["name"]) for part in parts] == [
        ("table", "", "a"), ("table", "", "docs"), ("table", "", "w"), ("table", "", "z"), ("index", "a", "a_z"), ("index", "z", "low"),
        ("view", "", "later"), ("view", "", "v"), ("trigger", "a", "t"), ("trigger", "later", "instead")], parts
    assert not unread(parts), unread(parts)
    text = p.migrate("inspect", url=f"sqlite:///{p.top}/one.db")
    assert p.migrate("--json", "inspect", url=p.database("two.db", text)) == live
    # the target, without any database
    assert p.migrate("--json", "inspect", "--target") == live
    assert not (p.top / "app.db").exists()


def differences():
    p = Program("""CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'A', gone TEXT, CHECK (id > 0), CONSTRAINT u UNIQUE (name));
CREATE TABLE made (id INTEGER); CREATE INDEX i ON t (name); CREATE VIEW v AS SELECT id FROM t;""")
    url = p.database("x.db", """create table "T" (/* none */ "ID" integer
      primary key, [name] text not null default 'A', -- said
      gone text, check(id>0), constraint "U" unique(NAME)); create table made (id int); create index I on t(name); CREATE VIEW v AS select id from `t`;""")
    p.migrate("upgrade", "head", url=url)
    assert p.migrate("check", url=url, status=1) == (
        "differs: column made.id: target: id INTEGER; database: id int\n"
        "FAILED: New upgrade operations detected: 1 difference\n")
    p.database("x.db", """DROP TABLE made; CREATE TABLE made (id INTEGER); DROP TABLE t; CREATE TABLE t (name TEXT NOT NULL DEFAULT 'a', "id" INTEGER PRIMARY KEY,
       more, UNIQUE (name)) WITHOUT ROWID; CREATE TABLE over (x); CREATE INDEX over_x ON over (x)""")
    said = p.migrate("check", url=url, status=1)
    assert said == """differs: column t.name: target: name TEXT DEFAULT 'A' NOT NULL; database: name TEXT DEFAULT 'a' NOT NULL
missing: column t.gone: gone TEXT
left over: column t.more: more
missing: constraint t: CHECK (id > 0)
missing: constraint t.u: CONSTRAINT u UNIQUE (name)
left over: constraint t: UNIQUE (name)
differs: table t: target: neither STRICT nor WITHOUT ROWID; database: WITHOUT ROWID
missing: index t.i: CREATE INDEX i ON t (name)
left over: table over: CREATE TABLE over (x)
FAILED: New upgrade operations detected: 9 differences
""", said


def of_directives():
    p = Program("""<%
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer))
with op.batch_alter_table("t") as batch:
    batch.alter_column("a", nullable=False)
%>
""", "schema.mako")
    assert '"t" (\n    id INTEGER' in p.migrate("inspect", "--target").replace("CREATE TABLE t ", 'CREATE TABLE "t" ')
    url = p.database("x.db", "")
    p.migrate("upgrade", "head", url=url)
    assert p.migrate("check", url=url, status=1).startswith("missing: table t: ")
    p.database("x.db", """CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL);""")
    assert p.migrate("check", url=url) == "No new upgrade operations detected.\n"


def spellings():
    """What SQL has two ways to say."""
    p = Program("""CREATE TABLE t (a TEXT DEFAULT (1) NOT NULL COLLATE nocase, b TEXT NOT NULL UNIQUE ON CONFLICT IGNORE, c INTEGER
  REFERENCES t (a) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, d INT AS (c + 1), CONSTRAINT pos CHECK (c > 0), PRIMARY KEY (a))""")
    url = p.database("x.db", """CREATE TABLE t (b TEXT NOT NULL, c INTEGER CONSTRAINT pos CHECK (C>0), a TEXT PRIMARY KEY COLLATE NOCASE NOT NULL
  DEFAULT 1, d INT GENERATED ALWAYS AS (c+1), UNIQUE(b) ON CONFLICT IGNORE, FOREIGN KEY (c) REFERENCES t(a) ON UPDATE SET NULL ON
  DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)""")
    p.migrate("upgrade", "head", url=url)
    assert p.migrate("check", url=url) == "No new upgrade operations detected.\n"


def no_target():
    p = Program("")
    url = p.database("x.db", "CREATE TABLE t (id INTEGER)")
    assert p.migrate("inspect", url=url) == "-- sqlite\n\nCREATE TABLE t (id INTEGER);\n"
    assert "Target database is not up to date." in p.migrate("check", url=url, status=1)
    p.migrate("upgrade", "head", url=url)
    for words in (["check"], ["inspect", "--target"]):
        said = p.migrate(*words, url=url, status=1)
        assert "these migrations have no target: no schema is compiled in beside them" in said, said
        assert "write the schema that is meant into schema.mako (or schema.sql) beside aludel.ini, and generate again" in said, said


def broken():
    p = Program("CREATE TABLE t (id INTEGER);\nCREATE TABLE u AS SELECT no_function() AS x;\n")
    said = p.migrate("inspect", "--target", status=1)
    assert "no such function: no_function" in said and "schema.sql:2" in said, said


def main():
    failed = 0
    for check in (again, differences, of_directives, spellings, no_target, broken):
        try:
            check()
            print(f"ok: {check.__name__}")
        except Exception as error:  # the others are to be tried as well
            failed += 1
            print(f"FAILED: {check.__name__}: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""`aludel schema`, `aludel sql`, and what the chain is known to do: `lint --reversible`.

schema.py [names of checks…]
"""
import json
import re
import subprocess
import sys

from place import Place, run_checks
from tools.template import template


def directives(p, rev, down, up, undo):
    """A migration of statements."""
    text = template(rev, down, f"<%\n{up}\n%>", f"<%\n{undo}\n%>")
    (p.environment / "versions" / f"{rev}_x.mako").write_text(text)


def schema():
    """What the migrations make, at any revision, as SQL that can be executed and as data."""
    p = Place()
    p.settings("[aludel]\ndialects = sqlite postgresql\n")
    directives(p, "b1", "a1", 'op.add_column("a1", Column("y", Boolean, server_default=true()))', 'op.drop_column("a1", "y")')
    directives(p, "b2", "a1", 'op.create_index("i", "a1", ["x"])', 'op.drop_index("i", "a1")')
    assert "schema: of which database? --dialect sqlite or --dialect postgresql" in p.run("schema", status=2)
    both = p.run("schema", "--dialect", "postgresql")
    assert both == ("CREATE TABLE a1 (\n    x INTEGER,\n    y BOOLEAN DEFAULT true\n);\n\nCREATE INDEX i ON a1 (x);\n\n"), both
    assert p.run("schema", "--dialect", "sqlite", "--at", "base") == ""
    assert p.run("schema", "--dialect", "sqlite", "--at", "a1") == "CREATE TABLE a1 (\n    x INTEGER\n);\n\n"
    assert p.run("schema", "--dialect", "sqlite", "--at", "b2").endswith("CREATE INDEX i ON a1 (x);\n\n")
    assert "Can't locate revision identified by 'zz'" in p.run("schema", "--dialect", "sqlite", "--at", "zz", status=1)
    assert "several revisions begin with 'b'" in p.run("schema", "--dialect", "sqlite", "--at", "b", status=1)
    assert ("there are several heads: name one of them, or 'heads'" in
            p.run("schema", "--dialect", "sqlite", "--at", "head", status=1))
    tables = json.loads(p.run("schema", "--dialect", "sqlite", "--json"))["tables"]
    assert [[c["name"] for c in t["columns"]] for t in tables] == [["x", "y"]], tables


def schema_defaults():
    """SQLite's words that stand for text, in each of its quotes."""
    p = Place()
    directives(p, "b1", "a1", 'op.execute("CREATE TABLE d (a TEXT DEFAULT [a b], b TEXT DEFAULT `b`, c DEFAULT (1 + 2))")', 'pass')
    made = p.run("schema")
    assert "a TEXT DEFAULT [a b],\n    b TEXT DEFAULT `b`,\n    c DEFAULT (1 + 2)\n" in made, made


def default_schema():
    """SQLite's `main`, in any case, is the schema that needs no name."""
    p = Place()
    directives(p, "b1", "a1", """op.create_table("b", Column("x", Integer, primary_key=True),
    Column("y", Integer, sa.ForeignKey("Main.b.x")), schema="MAIN")""", 'pass')
    made = p.run("sql", "--at", "b1")
    assert "CREATE TABLE b (" in made and "REFERENCES b (x)" in made, made


def schema_maybe():
    """What is there under a condition of run time, or may have been changed by what can't be read; partitions."""
    p = Place()
    p.settings("[aludel]\ndialects = postgresql\n")
    (p.environment / "versions" / "b1_x.sql").write_text("""-- partitions
-- revision: b1
-- down_revision: a1

-- aludel:upgrade
CREATE TABLE pp (id INTEGER) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF pp FOR VALUES FROM (1) TO (2);
CREATE TABLE p2 PARTITION OF public.pp (CHECK (id > 3)) FOR VALUES FROM (3) TO (9);
ALTER TABLE p1 ADD CONSTRAINT c1 CHECK (id > 0);
ALTER TABLE p2 ADD CONSTRAINT c2 CHECK (id > 0);
CREATE TABLE s AS SELECT 1 AS one;
""")
    directives(p, "b2", "b1", """if op.scalar("SELECT count(*) FROM a1") > 5:
    op.create_table("t", Column("a", Integer))
    op.add_column("a1", Column("b", Integer))
op.create_view("v", "SELECT 1 AS one")""", 'pass')
    directives(p, "b3", "b2", """op.execute("DO $$ BEGIN END $$")
op.create_extension("hstore")""", 'pass')
    made = p.run("schema", "--at", "b2")
    assert made == """-- not known for certain
CREATE TABLE a1 (
    x INTEGER,
    b INTEGER
);

CREATE TABLE pp (
    id INTEGER
) PARTITION BY RANGE (id);

-- not known for certain
CREATE TABLE p1 PARTITION OF pp (
    CONSTRAINT c1 CHECK (id > 0)
) FOR VALUES FROM (1) TO (2);

-- not known for certain
CREATE TABLE p2 PARTITION OF public.pp (
    CONSTRAINT c2 CHECK (id > 0),
    CHECK (id > 3)) FOR VALUES FROM (3) TO (9);

-- not known for certain
CREATE TABLE s AS SELECT 1 AS one;

-- not known for certain
CREATE TABLE t (
    a INTEGER
);

CREATE VIEW v AS
SELECT 1 AS one;

""", made
    made = p.run("schema")
    assert "-- not known for certain\nCREATE VIEW v AS\n" in made, made
    assert "-- not known for certain: hstore\n\n" in made, made


def schema_names():
    """Names that PostgreSQL chose, where it would choose others now, and keys that it would take for one."""
    p = Place()
    p.settings("[aludel]\ndialects = postgresql\n")
    directives(p, "b1", "a1", """op.create_table("t", Column("a", Integer, primary_key=True, autoincrement=False),
    Column("b", Integer, unique=True), Column("c", Integer, sa.ForeignKey("t.a")), sa.CheckConstraint("c > 0"), sa.CheckConstraint("a < b"))
op.create_unique_constraint("uq", "t", ["a"])""", 'op.drop_table("t")')
    made = p.run("schema")
    assert made.endswith("""CREATE TABLE t (
    a INTEGER NOT NULL,
    b INTEGER,
    c INTEGER,
    PRIMARY KEY (a),
    CHECK (c > 0),
    CHECK (a < b),
    UNIQUE (b),
    FOREIGN KEY (c) REFERENCES t (a)
);

ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a);

"""), made
    directives(p, "b2", "b1", 'op.rename_table("t", "u")\nop.alter_column("u", "b", new_column_name="bb")', 'pass')
    made = p.run("schema")
    assert made.endswith("""CREATE TABLE u (
    a INTEGER NOT NULL,
    bb INTEGER,
    c INTEGER,
    CONSTRAINT t_pkey PRIMARY KEY (a),
    CONSTRAINT t_c_check CHECK (c > 0),
    CONSTRAINT t_check CHECK (a < bb),
    CONSTRAINT t_b_key UNIQUE (bb),
    CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES u (a)
);

ALTER TABLE u ADD CONSTRAINT uq UNIQUE (a);

"""), made


def reversible():
    """What a downgrade doesn't bring back."""
    p = Place()
    assert p.run("lint", "--reversible") == ""
    directives(p, "b1", "a1", 'op.alter_column("a1", "x", type_=Text)\nop.create_table("b", Column("n", Integer))',
               'op.alter_column("a1", "x", type_=BigInteger)')
    output = p.run("lint", "--reversible", status=1)
    assert ("versions/b1_x.mako:11:13: error: after upgrade and downgrade: column a1.x: its type is BIGINT, was INTEGER; "
            "table b: is left over") in output, output
    assert p.run("lint") == ""
    directives(p, "b1", "a1", 'op.alter_column("a1", "x", type_=Double)', "pass")
    output = p.run("lint", "--reversible", "--dialect", "sqlite,postgresql", status=1)
    assert ("after upgrade and downgrade: for sqlite: column a1.x: its type is DOUBLE, was INTEGER; "
            "for postgresql: column a1.x: its type is DOUBLE PRECISION, was INTEGER\n") in output, output


def collations():
    """A type's collation is the same in a directive and in SQL, comes with another type, and goes with it."""
    p = Place()
    p.settings("[aludel]\ndialects = sqlite postgresql\n")
    directives(p, "b1", "a1", """op.create_table("t", Column("s", String(10, collation="NOCASE")),
    Column("o", sa.Text(collation='the "odd" one')), Column("p", Text))""", 'op.drop_table("t")')
    directives(p, "b2", "b1", 'op.drop_table("t")', """op.execute('''CREATE TABLE t (s VARCHAR(10) COLLATE "NOCASE",
    o TEXT COLLATE "the ""odd"" one", p TEXT)''')""")
    assert p.run("lint", "--reversible") == ""
    assert 'o TEXT COLLATE "the ""odd"" one"' in p.run("schema", "--dialect", "sqlite", "--at", "b1")
    (p.environment / "versions" / "b2_x.mako").write_text("""<%! revision = "b2"; down_revision = "b1" %>
<%def name="change()">
<%
op.alter_column("t", "s", type_=String(20))
op.alter_column("t", "p", type_=Text(collation="C"))
%>
</%def>
""")
    assert p.run("lint", "--reversible") == ""
    up, down = (p.run("sql", "--at", "b2", *way) for way in ((), ("--downgrade",)))
    assert 'ALTER COLUMN p TYPE TEXT COLLATE "C"' in up and "ALTER COLUMN s TYPE VARCHAR(20);" in up, up
    assert "ALTER COLUMN p TYPE TEXT;" in down and 'ALTER COLUMN s TYPE VARCHAR(10) COLLATE "NOCASE"' in down, down
    assert 'set type p: TEXT COLLATE "C"' in up and 'set type p: TEXT COLLATE "BINARY"' in down, up + down
    left = {d: p.run("schema", "--dialect", d) for d in ("sqlite", "postgresql")}
    assert 's VARCHAR(20) COLLATE "NOCASE"' in left["sqlite"], "a rebuild leaves it:\n" + left["sqlite"]
    assert "s VARCHAR(20),\n" in left["postgresql"], left["postgresql"]
    directives(p, "b3", "b2",
               'op.execute(sa.insert(sa.table("t", sa.column("s"))).values(s=sa.cast("a", String(collation="C"))))', "pass")
    cast = p.run("sql", "--at", "b3")
    assert "-- postgresql, sqlite\n" in cast and "(CAST('a' AS VARCHAR) COLLATE \"C\")" in cast, cast


def enum_arrays():
    """An array of an enum's labels is of that type, whoever made it: it follows a new name and holds the type."""
    p = Place()
    p.settings("[aludel]\ndialects = postgresql\n")
    directives(p, "b1", "a1", """op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
op.create_table("d", Column("m", sa.ARRAY(sa.Enum("sad", "ok", name="mood"))))
op.execute("CREATE TABLE s (m mood[])")""", "pass")
    directives(p, "b2", "b1", 'op.execute("ALTER TYPE mood RENAME TO temper")', "pass")
    made = p.run("schema")
    assert made.count("m temper[]\n") == 2, made
    directives(p, "b2", "b1", 'op.execute("DROP TABLE d")\nop.execute("DROP TYPE mood")', "pass")
    assert "type 'mood' is that of column 'm' of table 's'" in p.run("lint", status=1)


def own_types():
    """Type("…") is the type that it names, and is written as it stands."""
    p = Place()
    p.settings("[aludel]\ndialects = sqlite postgresql\n")
    directives(p, "b1", "a1", """op.create_table("t", Column("i", Type("int4"), primary_key=True), Column("s", Type("text")),
    Column("n", Type("bigserial")), Column("a", Type("text[]")))
t = sa.table("t", Column("s", Type("text")), Column("a", Type("text[]")))
op.execute(t.update().values(s=t.c.s + "!"))""", 'op.drop_table("t")')
    written = p.run("sql", "--at", "b1")
    for words in ("i int4 NOT NULL", "s text,", "a text[],", "n BIGSERIAL", "n bigserial", "s = s || '!'"):
        assert words in written, f"{words}\n{written}"
    directives(p, "b2", "b1", 'op.alter_column("t", "s", type_=Type("integer"))', "pass")
    assert "column 's' cannot be cast automatically to type integer" in p.run("lint", status=1)


CHILD = """<%doc>child</%doc>
<%! revision = "b1"; down_revision = "a1" %>
<%def name="upgrade()">
CREATE UNIQUE INDEX key ON a1 (x);
CREATE TABLE child (x INTEGER REFERENCES a1 (x) ON DELETE CASCADE);
DELETE FROM a1;
</%def>
<%def name="downgrade()">
DROP TABLE child;
DROP INDEX key;
</%def>
"""


def rebuilds():
    """What SQLite can't alter is a rebuild: up, down, as a script, and beside what relies on foreign keys."""
    p = Place()
    directives(p, "b1", "a1", 'op.alter_column("a1", "x", nullable=False)', 'op.alter_column("a1", "x", nullable=True)')
    p.run("upgrade", "head")
    script = p.run("upgrade", "--sql", "a1:b1")
    assert "PRAGMA foreign_keys=OFF;\n\nBEGIN;" in script and 'ALTER TABLE "a1" RENAME TO "aludel_old_a1";' in script, script
    p.run("downgrade", "a1")
    database = str(p.environment / "app.db")
    subprocess.run(["sqlite3", database, "INSERT INTO a1 VALUES (1), (NULL)"], check=True)
    done = subprocess.run(["sqlite3", database], input=script, capture_output=True, text=True)
    assert "NOT NULL constraint failed: a1.x" in done.stderr, done
    rows = subprocess.run(["sqlite3", database, "SELECT count(*) FROM a1"], capture_output=True, text=True)
    assert rows.stdout == "2\n", "a shell that goes on behind the error has lost the rows"
    assert "run this with `sqlite3 -bail`. Foreign keys stay off behind it." in script, script
    subprocess.run(["sqlite3", database, "DELETE FROM a1; UPDATE alembic_version SET version_num = 'a1'"], check=True)
    (p.environment / "versions/b1_x.mako").write_text(CHILD)
    directives(p, "c1", "b1", 'op.alter_column("a1", "x", nullable=False)', "pass")
    assert "-> c1" in p.run("upgrade", "--single-transaction", "head"), "foreign keys are off, so nothing is relied on"


def same_as_sql():
    """Directives compile to the rows that the same statements in SQL compile to."""
    places = [Place(), Place()]
    statements = ["CREATE TABLE t (\n    n INTEGER NOT NULL,\n    PRIMARY KEY (n)\n)", "CREATE INDEX i ON t (n)",
                  "ALTER TABLE t ADD COLUMN s VARCHAR(40)", "ALTER TABLE t RENAME TO u"]
    calls = ['op.create_table("t", Column("n", Integer, primary_key=True))', 'op.create_index("i", "t", ["n"])',
             'op.add_column("t", Column("s", String(40)))', 'op.rename_table("t", "u")']
    directives(places[0], "b1", "a1", "\n".join(calls), 'op.drop_table("u")')
    text = template("b1", "a1", ";\n".join(statements), "DROP TABLE u")
    (places[1].environment / "versions/b1_x.mako").write_text(text)
    made = []
    for p in places:
        p.run("generate", "-o", str(p.top / "out"))
        text = re.sub(r'(\.mako", )\d+', r"\1N", p.out()["db_migrations_0.c"].decode())
        made.append(text)
    assert made[0] == made[1], "\n".join(made)


CHECKS = [schema, default_schema, schema_maybe, schema_names, schema_defaults, reversible, collations, enum_arrays, own_types, rebuilds, same_as_sql]


if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))

"""Single changes, each in a branch of its own behind one schema, and the statements of a program that knows that schema. Where
lint says that a change stops it one of them fails; where lint says that it doesn't all of them do as before. Of what lint
says nothing about there is nothing to show.

effects.py sqlite|postgresql
"""
import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "chain"))
import stand as stands  # noqa: E402

from squash.chain import ALUDEL, built, run, template  # noqa: E402

SCHEMA = """CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(40), age INTEGER, mail TEXT, size SMALLINT);
CREATE TABLE gone (x INTEGER PRIMARY KEY);
CREATE TABLE hall (x INTEGER);
CREATE VIEW names AS SELECT id FROM users;
CREATE INDEX by_name ON users (name);
INSERT INTO gone (x) VALUES (1);
INSERT INTO users (id, name, age, mail, size) VALUES (1, 'Ann', 1, 'a', 1);"""

STATEMENTS = [
    "INSERT INTO users (id, name) VALUES (2, 'Bob')",
    "INSERT INTO users (id, name, age, mail, size) VALUES (3, 'Eve', -3, 'm', 2)",
    "INSERT INTO users (id, name, age, mail, size) VALUES (4, 'Eve', -3, 'm', 2)",
    "UPDATE users SET age = age + 1, size = size + 1 WHERE id = 3",
    "UPDATE users SET name = 'A name that has just forty characters___' WHERE id = 2",
    "DELETE FROM users WHERE id = 4",
    "INSERT INTO gone (x) VALUES (2)",
    "INSERT INTO hall (x) VALUES (1)",
    "DELETE FROM gone WHERE x = 2",
]
LOOSE = {"sqlite": ["INSERT INTO hall (x) VALUES ('no number')", "SELECT rowid FROM gone"], "postgresql": []}
QUESTIONS = ["SELECT id, name, age, mail, size FROM users ORDER BY id", "SELECT x FROM gone", "SELECT id FROM names ORDER BY 1",
             "SELECT count(*) FROM users WHERE age < 1000"]

REST = ('sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)), sa.Column("mail", sa.Text), '
        'sa.Column("size", sa.SmallInteger)')  # of users, but for the age

BREAKS, BEARS, SILENT = "breaks", "bears", "nothing"
CHANGES = {  # what lint says, on both databases or on one
    'op.drop_column("users", "mail")': BREAKS,
    'op.drop_table("gone")': BREAKS,
    'op.rename_table("gone", "went")': BREAKS,
    'op.alter_column("users", "mail", new_column_name="post")': BREAKS,
    'op.alter_column("users", "age", nullable=False)': BREAKS,
    'op.add_column("hall", sa.Column("y", sa.Integer, nullable=False))\n-- postgresql': BREAKS,
    'op.create_check_constraint("positive", "users", "age > 0")': BREAKS,
    'op.create_unique_constraint("once", "users", ["mail"])': BREAKS,
    'op.create_index("once", "users", ["mail"], unique=True)': BREAKS,
    'op.create_foreign_key("to", "users", "gone", ["age"], ["x"])': BREAKS,
    'op.execute("DROP VIEW names")': BREAKS,
    'op.alter_column("users", "age", type_=sa.Text)\n-- postgresql': BREAKS,
    'op.alter_column("users", "name", type_=sa.String(20))\n-- postgresql': BREAKS,
    'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("c", sa.Text, nullable=False, unique=True))': BEARS,
    'op.create_index("by_age", "users", ["age", "size"])': BEARS,
    'op.drop_index("by_name", "users")': BEARS,
    'op.add_column("users", sa.Column("x", sa.Text))': BEARS,
    'op.add_column("users", sa.Column("x", sa.Integer, nullable=False, server_default="0"))': BEARS,
    'op.alter_column("users", "name", type_=sa.String(80))': BEARS,
    'op.alter_column("users", "name", type_=sa.Text)': BEARS,
    'op.alter_column("users", "size", type_=sa.Integer)': BEARS,
    'op.alter_column("users", "age", type_=sa.BigInteger)': BEARS,
    'op.execute("CREATE VIEW ages AS SELECT age FROM users")': BEARS,
    'op.add_column("users", sa.Column("x", sa.Integer, server_default="1"))\n    op.alter_column("users", "x", nullable=False)': BEARS,
    'op.create_table("t", sa.Column("x", sa.Integer))\n    op.drop_table("t")': SILENT,
    'op.create_table("t", sa.Column("x", sa.Integer, sa.ForeignKey("gone.x")))': SILENT,
    'op.create_table("t", sa.Column("x", sa.Integer, sa.ForeignKey("gone.x", ondelete="CASCADE")))': BEARS,
    'op.drop_table("gone")\n    op.create_table("gone", sa.Column("x", sa.Integer))': SILENT,
    'op.drop_table("gone")\n    op.create_table("gone", sa.Column("x", sa.Integer, primary_key=True))': SILENT,  # its rows went
    'op.drop_table("gone")\n    op.create_table("gone", sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Text, unique=True))': SILENT,
    'op.drop_table("gone")\n    op.create_table("gone", sa.Column("other", sa.Text))': BREAKS,
    'op.drop_table("gone")\n    op.create_table("gone", sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Text, nullable=False))': BREAKS,
    'op.drop_table("users")\n    op.create_table("users", REST, sa.Column("age", sa.Integer, nullable=False))\n-- sqlite': BREAKS,
    'op.drop_table("users")\n    op.create_table("users", REST, sa.Column("age", sa.Integer, sa.CheckConstraint("age > 0")))\n-- sqlite': BREAKS,
    'op.drop_table("users")\n    op.create_table("users", REST, sa.Column("age", sa.Integer, unique=True))\n-- sqlite': BREAKS,
    'op.drop_table("hall")\n    op.create_table("hall", sa.Column("x", sa.Date))\n-- postgresql': BREAKS,
    'op.execute("DROP TABLE hall; CREATE TABLE hall (x INTEGER) STRICT")\n-- sqlite': BREAKS,
    'op.execute("DROP TABLE gone; CREATE TABLE gone (x INTEGER PRIMARY KEY) WITHOUT ROWID")\n-- sqlite': BREAKS,
    'op.execute("ALTER TABLE gone RENAME TO g; CREATE TABLE gone (y INTEGER); INSERT INTO gone SELECT x FROM g; DROP TABLE g")': BREAKS,
    'op.execute("ALTER TABLE gone RENAME TO g; CREATE TABLE gone (x INTEGER PRIMARY KEY, y INTEGER); INSERT INTO gone (x) SELECT x FROM g; DROP TABLE g")': SILENT,
    'op.execute("DROP VIEW names; CREATE VIEW names AS SELECT name FROM users")': BREAKS,
    'op.execute("DROP VIEW names; CREATE VIEW names AS SELECT id FROM users")': BEARS,
    'op.execute("DROP VIEW names; CREATE VIEW names AS SELECT id, name FROM users")': BEARS,
    'op.execute("DROP VIEW names; CREATE VIEW names AS SELECT id FROM users WHERE id > 1")': SILENT,
    'op.execute("DROP VIEW names; CREATE VIEW names AS SELECT * FROM users")': SILENT,
    'op.execute("DROP VIEW names; CREATE VIEW names (other) AS SELECT abs(id) FROM users")': BREAKS,
    'op.execute("UPDATE users SET age = 7")': SILENT,
    'op.alter_column("users", "mail", server_default="none")': SILENT,
    'op.execute("CREATE TYPE mood AS ENUM (\'glad\')")\n-- postgresql': BEARS,
    'op.execute("CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END")\n-- sqlite': SILENT,
}


def changes(dialect):
    return {change.split("\n-- ")[0]: verdict for change, verdict in CHANGES.items()
            if "\n-- " not in change or change.endswith(dialect)}


def script(id, body, claim):
    body = body.replace("REST", REST)
    said = f'compatible_with = "{claim}"\n' if claim else ""
    return (f'"""{id}"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = "{id}"\ndown_revision = "a1"\n{said}\n\n'
            f"def upgrade():\n    {body}\n\n\ndef downgrade():\n    pass\n")


def write(folder, dialect, claim):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
    (folder / "versions" / "a1.mako").write_text(template("a1", None, SCHEMA, ""))
    for i, change in enumerate(changes(dialect)):
        (folder / "versions" / f"b{i:02}.py").write_text(script(f"b{i:02}", change, claim))


def found(folder, severity, status):
    report = json.loads(run(ALUDEL, "lint", "--compatible", "--format", "json", folder=folder, status=status))
    return {pathlib.Path(d["file"]).stem for d in report["diagnostics"] if d["severity"] == severity}


def answers(database):
    """Of the older program: whether each of its statements succeeds, and what it then reads."""
    keys = "PRAGMA foreign_keys = ON;" if database.dialect == "sqlite" else ""
    failed = [s for s in STATEMENTS + LOOSE[database.dialect] if database.script(f"{keys}{s};")]
    for question in QUESTIONS:
        if database.script(question + ";"):
            failed.append(question)
    return failed, [] if failed else [database.rows(q) for q in QUESTIONS]


def main(dialect):
    stand = stands.STANDS[dialect]
    with stand.server_class() as server, tempfile.TemporaryDirectory() as top:
        claiming, silent = pathlib.Path(top) / "claiming", pathlib.Path(top) / "silent"
        write(claiming, dialect, "a1")
        write(silent, dialect, None)
        wrong, offered = found(claiming, "error", 1), found(silent, "remark", 0)
        program = built(silent)
        database = stand(server)
        run(program, "--url", database.url, "upgrade", "a1")
        as_before = answers(database)
        assert as_before[0] == [], as_before
        for i, (change, wanted) in enumerate(changes(dialect).items()):
            id = f"b{i:02}"
            said = BREAKS if id in wrong else BEARS if id in offered else SILENT
            assert said == wanted, f"{change}: lint says {said}, not {wanted}"
            database = stand(server)
            run(program, "--url", database.url, "upgrade", id)
            is_as_before = answers(database)
            assert said != BREAKS or is_as_before[0], f"{change}: nothing fails"
            assert said != BEARS or is_as_before == as_before, f"{change}: {is_as_before}, and before {as_before}"
    print(f"{len(changes(dialect))} changes, {len(wrong)} of which stop older programs, {len(offered)} don't")


if __name__ == "__main__":
    main(*sys.argv[1:])

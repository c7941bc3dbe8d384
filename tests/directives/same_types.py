"""A type is the same type whether a directive says it or SQL: every form of the types of types.def, in both dialects.

Tables are made by directives, what `aludel sql` writes for it is a migration of SQL in another chain, and the columns of
`aludel schema --json` are the same; where the SQL stands for the directive's downgrade, `lint --reversible` is content. What a type's SQL asks for is a parameter of it that is tried.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tools import type_rows

ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")
DIALECTS = ("postgresql", "sqlite")

# What each argument may be; one that only SQLAlchemy knows is left out.
ARGUMENTS = {"length": "7", "precision": "3", "scale": "2", "second_precision": "2", "dim": "5", "timezone": "True",
             "collation": '"NOCASE"', "fields": '"DAY TO SECOND"', "varying": "True"}
TOGETHER = ("precision=8, scale=2", "precision=2, timezone=True", 'precision=2, fields="DAY TO SECOND"',
            'length=7, collation="odd \\"name\\""', "length=7, varying=True")
OTHERS = ("sa.ARRAY(Integer)", "sa.ARRAY(sa.Text, dimensions=2)", 'sa.ARRAY(sa.String(3, collation="C"))',
          'sa.ARRAY(sa.DateTime(timezone=True))', 'sa.Enum("a", "b", name="mood")', 'sa.Enum("a", name="Odd mood")',
          'sa.ARRAY(sa.Enum("a", "b", name="mood"))', 'sa.Enum("a", "b", name="order")', 'sa.Enum("a", "bc", name="mood", native_enum=False)')
OWN = ("int4", "INT2", "int8", "bool", "varchar(3)", "character varying (3)", "text", "tsvector", "timestamptz(3)", "vector(3)",
       "timestamp with time zone", "xid8", "geometry(Point, 4326)", '"Mood"', "app.mood", "public.mood", "pg_catalog.int4",
       "text[]", "int4[][]", "double precision", "numeric(10,2)", "decimal", 'text COLLATE "C"', 'varchar(3) collate "de_DE"',
       "time", "bit varying(3)", "serial")


def called(row):
    """Each way to call a type: with each argument alone, and the least that it may be."""
    yield row.name
    yield f"{row.name}()"
    for word in row.parameters:
        if word in ARGUMENTS:
            yield f"{row.name}({word}={ARGUMENTS[word]})"
    for word, least in type_rows.least(row).items():
        yield f"{row.name}({'precision=3, ' if word == 'scale' else ''}{word}={least})"
    for arguments in TOGETHER:
        if {part.split("=")[0] for part in re.split(r", (?=\w+=)", arguments)} <= set(row.parameters):
            yield f"{row.name}({arguments})"


def forms():
    for row in type_rows.rows():
        yield from called(row)
    yield from OTHERS
    for own in OWN:
        yield f"Type({own!r})"


def mistakes():
    for row in type_rows.rows():
        yield from type_rows.mistakes(row)
        for word, _ in type_rows.holes(row):
            if word not in ARGUMENTS:
                yield f"{row.name}: ARGUMENTS has no value for {word}"


def tables_of(listed):
    return "".join(f'<% op.create_table("t{i}", sa.Column("c", {form})) %>\n' for i, form in enumerate(listed))


def aludel(folder, *arguments):
    result = subprocess.run([ALUDEL, *arguments], cwd=folder, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=120, check=False)
    return result.stdout, result.returncode


def chain(folder, dialect, revisions):
    """`revisions`: up and down of each."""
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\n")
    for i, (up, down) in enumerate(revisions):
        head = f'<%! revision = "r{i}"; down_revision = {f"{chr(34)}r{i - 1}{chr(34)}" if i else None} %>\n'
        (folder / "versions" / f"r{i}.mako").write_text(
            f'{head}<%def name="upgrade()">\n{up}</%def>\n<%def name="downgrade()">\n{down}</%def>\n')
    return folder


def columns(folder):
    said, status = aludel(folder, "schema", "--json")
    assert status == 0, said
    return {t["name"]: t.get("columns") for t in json.loads(said)["tables"]}


def what_differs(top, dialect, listed):
    """Lines: the form, and its column as the directive and as SQL has it."""
    drops = "".join(f"DROP TABLE t{i};\n" for i in range(len(listed)))
    directives = chain(top / dialect / "directives", dialect, [(tables_of(listed), drops)])
    sql, status = aludel(directives, "sql", "--at", "r0")
    assert status == 0, sql
    written = chain(top / dialect / "written", dialect, [(sql, drops)])
    said, read = columns(directives), columns(written)
    for i, form in enumerate(listed):
        if said[f"t{i}"] != read.get(f"t{i}"):
            yield f"{dialect}: {form}\n    directive: {said[f't{i}']}\n    SQL:       {read.get(f't{i}')}\n"
    tables = "".join(re.findall(r"^CREATE TABLE.*?^\);\n", sql, re.M | re.S))
    types = "".join(f"DROP TYPE {name};\n" for name in re.findall(r"^CREATE TYPE (.*?) AS", sql, re.M))
    both = chain(top / dialect / "both", dialect, [(tables_of(listed), drops + types), (drops, tables)])
    said, status = aludel(both, "lint", "--reversible")
    if status:
        yield f"{dialect}: lint --reversible:\n{said}"


def main():
    wrong = list(mistakes())
    if wrong:
        print("\n".join(wrong))
        return 1
    listed = list(forms())
    with tempfile.TemporaryDirectory() as top:
        failures = [line for dialect in DIALECTS for line in what_differs(pathlib.Path(top), dialect, listed)]
    print("".join(failures) + f"{len(listed)} forms, {len(failures)} of them differ")
    return 1 if failures or len(listed) < 150 else 0


if __name__ == "__main__":
    sys.exit(main())

"""PostgreSQL knows the types of types.def: every form of each is the column of a table there, and a type stands in
pg_catalog unless types.def says that it is an extension's. Extensions that the server hasn't got are left out.
"""
import json
import pathlib
import sys
import tempfile

import same_types
from tools import type_rows
from tools.postgres import PrivatePostgres

# What stands in the arguments of same_types.
BEFORE = 'CREATE COLLATION "NOCASE" FROM "C"; CREATE COLLATION "odd ""name""" FROM "C";\n'
FACTS = """SELECT coalesce(json_object_agg(relname, typnamespace = 'pg_catalog'::regnamespace), '{}') FROM pg_class c
    JOIN pg_attribute a ON attrelid = c.oid AND attnum = 1 JOIN pg_type t ON t.oid = atttypid WHERE relkind = 'r' AND relname ~ '^t\\d+$';
"""


def with_extensions(pg, database, wanted):
    """Those of them that are there, made."""
    there = set(pg.psql("SELECT name FROM pg_available_extensions", database).split("\n")) & wanted
    pg.psql("".join(f"CREATE EXTENSION {name};\n" for name in there), database)
    return there


def listed(there):
    """Each form, and whether its type is in pg_catalog; None: it depends."""
    for row in type_rows.rows():
        if not row.extension or row.extension in there:
            yield from ((form, not row.extension) for form in same_types.called(row))
    yield from ((form, None) for form in same_types.OTHERS)


def script(forms):
    with tempfile.TemporaryDirectory() as top:
        folder = same_types.chain(pathlib.Path(top) / "types", "postgresql", [(same_types.tables_of(forms), "")])
        sql, status = same_types.aludel(folder, "sql", "--at", "r0")
    assert status == 0, sql
    return sql


def main():
    with PrivatePostgres() as pg:
        database = pg.new_database()
        wanted = {row.extension for row in type_rows.rows() if row.extension}
        there = with_extensions(pg, database, wanted)
        forms = list(listed(there))
        done = pg.psql_run(BEFORE + script([form for form, _ in forms]), database, ("-At", "-v", "ON_ERROR_STOP=0"))
        facts = json.loads(pg.psql(FACTS, database))
    bad = [done.stderr.decode()] if done.stderr else []
    for i, (form, of_catalog) in enumerate(forms):
        if f"t{i}" not in facts:
            bad.append(f"{form}: PostgreSQL makes no such column")
        elif of_catalog not in (None, facts[f"t{i}"]):
            bad.append(f"{form}: it is {'the server' if facts[f't{i}'] else 'an extension'}'s own")
    print("\n".join(bad + [f"{len(forms)} forms; not there: {', '.join(sorted(wanted - there)) or 'nothing'}"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

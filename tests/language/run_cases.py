"""Every case on a real SQLite file, live on PostgreSQL, and on PostgreSQL through `--sql` and psql.

    run_cases.py [CASE…]

Up, the questions of the case, down (the schema is as it was), up again (the schema and the answers are
as the first time). What stands in PostgreSQL after a live run must stand there after the script.
"""
import pathlib
import subprocess
import sys
import tempfile

from cases import all_cases, build, groups_of, two_at_a_time, write_group
from on_postgresql import PostgresqlLive, PostgresqlScript
from on_sqlite import Sqlite
from running import Wrong, equal
from tools.postgres import PrivatePostgres, roomy_folder


def check_run(case, run, databases):
    """What is wrong, as text."""
    wrong, reached = "", []
    for way in run.ways:
        database = databases(case.group, way)
        try:
            database.fresh(case)
            if run.kind == "fails":
                database.fails(case, run)
                continue
            state = database.expect(case, run)
            reached += [state] if way != "sqlite" else []
            for i, what in enumerate(("schema", "content")):
                equal(reached[0][i], state[i], f"the {what}: live and by --sql") if reached else None
        except (Wrong, subprocess.TimeoutExpired) as error:
            options = " ".join([*(f"{k}={v}" for k, v in run.variables.items()), *run.arguments])
            wrong += f"---- {case.name} on {way} {options}\n{error}\n"
    return wrong


def main():
    cases = all_cases(sys.argv[1:])
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name, PrivatePostgres() as server:
        folder, groups = pathlib.Path(name), groups_of(cases)
        for group, members in groups.items():
            write_group(folder / group, group, members)
        programs = dict(zip(groups, two_at_a_time(lambda g: build(folder / g), groups)))

        def databases(group, way):
            program = programs[group]
            if way == "sqlite":
                return Sqlite(program, folder)
            return (PostgresqlLive if way == "postgresql" else PostgresqlScript)(program, server)

        runs = [(case, run) for case in cases for run in case.runs]
        wrong = [w for w in two_at_a_time(lambda r: check_run(*r, databases), runs) if w]
    print("\n".join(wrong))
    print(f"{len(cases)} cases, {len(runs)} runs, {len(wrong)} wrong")
    sys.exit(1 if wrong or not cases else 0)


if __name__ == "__main__":
    main()

"""Every chain of corpus/ by Alembic and by us: up to head, the databases compared, down to base, compared again.

    pairs.py [CHAIN…]

Ours is built from the scripts' twins as templates, and from the scripts as they stand; on PostgreSQL it runs live and
through `--sql` and psql. What a difference may be is in differences.py.
"""
import difflib
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import coverage
import read_back
from corpus import chains, mako
from differences import explained
from e2e.harness import run_alembic, write, write_alembic
from tools.postgres import PrivatePostgres, PsqlError, roomy_folder

FORMS = ["mako", "py"]
ALUDEL = os.path.join(os.environ["ALUDEL_BUILD"], "aludel")


# ---- The environments ----------------------------------------------------------------------------

def write_theirs(folder, chain):
    configure = f"target_metadata=__import__('sqlalchemy').MetaData(naming_convention={chain.naming}), "
    write_alembic(folder, [], configure if chain.naming else "")
    for script in chain.scripts:
        write(folder / "versions" / script.path.name, script.for_alembic)


def write_ours(folder, chain, form):
    dialects = "sqlite postgresql" if chain.sqlite else "postgresql"
    naming = "".join(f"\n    {k}: {v}" for k, v in (chain.naming or {}).items())
    write(folder / "aludel.ini", f"[aludel]\ndialects = {dialects}\nlog_table =\n" +
          (f"naming_convention ={naming}\n" if naming else ""))
    for script in chain.scripts:
        name = script.path.with_suffix("." + form).name
        write(folder / "versions" / name, mako(script) if form == "mako" else script.text)


# ---- Who migrates --------------------------------------------------------------------------------

class Wrong(Exception):
    pass


class Theirs:
    def __init__(self, folder, chain):
        self.folder = folder / "theirs"
        write_theirs(self.folder, chain)

    def go(self, url, *arguments):
        status, _, printed, _ = run_alembic(self.folder, url, list(arguments))
        if status:
            raise Wrong(f"Alembic's {' '.join(arguments)}: {printed}")


class Ours:
    def __init__(self, folder, chain, form):
        self.folder = folder / form
        write_ours(self.folder, chain, form)
        self.run(ALUDEL, "build", "-C", str(self.folder), "-o", str(self.folder / "migrate"))

    @staticmethod
    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Wrong(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def go(self, url, *arguments):
        return self.run(str(self.folder / "migrate"), "--url", url, *arguments)


class Script:
    """Ours, through `--sql` and psql."""

    def __init__(self, ours, chain):
        self.ours, self.head = ours, chain.scripts[-1].identifier("revision")

    def go(self, url, command, target):
        target = f"{self.head}:base" if command == "downgrade" else target
        sql = self.ours.go("postgresql://", command, "--sql", target)
        try:
            the_server().psql(sql, url.split("?")[0].split("/")[-1])
        except PsqlError as error:
            raise Wrong(f"psql with what {command} --sql printed: {error}")


# ---- On what -------------------------------------------------------------------------------------

@functools.lru_cache
def the_server():
    """One in a process, which numbers its databases."""
    return PrivatePostgres()


class Postgresql:
    dialect = "postgresql"

    def __init__(self):
        self.server = the_server()
        self.name = self.server.new_database()
        self.url = self.server.url_of(self.name)

    def lines(self):
        return read_back.postgresql(self.server, self.name)


class Sqlite:
    dialect = "sqlite"

    def __init__(self, file):
        self.file, self.url = file, f"sqlite:///{file}"

    def lines(self):
        return read_back.sqlite(self.file)


def there_and_back(tool, database):
    tool.go(database.url, "upgrade", "head")
    up = database.lines()
    tool.go(database.url, "downgrade", "base")
    return {"upgrade": up, "downgrade": database.lines()}


def difference(theirs, ours):
    return [d for d in difflib.unified_diff(theirs, ours, "Alembic", "ours", lineterm="", n=2)]


def compared(chain, dialect, theirs, ours):
    """What is different and not explained, as text."""
    wrong = ""
    for command, lines in theirs.items():
        there = difference(explained(chain.name, dialect, lines), explained(chain.name, dialect, ours[command]))
        if there:
            wrong += f"after the {command}:\n" + "\n".join(there) + "\n"
    return wrong


def databases(chain, folder, who):
    yield Postgresql()
    if chain.sqlite:
        yield Sqlite(folder / f"{who}.db")


def runs(chain, folder, form):
    """(who migrates, the database, what that is) of one form."""
    ours = Ours(folder, chain, form)
    for database in databases(chain, folder, form):
        yield ours, database, f"{chain.name}.{form} on {database.dialect}"
    if not chain.asks:
        yield Script(ours, chain), Postgresql(), f"{chain.name}.{form} by --sql"


def check(chain, folder):
    """[(what, what is wrong)] of one chain."""
    folder, found = folder / chain.name, []
    theirs = Theirs(folder, chain)
    expected = {d.dialect: there_and_back(theirs, d) for d in databases(chain, folder, "theirs")}
    for form in FORMS:
        try:
            ways = list(runs(chain, folder, form))
        except Wrong as error:
            found.append((f"{chain.name}.{form}", str(error)))
            continue
        for who, database, what in ways:
            try:
                wrong = compared(chain, database.dialect, expected[database.dialect], there_and_back(who, database))
            except (Wrong, subprocess.TimeoutExpired) as error:
                wrong = str(error)
            found.append((what, wrong))
    shutil.rmtree(folder)
    return found


def main():
    names = sys.argv[1:]
    found = chains(names)
    wrong = [] if names else coverage.missing(found)
    print("\n".join(wrong))
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as folder, PrivatePostgres() as server:
        os.environ["ALUDEL_TEST_POSTGRES"] = server.url
        with ProcessPoolExecutor(2) as pool:
            results = [r for rs in pool.map(check, found, [pathlib.Path(folder)] * len(found)) for r in rs]
    bad = [f"---- {what}\n{said}" for what, said in results if said]
    print("\n".join(bad))
    print(f"{coverage.count(found)} calls of directives, {len(found)} chains, {len(results)} comparisons, {len(bad)} wrong")
    sys.exit(1 if wrong or bad or not results else 0)


if __name__ == "__main__":
    main()

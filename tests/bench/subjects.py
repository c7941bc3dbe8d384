"""What is compared: the chain as each tool wants it written, and its commands. Here are those without a tool, and ours."""
import pathlib
import shutil
import subprocess

import capture
import chains
import places


class Command:
    def __init__(self, argv, env=None, cwd=None, stdin=None):
        self.argv, self.env, self.cwd, self.stdin = [str(a) for a in argv], env or {}, cwd, stdin


class Tool:
    engines = ("sqlite", "postgresql")
    many = 1000  # more migrations than this would take too long

    def __init__(self, build, place):
        self.build, self.place, self.engine = pathlib.Path(build), place, place.engine

    def missing(self):
        """What would have to be installed, or None."""
        return None

    def write(self, folder, count):
        """The chain, in a folder of the tool's own."""

    def steps(self, database):
        """Commands by their names: up, down, and where there are such current, again (up, with nothing to do), and start
        (what it costs to begin)."""
        raise NotImplementedError

    def write_file(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def needs_program(self, name, package):
        return None if shutil.which(name) else f"apt-get install {package}"

    def needs_packages(self):
        return None if self.packages().is_dir() else "tests/bench/packages/install"

    def packages(self):
        return self.build / "packages/node_modules"


# ---- Without a tool ----------------------------------------------------------------------------------------

def strings(items):
    return b"".join(s.encode() + b"\0" for s in items)


class Bare(Tool):
    """A C program that knows its statements."""

    def __init__(self, build, place, whole, way="piped"):
        super().__init__(build, place)
        self.whole, self.way = whole, way

    def write(self, folder, count):
        self.scripts = {}
        for way in ("up", "down"):
            begin = "BEGIN" if self.engine == "postgresql" else "BEGIN IMMEDIATE"
            groups = chains.transactions(count, way, self.whole, begin)
            self.scripts[way] = folder / f"{way}.script"
            self.scripts[way].write_bytes(strings(self.records(groups)))
        self.scripts["current"] = folder / "current.script"
        self.scripts["current"].write_bytes(strings(self.records([["SELECT version_num FROM version"]])))

    def records(self, groups):
        for g in groups:
            for statement in g:
                yield from (("S", statement, "0") if self.engine == "postgresql" else (statement,))
            if self.engine == "postgresql":
                yield "-"

    def command(self, database, script):
        if self.engine == "postgresql":
            return Command([self.build / "bench/play_postgresql", self.way, database.conninfo, script])
        return Command([self.build / "bench/play_sqlite", database.path, script])

    def steps(self, database):
        return {name: self.command(database, script) for name, script in self.scripts.items()}


class Shell(Tool):
    """sqlite3 and psql, reading a file."""

    def __init__(self, build, place, whole):
        super().__init__(build, place)
        self.whole = whole

    def missing(self):
        return self.needs_program(*{"sqlite": ("sqlite3", "sqlite3"),
                                    "postgresql": ("psql", "postgresql-client")}[self.engine])

    def write(self, folder, count):
        self.scripts = {}
        for way in ("up", "down"):
            self.scripts[way] = folder / f"{way}.sql"
            groups = chains.transactions(count, way, self.whole)
            self.scripts[way].write_text(chains.lines(s for g in groups for s in g))

    def steps(self, database):
        ask = "SELECT version_num FROM version"
        if self.engine == "sqlite":
            base = ["sqlite3", "-bail", database.path]
            steps = {way: Command(base, stdin=script) for way, script in self.scripts.items()}
            return {**steps, "current": Command([*base, ask]), "start": Command(["sqlite3", "--version"])}
        base = [database.place.server.program, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database.conninfo]
        steps = {way: Command([*base, "-f", script]) for way, script in self.scripts.items()}
        return {**steps, "current": Command([*base, "-c", ask]),
                "start": Command([database.place.server.program, "--version"])}


# ---- Ours --------------------------------------------------------------------------------------------------

MAKO = """<%doc>
{message}
</%doc>
<%!
revision = "{revision}"
down_revision = {down_revision}
%>
<%def name="upgrade()">
{up}</%def>
<%def name="downgrade()">
{down}</%def>
"""


def write_environment(folder, count, dialects, directives=False):
    """An environment of ours."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialects}\n")
    for i in range(1, count + 1):
        before = chains.revision(i - 1)
        up = chains.directives_up(i) if directives else chains.lines(chains.up(i))
        down = chains.directives_down(i) if directives else chains.lines(chains.down(i))
        (versions / f"{chains.revision(i)}_{chains.table(i)}.mako").write_text(MAKO.format(
            message=chains.table(i), revision=chains.revision(i), down_revision=f'"{before}"' if before else None,
            up=up, down=down))


class Aludel(Tool):
    def __init__(self, build, place, options=()):
        super().__init__(build, place)
        self.options = list(options)

    def write(self, folder, count):
        write_environment(folder, count, self.engine)
        self.program = folder / "migrate"
        subprocess.run([self.build / "aludel", "-C", folder, "build", "-o", self.program], check=True)

    def steps(self, database):
        base = [self.program, "--url", database.url()]
        up = Command([*base, "upgrade", "head", *self.options])
        return {"up": up, "current": Command([*base, "current"]), "again": up,
                "start": Command([self.program, "--version"]), "down": Command([*base, "downgrade", "base", *self.options])}


class SameStatements(Bare):
    """A C program that sends what ours does: the lock, the guards and the row of the log with it."""

    engines = ("postgresql",)

    def __init__(self, build, place):
        super().__init__(build, place, whole=False)

    def write(self, folder, count):
        ours = Aludel(self.build, self.place)
        ours.write(folder, count)
        self.scripts = {"up": folder / "up.script", "down": folder / "down.script"}
        database = self.place.new("captured")
        with capture.Capture(self.place.server.folder) as seen:
            through = places.PostgresDatabase(places.PostgresPlace(self.place.server, seen.port), database.name)
            for way, script in self.scripts.items():
                subprocess.run(ours.steps(through)[way].argv, check=True, stderr=subprocess.DEVNULL)
                first = seen.records.index("-") + 1  # which rows are there? An error, while there is no table
                script.write_bytes(strings(seen.records[first:]))
                seen.records.clear()
        self.place.drop(database)

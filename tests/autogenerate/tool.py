"""pairs_tool on many pairs at once: their migrations are written, compiled together, and played by the program that this makes."""
import contextlib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

from as_sql import statements
from rows import Rows
from tools.postgres import PrivatePostgres, roomy_folder

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
HERE = BUILD / "tests/autogenerate"
ALUDEL, TOOL = BUILD / "aludel", BUILD / "pairs_tool"


def record(word, text=""):
    return f"{word}\x1f{text}\x1e"


def bare(key):
    """As --rename has it: names without quotes."""
    if key[0] == "column":
        return f"{bare(key[1])}.{key[2]}"
    return key[2] if key[1] in ("public", "main") else f"{key[1]}.{key[2]}"


def records(pair, dialect):
    rows = Rows(pair, dialect)
    told = [record("pair", pair.id), *(record("a", s) for s in statements(pair.a, dialect)), *(record("b", s) for s in statements(pair.b, dialect))]
    told += [record("row", s) for s in rows.inserts()]
    told += [record("was", q) for q in rows.questions(False)] + [record("is", q) for q in rows.questions(True)]
    told += [record("rename", f"{bare(old)}:{bare(new)}") for old, new in pair.renames]
    return "".join(told) + (record("exact") if pair.exact else "")


def settings(name):
    text = (BUILD / "aludel-build.conf").read_text()
    return shlex.split(re.search(rf"^{name} = ?(.*)$", text, re.M)[1])


class Runner:
    """On one kind of database."""

    def __init__(self, dialect, stack):
        self.dialect = dialect
        self.top = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=roomy_folder())))
        self.server = stack.enter_context(PrivatePostgres()) if dialect == "postgresql" else None
        self.count = 0

    def play(self, pairs):
        """{id: why} of those that fail; and their migrations, {id: text}."""
        self.count += 1
        folder = self.top / str(self.count)
        (folder / "versions").mkdir(parents=True)
        (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {self.dialect}\nlog_table =\nfrom_scratch = no\n")
        texts = {p.id: records(p, self.dialect) for p in pairs}
        with self.place() as place:
            failed = self.tool(TOOL, "propose", place, folder, texts)
            failed.update(self.compile(folder))
            texts = {id: text for id, text in texts.items() if id not in failed}
            if texts:
                failed.update(self.tool(folder / "play", "play", place, folder, texts))
        written = {id: path.read_text() for id in failed if (path := folder / "versions" / f"{id}.mako").exists() or (path := folder / f"{id}.broken").exists()}
        shutil.rmtree(folder)
        return failed, written

    @contextlib.contextmanager
    def place(self):
        """A database that isn't full of what others have left behind in its catalog."""
        if not self.server:
            yield f"sqlite:///{self.top}/ground.db"
            return
        name = self.server.new_database()
        yield self.server.url_of(name)
        self.server.psql(f"DROP DATABASE {name} WITH (FORCE)")

    def tool(self, program, what, place, folder, texts):
        """One that ends the program fails; the others are tried without it."""
        failed, left = {}, dict(texts)
        while left:
            done = subprocess.run([program, what, place, folder], input="".join(left.values()).encode(), capture_output=True, check=False)
            told = done.stdout.decode(errors="replace").split("\x1e")
            failed.update(line[1:].split("\x1f", 1) for line in told if line.startswith("!"))
            if done.returncode == 0:
                break
            begun = [line[1:] for line in told if line.startswith(">")]
            assert begun, done.stderr.decode(errors="replace")
            failed[begun[-1]] = f"{what}: it ended with {done.returncode}: {done.stderr.decode(errors='replace')}"
            left = {id: text for id, text in left.items() if id not in begun}
        return failed

    def compile(self, folder):
        """What aludel refuses fails."""
        failed = {}
        for path in folder.glob("versions/*.mako"):
            if path.stem in failed:
                continue
        while True:
            done = subprocess.run([ALUDEL, "-C", folder, "generate", "--symbol", "pairs", "-o", folder / "out"], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                break
            broken = dict.fromkeys(re.findall(r"versions/(\w+)\.mako", done.stderr))
            assert broken, done.stderr
            for id in broken:
                failed[id] = f"compiling: {done.stderr}"
                (folder / "versions" / f"{id}.mako").rename(folder / f"{id}.broken")
        if list(folder.glob("versions/*.mako")):
            self.link(folder)
        return failed

    def link(self, folder):
        sources = sorted((folder / "out").glob("*.c"))
        libraries = [HERE / "libpairs.a", BUILD / "generator/libaludel_generator.a", *settings("cli"), *settings("sqlite"),
                     *settings("postgresql"), *settings("libs")]
        subprocess.run(["cc", "-O0", "-w", *settings("cflags"), "-I", *settings("include"), *sources, *libraries, "-o", folder / "play"], check=True)

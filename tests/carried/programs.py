"""Programs of one chain at several times: each cut is the program that was built when the chain ended there.

    with Times("sqlite") as times:
        times.put("a1_x.mako", text)
        old = times.build()
        times.put("a2_x.mako", text)
        new = times.build()
        times.upgrade(new, "app.db"); old.run("downgrade", "--carried")
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tools.template import template

sys.path.insert(0, os.path.join(os.environ["ALUDEL_SOURCE"], "tests", "chain"))
import stand as stands  # noqa: E402

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
ALUDEL = str(BUILD / "aludel")


class Wrong(AssertionError):
    """What isn't as it should be."""


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, url, *words, status=0):
        """What it said, both streams; None as the status: any."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PG") and not k.endswith("_URL")}
        done = subprocess.run([self.path, "--url", url, *words], text=True, capture_output=True, timeout=120,
                              env={**kept, "NO_COLOR": "1"})
        if status is not None and done.returncode != status:
            raise Wrong(f"{self.path} {' '.join(words)}: exit {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def refuses(self, url, *wanted, words=("downgrade", "--carried"), status=3):
        said = self.run(url, *words, status=status)
        for text in wanted:
            if text not in said:
                raise Wrong(f"{' '.join(words)}: '{text}' isn't in\n{said}")
        return said


class Times:
    """An environment, and programs of it as it was."""

    def __init__(self, dialect, settings="carry_downgrades = yes\n", of=None):
        self.dialect, self.top = dialect, tempfile.TemporaryDirectory()
        self.folder, self.count = pathlib.Path(self.top.name) / "now", 0
        if of:
            shutil.copytree(of, self.folder)
        (self.folder / "versions").mkdir(parents=True, exist_ok=True)
        with open(self.folder / "aludel.ini", "a", encoding="utf-8") as ini:
            ini.write(("" if of else "[aludel]\n") + settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.top.cleanup()

    def put(self, name, text):
        path = self.folder / name if name.endswith("env.mako") else self.folder / "versions" / name
        path.write_text(text)

    def migration(self, id, down, up, back, top=""):
        self.put(f"{id}_x.mako", template(id, down, up, back, id, top))

    def remove(self, name):
        (self.folder / "versions" / name).unlink()

    def build(self, *options):
        self.count += 1
        path = str(pathlib.Path(self.top.name) / f"migrate_{self.count}")
        done = subprocess.run([ALUDEL, "build", "-C", str(self.folder), "--dialect", self.dialect, "-o", path, *options],
                              text=True, capture_output=True, check=False)
        if done.returncode:
            raise Wrong(f"{done.stdout}{done.stderr}")
        return Program(path)

    def database(self, server):
        return stands.STANDS[self.dialect](server)


def log_rows(database, what="revision, action"):
    return database.rows(f"SELECT {what} FROM aludel_log WHERE action <> 'shared' ORDER BY number")


def must(true, what):
    if not true:
        raise Wrong(what)


def play_on(dialect, bench, tests, names):
    """Those of `tests(bench(dialect, server))` that are named, or all of them, with a server where it takes one."""
    with stands.STANDS[dialect].server_class() as server:
        return play(*[t for t in tests(bench(dialect, server)) if not names or t.__name__ in names])


def play(*tests):
    """Each test is a function that raises what is wrong; the exit status."""
    failed = 0
    for test in tests:
        try:
            test()
            print(f"ok: {test.__name__}")
        except (Wrong, AssertionError) as wrong:
            failed += 1
            print(f"FAILED: {test.__name__}: {wrong}")
    return 1 if failed else 0

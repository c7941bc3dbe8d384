"""An environment of its own to run the command `aludel` in; checks by their names."""
import os
import pathlib
import subprocess
import sys
import tempfile

from tools.template import template

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
ALUDEL = str(BUILD / "aludel")


class Place:
    """An empty folder with an environment in it."""

    def __init__(self, name="db"):
        self.temporary = tempfile.TemporaryDirectory()
        self.top = pathlib.Path(self.temporary.name)
        self.environment = self.top / name
        (self.environment / "versions").mkdir(parents=True)
        self.settings("[aludel]\ndialects = sqlite\nurl = sqlite:///app.db\n")
        self.write("a1", None)
        self.variables = {**os.environ, "XDG_CACHE_HOME": str(self.top / "cache"), "NO_COLOR": "1"}

    def settings(self, text):
        (self.environment / "aludel.ini").write_text(text)

    def write(self, rev, down, top=""):
        path = self.environment / "versions" / f"{rev}_x.mako"
        path.write_text(template(rev, down, f"CREATE TABLE {rev} (x INTEGER);", f"DROP TABLE {rev};", doc=rev, top=f"{top}\n"))
        return path

    def run(self, *arguments, status=0, folder=None, program=ALUDEL, **variables):
        result = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=folder or self.environment, env={**self.variables, **variables}, timeout=120)
        assert result.returncode == status, f"{arguments}: {result.returncode}\n{result.stdout}{result.stderr}"
        return result.stdout + result.stderr

    def out(self):
        return {p.name: p.read_bytes() for p in sorted((self.top / "out").iterdir())}


def run_checks(checks):
    """Those that the command line names; all of them where it names none."""
    failed = 0
    for check in checks:
        if len(sys.argv) > 1 and check.__name__ not in sys.argv[1:]:
            continue
        try:
            check()
            print(f"ok: {check.__name__}")
        except AssertionError as error:
            failed += 1
            print(f"FAILED: {check.__name__}: {error}")
    return 1 if failed else 0

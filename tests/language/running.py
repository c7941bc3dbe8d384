"""What running a case needs on every database."""
import difflib
import os
import subprocess

from tools.console import matches


class Wrong(Exception):
    """A case that didn't do what it says."""


def difference(expected, actual, what):
    return what + "\n" + "\n".join(difflib.unified_diff(expected, actual, "expected", "found", lineterm="", n=99))


def same(expected, actual, what):
    actual = [line.rstrip() for line in actual]
    if not matches(expected, actual):
        raise Wrong(difference(expected, actual, what))


def equal(expected, actual, what):
    if expected != actual:
        raise Wrong(difference(expected, actual, what))


def migrate(program, run, *arguments):
    variables = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS")}
    done = subprocess.run([str(program), *run.arguments, *arguments], capture_output=True, timeout=120,
                          env={**variables, **run.variables})
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


class Live:
    """A database that the program works on: up, questions, down, up again. By database differs how one is made
    (`fresh`), what its schema is, and how questions are put (`look`: checks the answers, gives schema and content)."""

    def __init__(self, program, url):
        self.program, self.url = program, "--url=" + url

    def go(self, run, command, target):
        status, _, stderr = migrate(self.program, run, self.url, command, target)
        if status:
            raise Wrong(f"{command}: exit status {status}\n{stderr}")

    def expect(self, case, run):
        before = self.schema()
        self.go(run, "upgrade", case.name)
        up = self.look(run)
        if case.goes_down():
            self.go(run, "downgrade", "base")
            equal(before, self.schema(), "the schema after the downgrade")
            self.fresh(case) if case.before else None
            self.go(run, "upgrade", case.name)
            equal(up[0], self.look(run)[0], "the schema after the second upgrade")
        return up

    def fails(self, case, run):
        before = self.schema()
        status, _, stderr = migrate(self.program, run, self.url, "upgrade", case.name)
        same(run.body.rstrip().splitlines(), stderr.rstrip().splitlines() + [f"[exit {status}]"], "upgrade")
        equal(before, self.schema(), "the schema after the failure")

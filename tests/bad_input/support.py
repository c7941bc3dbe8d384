"""What the tests of bad input share: both programs, run so that a crash, a hang or a sanitizer's report is a failure.

    place = Place()                     a folder that everybody may enter, with an environment of four revisions
    done = place.aludel("generate", "-o", "out")
    done = place.migrate("current", as_nobody=True, streams={1: None})
    expect(done, 1, "can't read 'aludel.ini'")

`streams` says what stands in the place of a standard stream: None (closed), or a file's name.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import namedtuple

from tools.template import template

BUILD = pathlib.Path(os.environ["ALUDEL_BUILD"])
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
SECONDS = 240  # of a run that doesn't end by itself
REPORT_STATUS = 99  # of a sanitizer

# Every command of `migrate`, as one gives it; surroundings.py holds them against its help.
CHANGING = [["upgrade", "head"], ["downgrade", "base"], ["stamp", "head"], ["ensure_version"], ["resume", "--done"]]
ASKING = [["current"], ["plan"], ["verify"], ["log"], ["inspect"], ["check"], ["wait", "head"]]
READING = [["history"], ["heads"], ["branches"], ["show", "head"]]

Done = namedtuple("Done", "status stdout stderr said")  # said: both, as text

# A revision makes a table of some 120 KB.
FILL = {
    "sqlite": "CREATE TABLE t_{rev} (a INTEGER PRIMARY KEY, b BLOB);\nINSERT INTO t_{rev} (b) WITH RECURSIVE c(x) AS "
              "(SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 40) SELECT randomblob(3000) FROM c;",
    "postgresql": "CREATE TABLE t_{rev} (a INTEGER PRIMARY KEY, b TEXT);\nINSERT INTO t_{rev} SELECT x, (SELECT "
                  "string_agg(md5(CAST(x * y AS text)), '') FROM generate_series(1, 60) AS y) FROM generate_series(1, 60) AS x;",
}
CHAIN = ["r1", "r2", "r3", "r4"]


def migration(rev="a1", down=None, up="CREATE TABLE a1 (x INTEGER);", undo="DROP TABLE a1;", doc="a1"):
    return template(rev, down, up, undo, doc)


def write_chain(folder, dialect="sqlite", settings=""):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text(f"[aludel]\ndialects = {dialect}\nurl_env = TEST_URL\n{settings}")
    for i, rev in enumerate(CHAIN):
        up = FILL[dialect].format(rev=rev)
        text = migration(rev, CHAIN[i - 1] if i else None, up, f"DROP TABLE t_{rev};", rev)
        (folder / "versions" / f"{rev}.mako").write_text(text)


def arrange(streams):
    """In the child: closes standard streams, or opens files in their place."""
    for number, name in streams.items():
        os.close(number)
        if name is not None:
            opened = os.open(name, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)


class Place:
    """An empty folder with an environment in it; `program` is its migrate."""

    def __init__(self, dialect="sqlite", settings="wait = 300ms\n"):
        self.temporary = tempfile.TemporaryDirectory(prefix="aludel-bad-", ignore_cleanup_errors=True)
        self.top = pathlib.Path(self.temporary.name)
        self.environment, self.reports = self.top / "env", self.top / "reports"
        write_chain(self.environment, dialect, settings)
        for folder in (self.top, self.environment, self.environment / "versions", self.reports):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o777)
        self.tool = self.within_reach()
        self.program = self.top / "migrate"
        self.url = f"sqlite:///{self.top}/app.db"
        self.variables = {"XDG_CACHE_HOME": str(self.top / "cache")}

    def within_reach(self):
        """Somebody without rights may not enter the checkout's folder: what only compiles needs nothing beside it."""
        copy = self.top / "bin/aludel"
        copy.parent.mkdir()
        shutil.copy(BUILD / "aludel", copy)
        return copy

    def build(self):
        expect(self.run([BUILD / "aludel", "build", "-C", self.environment, "-o", self.program]), 0)
        self.program.chmod(0o755)
        return self

    def settings_for(self, variables):
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "TEST_", "ALUDEL_BY"))}
        sanitizers = f":log_path={self.reports}/report:exitcode={REPORT_STATUS}"
        options = {f"{s}_OPTIONS": os.environ.get(f"{s}_OPTIONS", "") + sanitizers for s in ("ASAN", "UBSAN", "LSAN")}
        all_of_them = {**keep, "NO_COLOR": "1", "TEST_URL": self.url, **self.variables, **variables, **options}
        return {k: v for k, v in all_of_them.items() if v is not None}

    def run(self, command, as_nobody=False, streams=None, before=None, cwd=None, variables=None, stdin=None):
        def prepare():
            if before:
                before()
            arrange(streams or {})

        command = [str(word) for word in (AS_NOBODY if as_nobody else []) + list(command)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd or self.environment,
                              input=stdin if stdin is not None else b"", env=self.settings_for(variables or {}),
                              timeout=SECONDS, preexec_fn=prepare)
        said = (done.stdout + done.stderr).decode(errors="replace")
        self.no_report(command, done.returncode, said)
        return Done(done.returncode, done.stdout, done.stderr, said)

    def no_report(self, command, status, said):
        found = "".join(path.read_text(errors="replace") for path in self.reports.iterdir())
        assert status >= 0, f"{command[:6]} was ended by signal {-status}\n{said[:2000]}"
        assert not found and status != REPORT_STATUS, f"{command[:6]}\n{found[:4000]}"

    def aludel(self, *arguments, **how):
        return self.run([self.tool, *arguments], **how)

    def aludel_built(self, *arguments, **how):
        """With the headers and libraries beside it."""
        return self.run([BUILD / "aludel", *arguments], **how)

    def migrate(self, *arguments, **how):
        return self.run([self.program, *arguments], **how)

    def write(self, name, content):
        path = self.environment / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path


CASES = [0]


def expect(done, status, *texts):
    """A case: the exit status, and what was said of it, in few words."""
    CASES[0] += 1
    assert done.status == status, f"exit status {done.status}, not {status}\n{done.said[:3000]}"
    for text in texts:
        assert text in done.said, f"not said: {text}\n{done.said[:3000]}"
    assert len(done.stderr) < 200_000, f"{len(done.stderr)} bytes of messages"
    return done


def main(checks):
    """All of them, or those that are named on the command line."""
    failed, wanted = 0, sys.argv[1:]
    for check in checks:
        if wanted and check.__name__ not in wanted:
            continue
        try:
            check()
        except Exception:  # also a time-out
            failed += 1
            print(f"FAILED: {check.__name__}: {traceback.format_exc()}")
    print(f"{CASES[0]} cases, {failed} checks failed")
    sys.exit(1 if failed or not CASES[0] else 0)

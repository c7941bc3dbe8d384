"""Small environments, and `aludel test` on them."""
import os
import pathlib
import signal
import subprocess
import tempfile
import time

MIGRATION = """<%doc>{id}</%doc>
<%! revision = "{id}"; down_revision = {down} %>
<%def name="upgrade()">
{up}
</%def>
<%def name="downgrade()">
{back}
</%def>
"""
BOOKS = ("CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(40) NOT NULL, price NUMERIC(5, 2));", "DROP TABLE books;")
SLOW = ("""% if dialect == "sqlite":
CREATE TABLE slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000000) SELECT max(i) AS i FROM n;
% else:
SELECT pg_sleep(600);
% endif""", "SELECT 1;")


class Chain:
    """In a folder that is gone afterwards, with a TMPDIR and a cache of its own."""

    def __init__(self, aludel, *migrations, files=(), dialects="sqlite postgresql"):
        self.aludel, self.kept = aludel, tempfile.TemporaryDirectory()
        self.top = pathlib.Path(self.kept.name)
        (self.top / "env/versions").mkdir(parents=True)
        (self.top / "places").mkdir()
        (self.top / "env/aludel.ini").write_text(f"[aludel]\ndialects = {dialects}\nurl_env = TRIAL_URL\n")
        down = "None"
        for number, (up, back) in enumerate(migrations, 1):
            text = MIGRATION.format(id=f"m{number}", down=down, up=up, back=back)
            (self.top / f"env/versions/m{number}.mako").write_text(text)
            down = f'"m{number}"'
        for name, text in dict(files).items():
            (self.top / "env" / name).write_text(text)

    def environment(self, more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {**kept, "TMPDIR": str(self.top / "places"), "XDG_CACHE_HOME": str(self.top / "cache"), **dict(more)}

    def start(self, *arguments, url=None, variables=()):
        command = [self.aludel, "test", "-C", "env", *(["--url", url] if url else []), *arguments]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.top,
                                env=self.environment(variables))

    def test(self, *arguments, url=None, variables=(), status=0):
        """What it has printed."""
        process = self.start(*arguments, url=url, variables=variables)
        output = process.communicate(timeout=300)[0]
        assert process.returncode == status, f"exit {process.returncode}\n{output}"
        return output

    def migrate(self, url, *arguments):
        done = subprocess.run([self.aludel, "-C", "env", *(["--url", url] if url else []), *arguments], text=True, capture_output=True, cwd=self.top,
                              env=self.environment(()), check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def left(self):
        return sorted(path.name for path in (self.top / "places").iterdir())


def until(what, seconds=60):
    """What it says once that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it takes too long")


def stop(process, number):
    process.send_signal(number)
    output = process.communicate(timeout=60)[0]
    return process.returncode, output


SIGNALS = {"interrupt": signal.SIGINT, "terminate": signal.SIGTERM}

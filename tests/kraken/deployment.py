"""A deployment by migrations/kraken/deploy: a service that runs, releases that come, migrations that fail.

    deployment.py [-v] [TEST…]
"""
import configparser
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import unittest

import releases
from programs import ENVIRONMENT, ask_at, run, until
from restart import is_running
from server import TURN, OnServer

RESTART = f"{sys.executable} {pathlib.Path(__file__).parent / 'restart.py'}"
# Right where nobody has said anything yet, and wrong where somebody has.
WRONG = {"revision": "004", "parent": "003", "message": "Turns have a rating",
         "up": "ALTER TABLE kraken_turns ADD COLUMN rating INTEGER NOT NULL;",
         "down": "ALTER TABLE kraken_turns DROP COLUMN rating;"}
RIGHT = {**WRONG, "up": "ALTER TABLE kraken_turns ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;"}


class Deployment(OnServer):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.releases = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        releases.this_one(cls.releases / "now")
        for name, migration in (("wrong", WRONG), ("right", RIGHT)):
            releases.next_one(cls.releases / name, [migration], cls.releases / f"{name}-work")

    def setUp(self):
        super().setUp()
        self.bin = self.folder / "bin"
        (self.folder / "environment").write_text(f'DATABASE_URL="{self.url}"\n')
        self.addCleanup(self.stop)

    def pid(self):
        return int((self.folder / "pid").read_text())

    def stop(self):
        if (self.folder / "pid").exists() and is_running(self.pid()):
            os.kill(self.pid(), signal.SIGKILL)
            until(lambda: not is_running(self.pid()), "the service ends")

    def deployed_with(self, **more):
        return {"KRAKEN_ENVIRONMENT": str(self.folder / "environment"), "KRAKEN_BIN": str(self.bin),
                "KRAKEN_RESTART": f"{RESTART} {self.folder}", **more}

    def deploy(self, name, **more):
        return run(self.releases / name / "deploy.sh", self.releases / name, **self.deployed_with(**more))

    def installed(self):
        return {p.name: p.read_bytes() for p in sorted(self.bin.iterdir())}

    def is_installed(self, name):
        return self.installed() == {n: (self.releases / name / n).read_bytes() for n in ("kraken_migrate", "kraken_service")}

    def first(self):
        done = self.deploy("now")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(ask_at(self.folder / "sock", TURN % "s")[0][:3], "ok ")
        return self.pid()

    def test_the_first_one(self):
        done = self.deploy("now")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([line for line in done.stderr.splitlines() if "INFO" not in line], ["deploy: the new service runs"])
        self.assertIn("Running upgrade 002 -> 003", done.stderr)
        self.assertNotIn("Running", (self.folder / "log").read_text())
        self.assertTrue(self.is_installed("now"))
        self.assertIn('"turns": 0', ask_at(self.folder / "sock", "stats")[0])

    def test_a_password_that_a_shell_would_read(self):
        """The file is systemd's: text, with quotes and backslashes."""
        password = "a$HOME`id`\"b'c\\d;e&f #g"
        quoted = password.replace("'", "''")
        self.server.psql("SET password_encryption = 'scram-sha-256'; SET standard_conforming_strings = on; "
                         f"DROP ROLE IF EXISTS scram; CREATE ROLE scram LOGIN PASSWORD '{quoted}'; "
                         f"ALTER DATABASE {self.database} OWNER TO scram")
        self.addCleanup(self.server.psql, f"ALTER DATABASE {self.database} OWNER TO postgres; DROP OWNED BY scram")
        url = f"postgresql://scram:{password}@{self.server.folder.replace('/', '%2F')}/{self.database}"
        for text in ('"' + re.sub(r'(["\\`$])', r"\\\1", url) + '"', "'" + url.replace("'", "'\"'\"'") + "'  ",
                     "  " + url.replace("\\", "\\\\") + " "):
            line = "DATABASE_URL=" + text
            (self.folder / "environment").write_text(f"# DATABASE_URL=x\n\nOTHER=$(exit 1) `exit 1`\n{line}\n")
            done = self.deploy("now")
            self.assertEqual(done.returncode, 0, line + done.stderr)
            self.assertIn("ok ", ask_at(self.folder / "sock", "stats")[0])

    def test_a_second_one_just_works(self):
        first = self.first()
        done = self.deploy("now")
        self.assertEqual((done.returncode, done.stderr), (0, "deploy: the new service runs\n"))
        self.assertNotEqual(self.pid(), first)
        self.assertIn('"turns": 1', ask_at(self.folder / "sock", "stats")[0])

    def test_a_migration_that_fails(self):
        first, before = self.first(), self.dump()
        done = self.deploy("wrong")
        self.assertEqual(done.returncode, 1)
        self.assertIn('column "rating" of relation "kraken_turns" contains null values', done.stderr)
        self.assertIn("'004' was rolled back", done.stderr)
        self.assertTrue(done.stderr.endswith("the service that runs was left alone\n"), done.stderr)
        self.assertEqual(self.dump(), before)
        self.assertTrue(self.is_installed("now"))
        self.assertTrue(self.pid() == first and is_running(first))
        self.assertIn('"turns": 2', ask_at(self.folder / "sock", TURN % "s")[0])

    def test_the_one_that_mends_it(self):
        first = self.first()
        self.assertEqual(self.deploy("wrong").returncode, 1)
        done = self.deploy("right")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(self.is_installed("right"))
        self.assertEqual(self.at(), "004")
        self.assertNotEqual(self.pid(), first)
        self.assertIn('"turns": 2', ask_at(self.folder / "sock", TURN % "s")[0])
        self.assertEqual(self.sql("SELECT count(*), sum(rating) FROM kraken_turns"), "2|0")

    def test_an_older_release(self):
        self.first()
        self.assertEqual(self.deploy("right").returncode, 0)
        pid = self.pid()
        done = self.deploy("now")
        self.assertEqual(done.returncode, 3)
        self.assertIn("Can't locate revision identified by '004'", done.stderr)
        self.assertTrue(self.is_installed("right") and is_running(pid))

    def test_the_service_does_not_come_up(self):
        self.first()
        for restart, status in (("exit 7", 7), (f"{RESTART} {self.folder}/nowhere", 1)):
            done = self.deploy("now", KRAKEN_RESTART=restart)
            self.assertEqual(done.returncode, status)
            self.assertIn("the database is migrated, but the service didn't come up", done.stderr)

    def test_what_is_missing(self):
        script = self.releases / "now" / "deploy.sh"
        self.assertIn("usage: deploy.sh FOLDER", run(script).stderr)
        for done in (run(script, self.folder / "nowhere", **self.deployed_with()),
                     run(script, self.releases / "now", **self.deployed_with(KRAKEN_ENVIRONMENT="/nowhere"))):
            self.assertNotEqual(done.returncode, 0)
            self.assertTrue(done.stderr.endswith("the service that runs was left alone\n"), done.stderr)
            self.assertFalse(self.bin.exists())


class TheUnit(unittest.TestCase):
    def test_what_it_says_of_the_program(self):
        unit = configparser.ConfigParser(interpolation=None)
        unit.optionxform = str
        unit.read(ENVIRONMENT / "deploy/kraken.service")
        service = unit["Service"]
        wanted = {"Type": "notify",  # it tells NOTIFY_SOCKET
                  "TimeoutStartSec": "infinity", "Restart": "on-failure",
                  "RestartPreventExitStatus": "3",  # the database is newer
                  "SuccessExitStatus": "143"}  # told to stop while it migrated
        self.assertEqual({name: service[name] for name in wanted}, wanted)


class Workflow(Deployment):
    """deploy.yml's own last step, with an ssh that goes nowhere."""

    def steps(self):
        """The commands of its steps, in their order, as text."""
        text = (ENVIRONMENT / "deploy/deploy.yml").read_text()
        found = re.findall(r"^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", text, re.M)
        return [re.sub(r"^ {10}", "", block, flags=re.M) or line for block, line in found]

    def deploy(self, name, **more):
        work = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copytree(self.releases / name, work / "kraken-new")
        for program in (work / "kraken-new").iterdir():
            program.chmod(0o644)
        (work / "server").mkdir()
        ssh = work / "path/ssh"
        ssh.parent.mkdir()
        ssh.write_text(f'#!/bin/sh\n[ "$1" = kraken.example ] || exit 255\ncd {work}/server && exec sh -c "$2"\n')
        ssh.chmod(0o755)
        with open(work / "step", "w", encoding="utf-8") as step:
            step.write(f"cd {work}\n" + self.steps()[-1])
        return run("bash", "-e", work / "step", KRAKEN_HOST="kraken.example",
                   PATH=f"{ssh.parent}:{os.environ['PATH']}", **self.deployed_with(**more))

    def test_what_its_steps_name_is_there(self):
        steps = "\n".join(self.steps())
        self.assertEqual(len(self.steps()), 6)
        for path in re.findall(r"\b(?:migrations|tests)/[\w/.]+\.\w+", steps):
            self.assertTrue((releases.ROOT / path).exists(), path)
        self.assertNotIn("continue-on-error", (ENVIRONMENT / "deploy/deploy.yml").read_text())
        self.assertNotIn("||", steps)


if __name__ == "__main__":
    unittest.main()

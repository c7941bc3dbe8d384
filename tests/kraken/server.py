"""A private PostgreSQL for the tests of a module, with a database and a folder for each of them."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from programs import BUILD, Service, until
from tools.postgres import PrivatePostgres

# A request with a session to be filled in.
TURN = ('turn {"session_id": "%s", "model": "m", "system_prompt_hash": "0123456789abcdef", "agent_version": "1.0", '
        '"user_query": "and?", "assistant_response": "so", "input_tokens": 10, "output_tokens": 20, "cost_usd": 0.25}')


class OnServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = PrivatePostgres()
        cls.enterClassContext(cls.server)

    def setUp(self):
        self.database = self.server.new_database()
        self.url = self.server.url_of(self.database)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def sql(self, text):
        return self.server.psql(text, self.database)

    def tables(self):
        return self.sql("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND "
                        "relname LIKE 'kraken%'").split()

    def at(self):
        return self.sql("SELECT string_agg(version_num, ' ') FROM alembic_version")

    def dump(self):
        """All of the database, rows too. pg_dump makes up a key for each of its scripts."""
        program = os.path.join(os.path.dirname(self.server.program), "pg_dump")
        text = subprocess.run([program, "-d", self.url], check=True, text=True, capture_output=True).stdout
        return re.sub(r"^\\(un)?restrict .*\n", "", text, flags=re.M)

    def service(self, url=None, program=BUILD / "kraken_service", **more):
        return self.enterContext(Service(url or self.url, self.folder, program, **more))

    def holder(self, sql):
        """A session that goes on holding what it has locked, until it is killed."""
        process = self.enterContext(subprocess.Popen([self.server.program, "-XqAt", "-d", self.url], text=True,
                                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        self.addCleanup(process.kill)
        process.stdin.write(sql + "; SELECT 'held';\n")
        process.stdin.flush()
        self.assertEqual(process.stdout.readline(), "held\n")
        return process

    def until(self, sql):
        until(lambda: self.sql(sql) == "t", sql)

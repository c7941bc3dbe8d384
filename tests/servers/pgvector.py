"""The server with pgvector, as tests rely on it: vectors, a new session for each client, an empty schema for each
database, the text of pg_dump; and it is gone when its test is."""
import contextlib
import os
import socket
import struct
import subprocess
import sys
import time
import unittest
import urllib.parse

from tools import pgvector
from tools.postgres import PsqlError

SESSION = """
PREPARE left_over AS SELECT 1;
SELECT pg_advisory_lock(1);
CREATE TEMP TABLE left_over (a INTEGER);
SET search_path = elsewhere;
"""
IS_NEW = """
SELECT (SELECT count(*) FROM pg_prepared_statements) + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') +
       (SELECT count(*) FROM pg_class WHERE relname = 'left_over'), current_schema();
"""
MUCH = """
CREATE EXTENSION vector;
CREATE TABLE shards (id INTEGER, embedding VECTOR(3));
CREATE INDEX shards_near ON shards USING ivfflat (embedding vector_cosine_ops) WITH (lists = 1);
INSERT INTO shards VALUES (1, '[1,0,0]'), (2, '[0,1,0]');
CREATE SCHEMA elsewhere;
CREATE TYPE elsewhere.mood AS ENUM ('good');
CREATE TABLE alembic_version (version_num TEXT);
"""
NOT_STARTED = "from tools.pgvector import PrivatePgvector as P\nwith P() as server: pass"
FORGETFUL = "from tools.pgvector import PrivatePgvector as P\nserver = P().__enter__()\nprint(server.server.pid, flush=True)"


def message(kind, body):
    return kind + struct.pack("!i", 4 + len(body)) + body


def started(options):
    return message(b"", struct.pack("!i", 3 << 16) + "".join(f"{k}\0{v}\0" for k, v in options.items()).encode() + b"\0")


def asked(sql):
    """Parse, Bind, Execute, Sync."""
    return (message(b"P", b"\0" + sql.encode() + b"\0\0\0") + message(b"B", bytes(8)) + message(b"E", bytes(5))
            + message(b"S", b""))


def kinds_of(client, ready):
    """The kinds of the messages that come, up to so many ReadyForQuery and what comes with the last of them."""
    stream = client.makefile("rb")
    while ready:
        kind, length = struct.unpack("!ci", stream.read(5))
        stream.read(length - 4)
        ready -= kind == b"Z"
        yield kind.decode()
    client.settimeout(0.5)
    with contextlib.suppress(TimeoutError):
        yield stream.read(1).decode()


class Pgvector(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pgvector.PrivatePgvector())

    def setUp(self):
        self.name = self.server.new_database()

    def test_vectors(self):
        self.server.psql(MUCH, self.name)
        self.assertEqual("2", self.server.psql("SELECT id FROM shards ORDER BY embedding <=> '[0,2,1]' LIMIT 1", self.name))

    def test_each_client_finds_a_new_session(self):
        self.server.psql(SESSION, self.name)
        self.assertEqual("0|public", self.server.psql(IS_NEW, self.name))

    def test_nothing_is_left_of_a_client_that_fails_in_a_transaction(self):
        with self.assertRaises(PsqlError):
            self.server.psql("BEGIN; CREATE TABLE half (a INTEGER); SELECT 1 / 0;", self.name)
        self.assertEqual("", self.server.psql("SELECT to_regclass('half')", self.name))

    def test_an_error_is_answered_once(self):
        """Two statements of the extended protocol at once, the first of them wrong: the answers to each up to its own
        ReadyForQuery, and none too many."""
        url = urllib.parse.urlsplit(self.server.url)
        with socket.create_connection((url.hostname, url.port), 20) as client:
            client.sendall(started({"user": "postgres", "database": "postgres"}) + asked("SELECT nothing") + asked("SELECT 1"))
            kinds = "".join(kind for kind in kinds_of(client, 3) if kind not in "SKN")
        self.assertRegex(kinds, "^RZEZ12DCZ$")

    def test_nothing_is_left_of_a_client_that_is_killed_in_a_transaction(self):
        client = subprocess.Popen([self.server.program, "-X", "-q", "-At", "-d", self.server.url], text=True, bufsize=1,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        client.stdin.write(SESSION + "BEGIN; CREATE TABLE public.half (a INTEGER); SELECT 'done';\n")
        self.assertEqual(["\n", "done\n"], [client.stdout.readline(), client.stdout.readline()])
        client.kill()
        client.communicate()
        self.assertEqual("0|public", self.server.psql(IS_NEW, self.name))
        self.assertEqual("", self.server.psql("SELECT to_regclass('half')", self.name))

    def test_a_second_client_waits_for_the_first(self):
        url = urllib.parse.urlsplit(self.server.url)
        with socket.create_connection((url.hostname, url.port)):
            second = subprocess.Popen([self.server.program, "-X", "-At", "-d", self.server.url, "-c", "SELECT 1"],
                                      stdout=subprocess.PIPE)
            time.sleep(0.5)
            self.assertIsNone(second.poll())
        self.assertEqual(b"1\n", second.communicate(timeout=20)[0])

    def test_a_new_database_is_empty_and_the_one_before_it_gone(self):
        empty = self.server.dump(self.name)
        self.server.psql(MUCH, self.name)
        full = self.server.dump(self.name)
        self.assertIn("CREATE INDEX shards_near ON public.shards USING ivfflat (embedding public.vector_cosine_ops)", full)
        self.assertIn("CREATE TYPE elsewhere.mood", full)
        self.assertNotIn("alembic_version", full)
        self.assertNotIn("--", full)
        self.assertIn("alembic_version", self.server.dump(self.name, without=()))
        self.assertEqual(empty, self.server.dump(self.server.new_database()))
        for ask in (self.server.dump, self.server.url_of):
            with self.assertRaises(AssertionError):
                ask(self.name)


class Processes(unittest.TestCase):
    def test_without_the_packages_it_fails(self):
        done = subprocess.run([sys.executable, "-c", NOT_STARTED], env={**os.environ, "PATH": ""}, text=True,
                              stderr=subprocess.PIPE)
        self.assertEqual(1, done.returncode)
        self.assertIn("tests/servers/install", done.stderr)

    def test_it_ends_with_its_test(self):
        started = subprocess.run([sys.executable, "-c", FORGETFUL], text=True, check=True, stdout=subprocess.PIPE)
        end = time.monotonic() + 10
        while os.path.exists(f"/proc/{started.stdout.strip()}") and time.monotonic() < end:
            time.sleep(0.05)
        self.assertFalse(os.path.exists(f"/proc/{started.stdout.strip()}"))


if __name__ == "__main__":
    unittest.main()

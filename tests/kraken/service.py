"""kraken_service on a real PostgreSQL: it migrates before it serves, alone and with others, refuses when it can't, stops
when it is told to, and stores what it is told.

    service.py [-v] [TEST…]
"""
import json
import os
import pathlib
import resource
import signal
import socket
import threading
import time
import unittest

from between import Between
from programs import BUILD, Service, migrate, run, until
from server import TURN, OnServer

SERVICE = BUILD / "kraken_service"
STEPS = ["Running upgrade  -> 001, Baseline KRAKEN database schema",
         "Running upgrade 001 -> 002, Add users table and user_id to conversations",
         "Running upgrade 002 -> 003, Add feedback table for Langfuse integration"]
MANY = 5000
NOTHING_SERVED = "kraken_service: the database isn't ready, so nothing is served\n"


class TheStart(OnServer):
    def log(self):
        return self.sql("SELECT string_agg(revision || ' by ' || done_by, ', ' ORDER BY number) FROM aludel_log "
                        "WHERE action = 'upgrade'")

    def refused(self, service, status):
        self.assertEqual(service.status(), status, service.said())
        self.assertTrue(service.said().endswith(NOTHING_SERVED), service.said())
        self.assertNotIn("serving", service.said())
        self.assertFalse(service.socket.exists())
        return service.said()

    def test_it_migrates_and_then_serves(self):
        service = self.service()
        service.wait_for("serving")
        self.assertEqual(service.said().splitlines(),
                         ["kraken_service: " + line for line in [*STEPS, f"serving {service.socket}"]])
        self.assertEqual(self.log(), "001 by kraken_service, 002 by kraken_service, 003 by kraken_service")
        self.assertEqual(service.ask("stats")[0][:3], "ok ")
        self.assertEqual(service.stop(), 0)

    def test_there_is_nothing_to_migrate(self):
        self.assertEqual(migrate("upgrade", "head", url=self.url).returncode, 0)
        service = self.service()
        service.wait_for("serving")
        self.assertNotIn("Running", service.said())

    def test_instances_that_start_at_once(self):
        for count in (2, 2, 2, 6):
            self.setUp()
            services = [self.service() for _ in range(count)]
            for service in services:
                service.wait_for("serving")
                self.assertEqual(service.ask("stats")[0][:3], "ok ")
            told = [line for s in services for line in s.said().splitlines() if "Running" in line]
            self.assertEqual(sorted(told), ["kraken_service: " + step for step in STEPS])
            self.assertEqual(self.log(), "001 by kraken_service, 002 by kraken_service, 003 by kraken_service")
            self.assertEqual([s.stop() for s in services], [0] * count)

    def test_the_drivers_of_python(self):
        for scheme in ("postgresql+asyncpg", "postgresql+psycopg2", "postgres"):
            url = scheme + self.url.removeprefix("postgresql")
            done = run(SERVICE, url=url, text="stats\n")
            self.assertEqual((done.returncode, done.stdout[:3]), (0, "ok "), done.stderr)

    def test_what_only_the_clients_of_python_know(self):
        """Whatever the migrations take, the service's own connection takes too."""
        host = self.server.folder
        for query in (f"host={host}&ssl=prefer", f"host={host}&prepared_statement_cache_size=0&ssl=prefer",
                      f"host={host}/nowhere&host={host}", f"host=127.0.0.1:1&host=127.0.0.1:2&host={host}"):
            url = f"postgresql+asyncpg://postgres@/{self.database}?{query}"
            done = run(SERVICE, url=url, text="stats\n")
            self.assertEqual((done.returncode, done.stdout[:3]), (0, "ok "), query + done.stderr)
        done = run(SERVICE, url=f"host={host} user=postgres dbname={self.database}", text="stats\n")
        self.assertEqual((done.returncode, done.stdout[:3]), (0, "ok "), done.stderr)
        done = run(SERVICE, url=f"postgresql://postgres@/{self.database}?host={host}&application_name={'x' * 2000}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("it is too long", done.stderr)

    def test_passwords(self):
        self.server.psql("SET password_encryption = 'scram-sha-256'; DROP ROLE IF EXISTS scram; "
                         "CREATE ROLE scram LOGIN PASSWORD 'r@ght/one:'; "
                         f"ALTER DATABASE {self.database} OWNER TO scram")
        place = f"{self.server.folder.replace('/', '%2F')}/{self.database}"
        for password in ("r%40ght%2Fone%3A", "r@ght/one%3A"):
            done = run(SERVICE, url=f"postgresql+asyncpg://scram:{password}@{place}", text="stats\n")
            self.assertEqual((done.returncode, done.stdout[:3]), (0, "ok "), done.stderr)
        for password in ("wr0ng", "wr0ng@secret", "wr0ng/secret", "wr0ng%zz"):
            done = run(SERVICE, url=f"postgresql+asyncpg://scram:{password}@{place}", text="stats\n")
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("FAILED: ", done.stderr)
            self.assertTrue(done.stderr.endswith(NOTHING_SERVED))
            for word in ("wr0ng", "secret"):
                self.assertNotIn(word, done.stderr)
        self.server.psql(f"ALTER DATABASE {self.database} OWNER TO postgres; DROP OWNED BY scram")

    def test_a_migration_that_fails(self):
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        self.sql("CREATE VIEW kraken_users AS SELECT 1 AS id")
        before = self.dump()
        said = self.refused(self.service(), 1)
        for part in ("FAILED: ", "versions/002_users.mako:", "'002' was rolled back"):
            self.assertIn(part, said)
        self.assertEqual(self.dump(), before)

    def test_a_database_that_is_newer(self):
        self.assertEqual(migrate("upgrade", "head", url=self.url).returncode, 0)
        self.sql("UPDATE alembic_version SET version_num = '004'")
        before = self.dump()
        self.assertIn("Can't locate revision identified by '004'", self.refused(self.service(), 3))
        self.assertEqual(self.dump(), before)

    def test_systemd_is_told_when_it_serves(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.bind(str(self.folder / "notify"))
            systemd.settimeout(30)
            self.sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            holder = self.holder("BEGIN; LOCK TABLE alembic_version IN EXCLUSIVE MODE")
            service = self.service(NOTIFY_SOCKET=str(self.folder / "notify"))
            service.wait_for("another migrator is at work")
            systemd.setblocking(False)
            with self.assertRaises(BlockingIOError):
                systemd.recv(100)
            holder.kill()
            systemd.settimeout(30)
            self.assertEqual(systemd.recv(100), b"READY=1")
            self.assertEqual(service.ask("stats")[0][:3], "ok ")

    def test_systemd_at_a_socket_without_a_file(self):
        name = f"kraken-test-{self.database}-{self.folder.name}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.bind("\0" + name)
            systemd.settimeout(30)
            service = self.service(NOTIFY_SOCKET="@" + name)
            self.assertEqual(systemd.recv(100), b"READY=1")
            self.assertNotIn("NOTIFY_SOCKET", service.said())


class TheEnd(OnServer):
    def stopped(self, service, number, status):
        began = time.monotonic()
        self.assertEqual(service.status(number), status, service.said())
        self.assertLess(time.monotonic() - began, 10)
        return service.said()

    def test_while_it_waits_for_another_migrator(self):
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        self.holder("BEGIN; LOCK TABLE alembic_version IN EXCLUSIVE MODE")
        for number, status in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            service = self.service()
            service.wait_for("another migrator is at work: process ")
            said = self.stopped(service, number, status)
            self.assertIn("FAILED: interrupted", said)
            self.assertTrue(said.endswith(NOTHING_SERVED), said)
        self.assertEqual(self.at(), "001")

    def test_while_it_cannot_even_read_where_the_database_is(self):
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        self.holder("BEGIN; LOCK TABLE alembic_version")
        service = self.service()
        service.wait_for("waiting for a lock of process ")
        self.assertTrue(self.stopped(service, signal.SIGTERM, 143).endswith(NOTHING_SERVED))

    def test_at_any_moment_of_its_start(self):
        """A signal that was lost would leave it waiting for the lock."""
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        self.holder("BEGIN; LOCK TABLE alembic_version")
        for moment in range(60):
            service = self.service()
            time.sleep(moment * 0.0005)
            self.assertIn(service.status(signal.SIGTERM), (-signal.SIGTERM, 143), service.said())

    def test_between_the_migrations_and_the_serving(self):
        place = self.enterContext(Between(self.server.folder, b"kraken_service"))
        service = self.service(f"postgresql://postgres@127.0.0.1:{place.port}/{self.database}")
        self.assertTrue(place.held.wait(30), service.said())
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        place.go_on.set()
        self.assertEqual(service.status(), 143)
        self.assertNotIn("serving", service.said())
        self.assertFalse(service.socket.exists())

    def test_while_a_statement_waits_for_a_lock(self):
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        before = self.dump()
        self.holder("BEGIN; SELECT FROM kraken_conversations")
        service = self.service()
        self.until("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'kraken_conversations'::regclass")
        said = self.stopped(service, signal.SIGTERM, 143)
        self.assertIn("'002' was rolled back", said)
        self.assertTrue(said.endswith(NOTHING_SERVED), said)
        self.assertEqual(self.dump(), before)

    def test_while_the_index_is_built(self):
        """Outside a transaction: what was done stays, and the next one goes on there."""
        holder = self.holder("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 0")
        service = self.service()
        self.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND "
                   "wait_event_type = 'Lock'")
        said = self.stopped(service, signal.SIGTERM, 143)
        self.assertIn("of '002' what ran in autocommit stays, the next run goes on from there", said)
        self.assertEqual(self.at(), "001")
        holder.kill()
        service = self.service()
        service.wait_for("serving")
        self.assertIn("'002' was interrupted: going on where it stopped", service.said())
        self.assertEqual(self.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = "
                                  "'ix_kraken_conversations_user_id'::regclass"), "t")

    def test_while_it_waits_for_the_application(self):
        """Nobody tells it to stop: it waits, and serves then."""
        self.assertEqual(migrate("upgrade", "001", url=self.url).returncode, 0)
        holder = self.holder("BEGIN; INSERT INTO kraken_conversations (session_id, model, system_prompt_hash, "
                             "agent_version) VALUES ('s', 'm', 'h', '1')")
        service = self.service()
        service.wait_for("waiting for a lock of process ")
        holder.stdin.write("COMMIT;\n")
        holder.stdin.flush()
        service.wait_for("serving")
        self.assertIn('"conversations": 1', service.ask("stats")[0])

    def test_while_it_serves(self):
        service = self.service()
        service.wait_for("serving")
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(30)
            client.connect(str(service.socket))
            client.sendall(b"stats\n")
            self.assertTrue(client.recv(1000).startswith(b"ok "))
            said = self.stopped(service, signal.SIGTERM, 0)
            self.assertEqual(said[-24:], "kraken_service: stopped\n")
            self.assertEqual(client.recv(1000), b"")

    def test_its_input_ends(self):
        done = run(SERVICE, url=self.url, text="stats\nstats\n")
        self.assertEqual((done.returncode, done.stdout.count("ok ")), (0, 2))
        self.assertTrue(done.stderr.endswith("serving the standard input\nkraken_service: stopped\n"))

    def test_the_next_one_takes_its_place(self):
        first, second = self.service(), self.service()
        first.wait_for("serving")
        second.wait_for("serving")
        third = self.service()
        third.wait_for("serving")
        self.assertEqual(first.stop(), 0)
        self.assertEqual(second.ask("stats"), third.ask("stats"))

    def test_one_that_cannot_serve_takes_nobody_s_place(self):
        """Its migrations have a connection, but it gets none of its own any more."""
        first = self.service()
        first.wait_for("serving")
        holder = self.holder("BEGIN; LOCK TABLE alembic_version")
        second = self.enterContext(Service(self.url, self.folder, path=first.socket))
        second.wait_for("waiting for a lock of process ")
        self.server.psql(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false")
        holder.kill()
        self.assertEqual(second.status(), 1)
        self.assertIn("is not currently accepting connections", second.said())
        self.assertEqual(first.ask("stats")[0][:3], "ok ")

    def test_a_socket_that_cannot_be_made_leaves_nothing(self):
        taken = self.folder / "folder"
        taken.mkdir()
        service = self.enterContext(Service(self.url, self.folder, path=taken))
        self.assertEqual(service.status(), 1)
        self.assertIn(f"FAILED: {taken}: Is a directory", service.said())
        self.assertEqual(list(self.folder.glob("folder.*")), [])


class TheRequests(OnServer):
    def setUp(self):
        super().setUp()
        self.running = self.service()
        self.running.wait_for("serving")

    def asked(self, *lines):
        return [(how, json.loads(text) if how == "ok" else text)
                for how, _, text in (answer.partition(" ") for answer in self.running.ask(*lines))]

    def test_turns_and_their_totals(self):
        answers = self.asked(TURN % "s1", TURN % "s1", TURN % "s2", "stats")
        self.assertEqual([(a["turns"], a["tokens"], a["cost_usd"]) for _, a in answers],
                         [(1, 30, 0.25), (2, 60, 0.5), (1, 30, 0.25), (3, 90, 0.75)])
        self.assertEqual(answers[-1][1]["conversations"], 2)
        self.assertEqual(self.sql("SELECT string_agg(session_id || turn_number || t.model, ' ' ORDER BY session_id, "
                                  "turn_number) FROM kraken_turns t JOIN kraken_conversations c ON c.id = conversation_id"),
                         "s11m s12m s21m")

    def test_tool_calls(self):
        calls = [{"tool_name": "search", "tool_args": {"q": "x's"}, "tool_result": [1, 2]},
                 {"tool_name": "read", "result_truncated": True}]
        turn = {**json.loads((TURN % "s").partition(" ")[2]), "tool_calls": calls}
        [answer] = self.asked("turn " + json.dumps(turn))
        self.assertEqual(answer[0], "ok")
        self.assertEqual(self.sql("SELECT tool_name, tool_args, tool_result, result_truncated, sequence_order FROM "
                                  "kraken_tool_calls ORDER BY sequence_order"),
                         "search|{\"q\": \"x's\"}|[1, 2]|f|1\nread|{}|null|t|2")
        self.assertEqual(self.sql("SELECT tool_calls_count FROM kraken_turns"), "2")

    def test_a_turn_is_stored_as_a_whole(self):
        turn = {**json.loads((TURN % "s").partition(" ")[2]), "tool_calls": [{"tool_args": {}}]}
        [answer] = self.asked("turn " + json.dumps(turn))
        self.assertEqual(answer[0], "error")
        self.assertIn('"tool_name"', answer[1])
        self.assertEqual(self.sql("SELECT count(*) FROM kraken_conversations"), "0")

    def test_feedback_and_the_end(self):
        turn = self.asked(TURN % "s")[0][1]["turn_id"]
        nobody = "00000000-0000-0000-0000-000000000000"
        line = 'feedback {"turn_id": "%s", "feedback_type": "%s"}'
        self.assertEqual(self.asked(line % (turn, "up"), line % (turn, "down"), line % (nobody, "up")),
                         [("ok", {"feedback": "up"}), ("ok", {"feedback": "down"}), ("error", "there is no such turn")])
        self.assertEqual(self.sql("SELECT feedback_type FROM kraken_feedback"), "down")
        end = 'end {"session_id": "s"}'
        self.assertEqual([how for how, _ in self.asked(end, end)], ["ok", "error"])
        self.assertEqual(self.sql("SELECT status, ended_at IS NULL FROM kraken_conversations"), "ended|f")
        self.assertEqual(self.asked(TURN % "s")[0][1]["turns"], 1)

    def test_what_is_no_request(self):
        lines = ["", "hello", "turn", "turn {", "turn [1]", "turn {}", "stats" + "x" * 2000, "st\0ats"]
        self.assertEqual([how for how, _ in self.asked(*lines, "stats")], ["error"] * len(lines) + ["ok"])

    def test_lines_in_pieces_and_lines_without_end(self):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(30)
            client.connect(str(self.running.socket))
            client.sendall(b"sta")
            time.sleep(0.1)
            client.sendall(b"ts\nsta")
            self.assertTrue(client.recv(1000).startswith(b"ok "))
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(client.recv(1000), b"error the last line has no end: nothing of it was stored\n")
            self.assertEqual(client.recv(1000), b"")

    def test_lines_that_are_too_long(self):
        for length in ((1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20):
            answers = self.running.ask("x" * length, "stats")
            self.assertEqual([a.split()[0] for a in answers], ["error", "ok"])
            self.assertEqual("too long" in answers[0], length >= 1 << 20)

    def test_clients_who_leave_or_do_not_listen(self):
        for _ in range(3):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.running.socket))
                client.sendall(b"stats\n" * 20)
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.settimeout(10)
            deaf.connect(str(self.running.socket))
            with self.assertRaises(OSError):
                for _ in range(1000):
                    deaf.sendall(b"nothing\n" * 1000)
        self.assertEqual(self.running.ask("stats")[0][:3], "ok ")

    def many(self):
        """A client that has asked for more than is answered in a moment, and reads."""
        client = self.enterContext(socket.socket(socket.AF_UNIX))
        client.connect(str(self.running.socket))
        client.sendall(b"stats\n" * MANY)
        answers = []
        reader = threading.Thread(target=lambda: answers.extend(client.makefile("rb")), daemon=True)
        reader.start()
        return client, reader, answers

    def test_one_client_does_not_keep_the_others_waiting(self):
        client, reader, answers = self.many()
        self.assertEqual(self.running.ask("stats")[0][:3], "ok ")
        self.assertLess(len(answers), MANY // 2)
        client.shutdown(socket.SHUT_WR)
        reader.join(60)
        self.assertEqual(len(answers), MANY)
        self.assertEqual({a[:3] for a in answers}, {b"ok "})

    def test_one_client_does_not_keep_it_from_stopping(self):
        _, reader, answers = self.many()
        until(lambda: answers, "the first answer")
        self.assertEqual(self.running.stop(), 0)
        reader.join(30)
        self.assertLess(len(answers), MANY // 2)
        self.assertTrue(answers[-1].endswith(b"}\n"), answers[-1])

    def test_lines_that_came_before_the_end(self):
        for count in range(3, 10):
            self.assertEqual([a[:3] for a in self.running.ask(*["stats"] * count)], ["ok "] * count)

    def test_more_clients_than_it_takes_at_once(self):
        clients = [self.enterContext(socket.socket(socket.AF_UNIX)) for _ in range(70)]
        for client in clients:
            client.connect(str(self.running.socket))
        for client in clients:
            client.settimeout(30)
            client.sendall(b"stats\n")
            self.assertTrue(client.recv(1000).startswith(b"ok "))
            client.close()

    def test_it_has_no_descriptors_left(self):
        """Who comes then waits, and the service does without turning in circles."""
        pid = self.running.process.pid
        most = max(int(fd) for fd in os.listdir(f"/proc/{pid}/fd")) + 1
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(self.running.socket))
            client.sendall(b"stats\n")
            began = self.seconds_at_work()
            with self.assertRaises(TimeoutError):
                client.recv(1000)
            self.assertLess(self.seconds_at_work() - began, 0.3)
            resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
            client.settimeout(30)
            self.assertEqual(client.recv(1000)[:3], b"ok ")

    def seconds_at_work(self):
        fields = pathlib.Path(f"/proc/{self.running.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_the_server_ends_its_connection(self):
        self.assertEqual(self.asked(TURN % "s")[0][0], "ok")
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kraken_service'")
        self.assertEqual(self.asked(TURN % "s")[0][1]["turns"], 2)

    def test_one_session_at_two_instances(self):
        other = self.service()
        other.wait_for("serving")
        threads = [threading.Thread(target=s.ask, args=[TURN % "s"] * 25) for s in (self.running, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.sql("SELECT count(*), sum(total_turns), sum(total_tokens) FROM kraken_conversations"),
                         "1|50|1500")
        self.assertEqual(self.sql("SELECT count(DISTINCT turn_number), max(turn_number) FROM kraken_turns"), "50|50")


if __name__ == "__main__":
    unittest.main()

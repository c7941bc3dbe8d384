"""Connections that are lost: within a body, and while the answer to a COMMIT is due, which is then found out."""
import json
import os
import shutil
import socket
import sys
import tempfile
import threading
import time

from postgresql.failures import chain
from postgresql.world import World, check, check_equal, check_has, run_scenarios
from tools.postgres import PrivatePostgres

COMMIT = b"COMMIT\0"


class Cutter:
    """A proxy that cuts the first connection at its `number`-th COMMIT: in front of it, so that the server never sees
    it, or behind it, so that the client never hears of it. Later connections pass, unless `for_good`."""

    def __init__(self, pg, number, behind, for_good=False):
        self.target = os.path.join(pg.folder, ".s.PGSQL.5432")
        self.number, self.behind, self.for_good = number, behind, for_good
        self.cut = False
        self.answered = threading.Semaphore(0)  # COMMITs that the server has answered

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="aludel-cutter-")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(self.folder, ".s.PGSQL.5433"))
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, world):
        return f"postgresql://postgres@/{world.database}?host={self.folder}&port=5433"

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.cut and self.for_good:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            silent = threading.Event()
            threading.Thread(target=self.forward, args=(client, server, silent), daemon=True).start()
            threading.Thread(target=self.back, args=(client, server, silent), daemon=True).start()

    def forward(self, client, server, silent):
        seen = 0
        while data := self.read(client):
            at = -1
            for _ in range(data.count(COMMIT) if not self.cut else 0):
                at = data.find(COMMIT, at + 1)
                seen += 1
                if seen == self.number:
                    self.end(client, server, data, at, silent)
                    return
            server.sendall(data)
        server.close()

    def end(self, client, server, data, at, silent):
        self.cut = True
        if self.behind:
            silent.set()
            server.sendall(data)
            time.sleep(0.5)
        else:
            server.sendall(data[:at])
            for _ in range(self.number - 1):  # what stands in front is done: a server drops it with its client
                assert self.answered.acquire(timeout=30)
        for end in (server, client):  # a close alone waits for the thread that reads
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    @staticmethod
    def read(s):
        try:
            return s.recv(65536)
        except OSError:
            return b""

    def back(self, client, server, silent):
        while data := self.read(server):
            for _ in range(data.count(COMMIT)):
                self.answered.release()
            if not silent.is_set():
                try:
                    client.sendall(data)
                except OSError:
                    return
        try:
            client.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def the_answer_is_lost(pg):
    with World(pg, chain(3)) as w, Cutter(pg, 3, behind=True) as cutter:
        done = w.run("upgrade", "head", url=cutter.url(w))
        check(done.status == 0, done.stderr)
        check_has(done.stderr, "the connection was lost while the server committed; its version rows say that all is done",
                  "Running upgrade a002 -> a003")
        check_equal(w.version(), "a003")


def the_commit_is_lost(pg):
    with World(pg, chain(3, a002=["CREATE TABLE t_a002 (a int)", "SELECT pg_sleep(0.2)"])) as w, \
            Cutter(pg, 2, behind=False) as cutter:
        done = w.run("--json", "upgrade", "head", url=cutter.url(w))
        check_equal(done.status, 1)
        error = json.loads(done.stdout)["error"]
        check_has(error["message"], "the connection to the server was lost")
        check_has(error["detail"], "1 migration was committed before it; 'a002' was rolled back")
        check_equal(error["revision"], "a002")
        check_equal(w.version(), "a001")
        check_equal(w.run("upgrade", "head").status, 0)
        check_equal(w.version(), "a003")


def the_server_is_still_at_it(pg):
    """Nobody is told of a rollback while the server, alone by now, goes on to the COMMIT."""
    with World(pg, chain(3, a002=["CREATE TABLE t_a002 (a int)", "SELECT pg_sleep(2)"])) as w, \
            Cutter(pg, 2, behind=True) as cutter:
        done = w.run("upgrade", "head", url=cutter.url(w))
        check_has(done.stderr, "the connection was lost: waiting until the server's process", "has done what it was sent",
                  "Running upgrade a001 -> a002")
        if w.version() != "a003":  # it may have noticed before that nobody listens
            check_has(done.stderr, "2 migrations were committed before it; 'a003' was rolled back")
            check_equal(w.version(), "a002")


def nobody_answers_any_more(pg):
    with World(pg, chain(3)) as w, Cutter(pg, 3, behind=True, for_good=True) as cutter:
        done = w.run("upgrade", "head", url=cutter.url(w))
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: the connection to the server was lost", "was isn't known",
                  "whether the last transaction was committed isn't known: `current` tells")
    with World(pg, chain(3)) as w, Cutter(pg, 1, behind=True, for_good=True) as cutter:
        done = w.run("upgrade", "head", "--single-transaction", url=cutter.url(w))
        check_equal(done.status, 1)
        check_has(done.stderr, "FAILED: the connection to the server was lost", "whether the run was committed isn't known")


def ended_by_the_server(pg):
    with World(pg, chain(5, a003=["CREATE TABLE t (n int)", "SELECT pg_sleep(30)"])) as w:
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)'")
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(30)'")
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 1)
        check_has(stderr, "terminating connection due to administrator command", "SELECT pg_sleep(30)",
                  "2 migrations were committed before it; 'a003' was rolled back")
        check_equal(w.version(), "a002")


def ended_at_commit(pg):
    """A deferred trigger sleeps while the transaction is being committed; the server ends it there."""
    slow = ["CREATE TABLE c (n int)",
            "CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END'",
            "CREATE CONSTRAINT TRIGGER c_doze AFTER INSERT ON c DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION doze()", "INSERT INTO c VALUES (1)"]
    with World(pg, chain(4, a002=slow)) as w:
        ours = w.start("upgrade", "head")
        w.until("SELECT count(*) > 0 FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'")
        w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'")
        _, stderr = ours.communicate(timeout=30)
        check_equal(ours.returncode, 1)
        check_has(stderr, "terminating connection", "1 migration was committed before it; 'a002' was rolled back")
        check_equal(w.version(), "a001")


SCENARIOS = [the_answer_is_lost, the_commit_is_lost, the_server_is_still_at_it, nobody_answers_any_more,
             ended_by_the_server, ended_at_commit]

if __name__ == "__main__":
    with PrivatePostgres() as server:
        chosen = [s for s in SCENARIOS if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
        sys.exit(run_scenarios(chosen, server))

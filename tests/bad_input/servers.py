"""What answers in the place of a PostgreSQL server, and servers that can't serve: each is told from the others, no
password is shown, and what was begun is rolled back. The plain mistakes (a wrong host, port, name, password, missing
rights, lost connections) are in tests/cli and tests/postgresql.

servers.py [names of checks…]
"""
import contextlib
import os
import signal
import socket
import struct
import subprocess
import threading
import time

from server import Server, at
from support import ASKING, Place, expect, main
from tools.postgres import server_folder

PLACE = Place("postgresql").build()
SECRET = "s3cr3t-w0rd"


# ---- No server of PostgreSQL -------------------------------------------------------------------------------

def message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


def complaint(state, text):
    return message(b"E", b"SFATAL\0VFATAL\0C%s\0M%s\0\0" % (state.encode(), text.encode()))


WELCOME = (message(b"R", struct.pack("!i", 0)) + message(b"S", b"server_version\x0015.1\0") +
           message(b"S", b"client_encoding\0UTF8\0") + message(b"S", b"standard_conforming_strings\0on\0") +
           message(b"K", bytes(8)) + message(b"Z", b"I"))
NOISE = bytes(range(256)) * 64


class Impostor:
    """Listens on a port. `answers`: what it says to the first message, to the second …; then it closes."""

    def __init__(self, *answers):
        self.answers, self.listener = answers, socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=[client], daemon=True).start()

    def talk(self, client):
        with contextlib.suppress(OSError), client:
            for answer in self.answers:
                if answer is None:  # never
                    while client.recv(65536):
                        pass
                elif client.recv(65536):
                    client.sendall(answer)

    def url(self, more=""):
        return f"postgresql://me:{SECRET}@127.0.0.1:{self.port}/db?connect_timeout=2{more}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


IMPOSTORS = {  # what it answers -> what is said
    "closes at once": ((), "hint: does a PostgreSQL server listen there, or a proxy in front of none?"),
    "closes later": ((b"N", b""), "hint: does a PostgreSQL server listen there, or a proxy in front of none?"),
    "a web server": ((b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",), "hint: does a PostgreSQL server listen there?"),
    "noise": ((NOISE,), "connection to server"),
    "noise behind N": ((b"N", NOISE), "hint: does a PostgreSQL server listen there?"),
    "colours": ((b"N", complaint("57P03", "\x1b[31mthe \x9bdatabase\x07 \rsystem is starting up")),
                "?[31mthe ?database? ?system is starting up"),
    "says that it has SSL": ((b"S", NOISE), "SSL"),
    "an endless message": ((b"N", b"E\x7f\xff\xff\xff" + NOISE), "connection to server"),
    "a negative length": ((b"N", b"R\xff\xff\xff\xff" + NOISE), "connection to server"),
    "asks for what nobody knows": ((b"N", message(b"R", struct.pack("!i", 4711))), "authentication"),
    "says nothing": ((None,), "the server at 127.0.0.1 doesn't answer"),
    "starting up": ((b"N", complaint("57P03", "the database system is starting up")), "the database system is starting up"),
    "shutting down": ((b"N", complaint("57P03", "the database system is shutting down")),
                      "hint: try again in a moment"),
    "too many": ((b"N", complaint("53300", "sorry, too many clients already")),
                 "hint: the server takes no more connections"),
    "welcomes, then closes": ((b"N", WELCOME, b""), "server closed the connection unexpectedly"),
    "welcomes, then noise": ((b"N", WELCOME, NOISE), ""),
    "welcomes, then ends": ((b"N", WELCOME, complaint("57P01", "terminating connection due to administrator command")),
                            "terminating connection due to administrator command"),
    "welcomes, no rows at all": ((b"N", WELCOME, message(b"1", b"") + message(b"2", b"") + message(b"n", b"") +
                                  message(b"C", b"SELECT 0\0") + message(b"Z", b"I"), b""), None),
}


def impostors():
    for name, (answers, wanted) in IMPOSTORS.items():
        with Impostor(*answers) as server:
            for command in (["current"], ["upgrade", "head"], ["--json", "plan"]):
                done = PLACE.migrate("--url", server.url(), *command)
                expect(done, 0 if wanted is None and done.status == 0 else 1, wanted or "")
                assert b"\x1b" not in done.stderr and b"\x9b" not in done.stderr and b"\0" not in done.stderr, (name, done.stderr)
                assert SECRET not in done.said and (wanted is None or "FAILED: " in done.said), (name, done.said)


# ---- Servers that can't serve ------------------------------------------------------------------------------

def read_only(server):
    """A database that takes no changes."""
    name = server.new_database()
    url = server.url_of(name)
    expect(PLACE.migrate("--url", url, "-q", "upgrade", "r2"), 0)
    server.psql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    for command in (["upgrade", "head"], ["downgrade", "base"], ["stamp", "r1"]):
        expect(PLACE.migrate("--url", url, *command), 1, "takes no changes", "default_transaction_read_only")
        assert at(server, name) == "r2"
    for command in [c for c in ASKING if c[0] not in ("wait", "check")]:  # a target is built before it is rolled back
        expect(PLACE.migrate("--url", url, *command), 0)
    server.psql(f"ALTER DATABASE {name} RESET default_transaction_read_only", "postgres")
    expect(PLACE.migrate("--url", url, "upgrade", "head"), 0)
    assert at(server, name) == "r4"


def out_of_room(server):
    """A limit on temporary files, and on connections: the server's own refusals in the middle of everything."""
    name = server.new_database()
    server.psql(f"ALTER DATABASE {name} CONNECTION LIMIT 0; CREATE ROLE plain LOGIN")
    expect(PLACE.migrate("--url", server.url_of(name, "plain"), "upgrade", "head"), 1, "too many connections for database")
    server.psql(f"ALTER DATABASE {name} CONNECTION LIMIT -1; ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    expect(PLACE.migrate("--url", server.url_of(name), "upgrade", "head"), 1, "is not currently accepting connections")
    server.psql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true", "postgres")
    expect(PLACE.migrate("--url", server.url_of(name), "upgrade", "head"), 0)


FOREIGN = {  # what is there -> what `upgrade` and `stamp` say
    "CREATE TABLE alembic_version (x int)": "'alembic_version' isn't a version table: name another with `version_table`",
    "CREATE VIEW alembic_version AS SELECT 1 AS x": "'alembic_version' isn't a version table",
    "CREATE VIEW alembic_version AS SELECT text 'r1' AS version_num": 'cannot update view "alembic_version"',
    "CREATE TABLE alembic_version (version_num text, other int NOT NULL)": 'null value in column "other"',
    "CREATE TABLE alembic_version (version_num int); INSERT INTO alembic_version VALUES (12)":
        "Can't locate revision identified by '12'",
    "CREATE TABLE aludel_log (x int)": "'aludel_log' has no column 'layout'",
}


def foreign_tables(server):
    for there, wanted in FOREIGN.items():
        name = server.new_database()
        server.psql(there, name)
        for command in (["upgrade", "head"], ["stamp", "head"]):
            done = PLACE.migrate("--url", server.url_of(name), *command)
            expect(done, 3 if "locate" in wanted else 1, wanted)
        tables = server.psql("SELECT count(*) FROM pg_class WHERE relname ~ '^t_|^alembic|^aludel' AND relkind IN ('r', 'v')", name)
        assert tables == "1", (there, tables)


def no_text(server):
    """What comes from outside and isn't UTF-8 doesn't stop a migration."""
    name = server.new_database()
    expect(PLACE.migrate("--url", server.url_of(name), "upgrade", "head", variables={"ALUDEL_BY": "caf\udce9"}), 0)
    assert server.psql("SELECT DISTINCT done_by FROM aludel_log", name) == "caf\ufffd"
    expect(PLACE.migrate("--url", server.url_of(name), "stamp", "\udce9"), 1, "Can't locate revision")


def deep_sql(server):
    """More than the server's stack takes."""
    place = Place("postgresql")
    path = place.environment / "versions/r2.mako"
    path.write_text(path.read_text().replace("</%def>", "SELECT " + "(" * 100_000 + "1" + ")" * 100_000 + ";\n</%def>", 1))
    place.build()
    name = server.new_database()
    place.url = server.url_of(name)
    expect(place.migrate("upgrade", "head"), 1, "FAILED: ", "'r2' was rolled back")
    assert at(server, name) == "r1"


def on_a_server():
    with Server() as server:
        for check in (read_only, out_of_room, foreign_tables, no_text, deep_sql, restarted):
            check(server)


def restarted(server):
    """Shut down while a migrator is at work: rolled back, said, and done when the server is there again."""
    name = server.new_database()
    url = server.url_of(name)
    expect(PLACE.migrate("--url", url, "-q", "upgrade", "r2"), 0)
    blocker = subprocess.Popen([server.program, "-qX", "-d", url], stdin=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)
    blocker.stdin.write("BEGIN; LOCK TABLE alembic_version;\n")
    blocker.stdin.flush()
    wait_until(server, "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted")
    waiting = subprocess.Popen([PLACE.program, "--url", url, "upgrade", "head"], stderr=subprocess.PIPE, text=True,
                               env=PLACE.settings_for({}))
    wait_until(server, "SELECT count(*) FROM pg_locks WHERE NOT granted")
    server.server.send_signal(signal.SIGINT)  # a fast shutdown
    server.server.wait(60)
    said = waiting.communicate(timeout=60)[1]
    blocker.communicate(timeout=60)
    PLACE.no_report(["migrate"], waiting.returncode, said)
    assert waiting.returncode == 1 and "FAILED: " in said, said
    expect(PLACE.migrate("--url", url, "current"), 1, "is the server running")
    start_again(server)
    assert at(server, name) == "r2"
    expect(PLACE.migrate("--url", url, "upgrade", "head"), 0)
    assert at(server, name) == "r4"


def wait_until(server, sql):
    while server.psql(sql) == "0":
        time.sleep(0.02)


def start_again(server):
    command = [os.path.join(server.within_reach(server_folder()), "postgres"), "-D", os.path.join(server.folder, "data"),
               "-c", "listen_addresses=", "-c", f"unix_socket_directories={server.folder}"]
    server.server = subprocess.Popen(server.prefix + command, stdout=server.log, stderr=server.log, cwd="/",
                                     start_new_session=True)
    server.wait()


main([impostors, on_a_server])

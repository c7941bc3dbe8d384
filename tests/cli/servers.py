"""Users, settings and servers that are in a migrator's way, or only look so: each on a private PostgreSQL server.

    servers.py BIN       the folder of `migrate`
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

from tools.postgres import PrivatePostgres, server_folder

MIGRATE = str(pathlib.Path(sys.argv[1], "migrate").resolve())
HEAD = "c3d4e5f6"


class Server(PrivatePostgres):
    """One whose log tells who executed what."""

    def __init__(self):
        super().__init__(settings=["log_statement=all", "log_line_prefix=<%u> ", "wal_level=replica",
                                   "max_wal_senders=4"])
        self.url = None  # never one that somebody else uses

    def executed(self, user):
        """The statements of a user, so far."""
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            return re.findall(r"^<%s> LOG:  (?:statement|execute \S+): (.*(?:\n\t.*)*)" % user, log.read(), re.M)


def migrate(url, *arguments, **variables):
    done = subprocess.run([MIGRATE, "--url", url, *arguments], capture_output=True, text=True, timeout=30,
                          env={"PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", ""), **variables})
    return done.returncode, done.stdout, done.stderr


def expect(found, status, *said):
    assert found[0] == status and all(s in found[1] + found[2] for s in said), (found, said)


def upgraded(server, *roles):
    """A database at head, with roles that may log in."""
    name = server.new_database()
    for role in roles:
        server.psql(f"CREATE ROLE {role} LOGIN")
    expect(migrate(server.url_of(name), "upgrade", "head"), 0)
    return name


# ---- Rights -------------------------------------------------------------------------------------------------

def at_head_without_rights(server):
    """A program that only starts: one query, no lock, nothing written."""
    name = upgraded(server, "reader")
    server.psql("REVOKE ALL ON SCHEMA public FROM public; GRANT USAGE ON SCHEMA public TO reader; "
                "GRANT SELECT ON alembic_version TO reader", name)
    expect(migrate(server.url_of(name, "reader"), "upgrade", "head"), 0)
    executed = server.executed("reader")
    assert len(executed) == 1 and executed[0].startswith("SELECT"), executed
    expect(migrate(server.url_of(name, "reader"), "current"), 0, HEAD + " (head)")
    assert not any(re.match("BEGIN|LOCK|CREATE|SET", s) for s in server.executed("reader")), server.executed("reader")


def without_rights(server):
    """Behind the head: what is missing is said, and nothing has happened."""
    name = upgraded(server, "visitor")
    server.psql("UPDATE alembic_version SET version_num = 'b2c3d4e5'; GRANT SELECT ON alembic_version TO visitor", name)
    found = migrate(server.url_of(name, "visitor"), "upgrade", "head")
    expect(found, 1, "FAILED: permission denied", "nothing has been committed", "`role`")
    name = server.new_database()
    expect(migrate(server.url_of(name, "visitor"), "upgrade", "head"), 1, "permission denied for schema public")
    expect(migrate(server.url_of(name, "visitor"), "current"), 0)


def owner_by_role(server, folder):
    """The setting `role`: a user who inherits nothing becomes the one who owns the tables."""
    name = server.new_database()
    server.psql("CREATE ROLE owns NOLOGIN; CREATE ROLE deployer LOGIN NOINHERIT IN ROLE owns; "
                "REVOKE ALL ON SCHEMA public FROM public; GRANT ALL ON SCHEMA public TO owns; ", name)
    url = server.url_of(name, "deployer")
    expect(migrate(url, "upgrade", "head"), 1,
           "no schema to make the version table in: the search path of 'deployer' leads to none",
           "name one with version_table_schema, let the user use a schema in its search path, or name who may in the "
           "setting `role`")
    ini = pathlib.Path(folder, "role.ini")
    ini.write_text("[aludel]\nrole = owns\n", encoding="utf-8")
    expect(migrate(url, "-c", str(ini), "upgrade", "head"), 0)
    owners = server.psql("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'", name)
    assert owners == "owns", owners
    expect(migrate(url, "-c", str(ini), "current"), 0, HEAD)
    expect(migrate(url, "-c", str(ini), "log"), 0, "deployer@")
    expect(migrate(url, "-c", str(ini), "stamp", "b2c3d4e5"), 0)
    expect(migrate(url, "-c", str(ini), "downgrade", "base"), 0)
    ini.write_text("[aludel]\nrole = nobody_at_all\n", encoding="utf-8")
    expect(migrate(url, "-c", str(ini), "upgrade", "head"), 1, 'role "nobody_at_all" does not exist')


def read_only_user(server):
    name = upgraded(server, "careful")
    server.psql("ALTER ROLE careful SUPERUSER; ALTER ROLE careful SET default_transaction_read_only = on")
    url = server.url_of(name, "careful")
    expect(migrate(url, "upgrade", "head"), 0)
    expect(migrate(url, "current"), 0, HEAD)
    expect(migrate(url, "verify"), 0)
    server.psql("UPDATE alembic_version SET version_num = 'b2c3d4e5'", name)
    expect(migrate(url, "upgrade", "head"), 1, "takes no changes from this user", "default_transaction_read_only",
           "'c3d4e5f6' was rolled back")
    expect(migrate(url, "stamp", "head"), 1, "takes no changes from this user")
    expect(migrate(url + "&target_session_attrs=read-write", "current"), 1, "session is read-only")


# ---- Passwords -----------------------------------------------------------------------------------------------

def passwords(server, folder):
    """From the URL, from PGPASSWORD, from PGPASSFILE; never seen again."""
    name = upgraded(server)
    server.psql("CREATE ROLE careful_one LOGIN SUPERUSER PASSWORD 's3cr/et'")
    hba = pathlib.Path(server.folder, "data", "pg_hba.conf")
    hba.write_text("local all careful_one scram-sha-256\n" + hba.read_text(encoding="utf-8"), encoding="utf-8")
    server.psql("SELECT pg_reload_conf()")
    time.sleep(0.2)
    url = server.url_of(name, "careful_one")
    passfile = pathlib.Path(folder, "pass")
    passfile.write_text("*:*:*:careful_one:s3cr/et\n", encoding="utf-8")
    passfile.chmod(0o600)
    expect(migrate(url, "current"), 1, "no password supplied", "PGPASSFILE")
    expect(migrate(url, "current", PGPASSFILE=str(passfile)), 0, HEAD)
    expect(migrate(url, "current", PGPASSWORD="s3cr/et"), 0, HEAD)
    with_password = f"postgresql://careful_one:s3cr/et@/{name}?host={server.folder}"
    expect(migrate(with_password, "current"), 0, HEAD)
    wrong = migrate(with_password.replace("s3cr/et", "wr0ng/one"), "-v", "current")
    expect(wrong, 1, "password authentication failed")
    assert "wr0ng" not in wrong[1] + wrong[2], wrong
    hidden_from_others(server, with_password, name)


def hidden_from_others(server, url, name):
    """Other users see a process's arguments: not with the password in them."""
    with Blocked(server, name, "alembic_version", ["--json", "upgrade", "--url=" + url, "head"]) as waiting:
        shown = pathlib.Path("/proc", str(waiting.pid), "cmdline").read_bytes()
    said = waiting.communicate(timeout=20)
    assert waiting.returncode == 0, said
    assert b"s3cr" not in shown and b"careful_one:***@" in shown, shown


# ---- Waiting ---------------------------------------------------------------------------------------------------

def until(server, name, condition):
    for _ in range(500):
        if server.psql(f"SELECT count(*) FROM {condition}", name) != "0":
            return
        time.sleep(0.02)
    raise AssertionError(condition)


class Blocked:
    """A migrator that waits for a table, which somebody has locked until the block ends."""

    def __init__(self, server, name, table, arguments):
        self.server, self.name, self.table, self.arguments = server, name, table, arguments

    def __enter__(self):
        self.blocker = subprocess.Popen([self.server.program, "-qX", "-d", self.server.url_of(self.name)],
                                        stdin=subprocess.PIPE, text=True)
        self.blocker.stdin.write(f"BEGIN; LOCK TABLE {self.table};\n")
        self.blocker.stdin.flush()
        until(self.server, self.name, "pg_locks WHERE mode = 'AccessExclusiveLock' AND granted")
        waiting = subprocess.Popen([MIGRATE, *self.arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   env={"PATH": os.environ["PATH"]}, preexec_fn=default_signals)
        until(self.server, self.name, "pg_locks WHERE NOT granted")
        return waiting

    def __exit__(self, *_):
        self.blocker.communicate("ROLLBACK;\n", timeout=20)


def default_signals():
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def interrupted(server):
    """A signal cancels the statement in the server, too, while it still waits."""
    for number, wanted in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        name = upgraded(server)
        server.psql("UPDATE alembic_version SET version_num = 'b2c3d4e5'", name)
        with Blocked(server, name, "users", ["--url", server.url_of(name), "upgrade", "head"]) as waiting:
            waiting.send_signal(number)
            said = waiting.communicate(timeout=20)[1]
            until(server, name, "(SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE "
                  f"datname = '{name}' AND application_name = 'aludel')) AS gone")
        assert waiting.returncode == wanted, (waiting.returncode, said)
        assert "FAILED: interrupted" in said and "'c3d4e5f6' was rolled back" in said, said


# ---- A standby -----------------------------------------------------------------------------------------------

class Standby:
    """A copy that follows the server."""

    def __init__(self, server):
        self.server, self.folder = server, os.path.join(server.folder, "standby")

    def __enter__(self):
        programs, s = server_folder(), self.server
        s.run([os.path.join(programs, "pg_basebackup"), "-D", self.folder, "-R", "-c", "fast", "-X", "stream", "-d",
               s.url_of("postgres")])
        command = [os.path.join(programs, "postgres"), "-D", self.folder, "-c", "listen_addresses=", "-c", "port=5433",
                   "-c", f"unix_socket_directories={s.folder}", "-c", "fsync=off"]
        self.process = subprocess.Popen(s.prefix + command, stdout=s.log, stderr=s.log, cwd="/", start_new_session=True)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)  # fast shutdown
        self.process.wait(20)

    def url(self, name, rest=""):
        return f"postgresql://postgres@/{name}?host={self.server.folder}&port=5433{rest}"

    def follow(self, name):
        for _ in range(200):
            if migrate(self.url(name), "current")[0] == 0:
                return
            time.sleep(0.05)
        raise AssertionError("the standby doesn't come up")


def standby(server):
    name = upgraded(server)
    server.psql("UPDATE alembic_version SET version_num = 'b2c3d4e5'", name)
    with Standby(server) as copy:
        copy.follow(name)
        expect(migrate(copy.url(name), "current"), 0, "b2c3d4e5")
        expect(migrate(copy.url(name), "plan"), 0, "DELETE FROM users")
        for command in (["upgrade", "head"], ["stamp", "head"], ["downgrade", "base"], ["upgrade", "head", "--dry-run"]):
            expect(migrate(copy.url(name), *command), 1, "the server is a standby", "target_session_attrs=read-write")
        expect(migrate(copy.url(name, "&target_session_attrs=read-write"), "upgrade", "head"), 1,
               "is the primary among them?")
        both = f"postgresql://postgres@/{name}?host={server.folder},{server.folder}&port=5433,5432"
        expect(migrate(both, "upgrade", "head"), 1, "the server is a standby")
        expect(migrate(both + "&target_session_attrs=read-write", "upgrade", "head"), 0)
        expect(migrate(copy.url(name), "wait", "head", "--timeout", "20s"), 0)
        expect(migrate(copy.url(name), "upgrade", "head"), 0)


def main():
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        at_head_without_rights(server)
        without_rights(server)
        owner_by_role(server, folder)
        read_only_user(server)
        passwords(server, folder)
        interrupted(server)
        standby(server)


main()

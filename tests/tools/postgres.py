"""A private PostgreSQL server for a test.

    with PrivatePostgres() as pg:
        print(pg.psql("SELECT 1"))              # text, as psql -At prints it; PsqlError when it fails
        pg.syntax_error("SELECT FROM WHERE")    # the server's message, or None when it parses

Its cluster lies in memory where there is room, listens on a Unix socket only, and is gone afterwards. What initdb makes is
kept in the folder of the build (ALUDEL_BUILD), from where the next ones are copied.
ALUDEL_TEST_POSTGRES_BIN (the folder of initdb and postgres) says which server to start, else it is the newest of the
system's; ALUDEL_TEST_POSTGRES (a URL) names one that runs already. No server to be found is a failure, not a reason to
skip.
"""
import contextlib
import glob
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse


class PsqlError(Exception):
    """What psql said."""


def dump_options(without):
    return ["-s"] + [option for table in without for option in ("-T", table)]


def bare(dump):
    """What pg_dump has written, without comments, its \\restrict and blank lines."""
    return re.sub(r"^(--.*|\\.*|)\n", "", dump, flags=re.M)


def has_server(folder):
    return all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "postgres"))


def server_folder():
    """The programs of the server that is asked for, or of the newest one."""
    chosen = os.environ.get("ALUDEL_TEST_POSTGRES_BIN")
    if chosen and not has_server(chosen):
        raise SystemExit(f"no initdb and postgres in {chosen}: tests/servers/install brings those of build-servers/")
    if chosen:
        return chosen
    on_path = shutil.which("postgres")
    folders = [os.path.dirname(os.path.realpath(on_path))] if on_path else []
    folders += glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")
    folders = [f for f in folders if has_server(f)]
    if not folders:
        raise SystemExit("these tests start a PostgreSQL server and found none: install 'postgresql' (Debian), "
                         "or name a server with ALUDEL_TEST_POSTGRES=postgresql://…")
    return max(folders, key=lambda f: [int(n) for n in re.findall(r"\d+", f)] or [0])


def roomy_folder():
    """/dev/shm when a cluster fits in it."""
    shm = "/dev/shm"
    if os.access(shm, os.W_OK):
        room = os.statvfs(shm)
        if room.f_bavail * room.f_frsize > 300 * 1024 * 1024:
            return shm
    return None


def server_user():
    """initdb and postgres refuse to be root: (user, command prefix)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()), []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user, ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise SystemExit("no user 'postgres' or 'nobody' to run a PostgreSQL server as")


def psql_program():
    """Debian's `psql` is a wrapper that takes longer than most scripts: the program itself."""
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True):
        if os.access(os.path.join(folder, "psql"), os.X_OK):
            return os.path.join(folder, "psql")
    return "psql"


def kept_cluster(programs):
    """Where the cluster of these programs is kept, in the folder of the build; None outside of one."""
    build = os.environ.get("ALUDEL_BUILD")
    facts = os.stat(os.path.join(programs, "postgres"))
    return build and os.path.join(build, "clusters", f"{facts.st_size}-{facts.st_mtime_ns}-{os.geteuid()}")


def copy_cluster(cluster, to):
    subprocess.run(["cp", "-a", cluster, to], check=True)


def keep_cluster(cluster, kept):
    """Whole or not at all; where several do so at once, the first one's stays."""
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    made = tempfile.mkdtemp(dir=os.path.dirname(kept))
    copy_cluster(cluster, os.path.join(made, "data"))
    with contextlib.suppress(OSError):
        os.rename(os.path.join(made, "data"), kept)
    shutil.rmtree(made)


def stop_on_terminate():
    """A test that is told to stop (a time-out) leaves by an exception, so that its server stops too."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class PrivatePostgres:
    def __init__(self, settings=(), standby=False):
        self.settings = list(settings)
        self.standby = standby
        self.url = os.environ.get("ALUDEL_TEST_POSTGRES")
        self.folder = None
        self.server = None
        self.numbers = itertools.count(1)
        self.program = psql_program()

    def __enter__(self):
        stop_on_terminate()
        if not self.url:
            try:
                self.start()
            except BaseException:
                self.stop()
                raise
        return self

    def __exit__(self, *_):
        self.stop()

    # The server

    def start(self):
        user, self.prefix = server_user()
        self.folder = tempfile.mkdtemp(prefix="aludel-pg-", dir=roomy_folder())
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        programs = self.within_reach(server_folder())
        data = os.path.join(self.folder, "data")
        self.make_cluster(programs, data)
        self.configure(data)
        options = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off",
                   "full_page_writes": "off", "synchronous_commit": "off",
                   "max_connections": "100" if self.standby else "40",  # a standby takes as many as its primary
                   "shared_buffers": "32MB", "logging_collector": "off"}
        options.update(dict(s.split("=", 1) for s in self.settings))
        command = [os.path.join(programs, "postgres"), "-D", data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.server = subprocess.Popen(self.prefix + command, stdout=self.log, stderr=self.log, cwd="/",
                                       start_new_session=True)
        self.url = f"postgresql:///postgres?host={self.folder}&user=postgres"
        self.wait()

    def make_cluster(self, programs, data):
        """initdb takes longer than many a test: what it makes is kept for the next one."""
        kept = kept_cluster(programs)
        if kept and os.path.isdir(kept):
            copy_cluster(kept, data)
            return
        self.run([os.path.join(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync"])
        if kept:
            keep_cluster(data, kept)

    def configure(self, data):
        """The user `scram` needs a password. A standby is one whose primary never says anything."""
        with open(os.path.join(data, "pg_hba.conf"), "r+", encoding="utf-8") as file:
            lines = file.read()
            file.seek(0)
            file.write("local all scram scram-sha-256\n" + lines)
        if self.standby:
            open(os.path.join(data, "standby.signal"), "wb").close()

    def within_reach(self, programs):
        """A checkout in a folder that only root enters: the server gets a copy of its programs."""
        if subprocess.run(self.prefix + ["test", "-x", os.path.join(programs, "postgres")], check=False).returncode == 0:
            return programs
        copy = os.path.join(self.folder, "server")
        shutil.copytree(os.path.dirname(programs), copy, symlinks=True)
        return os.path.join(copy, os.path.basename(programs))

    def run(self, command):
        done = subprocess.run(self.prefix + command, cwd="/", capture_output=True, text=True,
                              env={**os.environ, "HOME": self.folder})
        if done.returncode:
            raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def wait(self):
        for _ in range(300):
            try:
                return self.psql("SELECT 1")
            except PsqlError:
                if self.server.poll() is not None:
                    break
                time.sleep(0.05)
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            raise SystemExit("the PostgreSQL server didn't start:\n" + log.read())

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)  # fast shutdown
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        if self.folder:
            self.log_closed()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.server = self.folder = None

    def log_closed(self):
        if getattr(self, "log", None):
            self.log.close()

    # Asking it

    def url_of(self, database, user=None):
        url = re.sub(r"^(postgres(?:ql)?://[^/]*/)[^?]*", lambda m: m.group(1) + database, self.url)
        return re.sub(r"([?&]user=)[^&]*", lambda m: m.group(1) + user, url) if user else url

    def variables(self, database):
        """The environment in which libpq, and psql with it, finds the database by itself."""
        url = urllib.parse.urlsplit(self.url)
        given = {"PGUSER": url.username, "PGPASSWORD": url.password, "PGHOST": url.hostname,
                 "PGPORT": url.port and str(url.port)}
        given.update({"PG" + name.upper(): value for name, value in urllib.parse.parse_qsl(url.query)})
        return {**{k: v for k, v in given.items() if v}, "PGDATABASE": database, "PSQLRC": os.devnull}

    def psql_run(self, sql, database=None, options=("-At",)):
        """The finished process, its output as bytes. `sql` (text or bytes) comes through psql's input."""
        data = sql if isinstance(sql, bytes) else sql.encode("utf-8", "surrogateescape")
        url = self.url_of(database) if database else self.url
        return subprocess.run([self.program, "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, "-d", url], input=data,
                              capture_output=True, env={**os.environ, "PGCLIENTENCODING": "UTF8"})

    def psql(self, sql, database=None, options=("-At",)):
        done = self.psql_run(sql, database, options)
        if done.returncode:
            raise PsqlError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def new_database(self):
        """An empty database, by its name."""
        name = f"test_{os.getpid()}_{next(self.numbers)}"
        self.psql(NEW_DATABASE.format(name=name))
        return name

    def dump(self, database, without=("*.alembic_version", "*.aludel_*")):
        """The schema as text: all that pg_dump knows, in its order, which is that of names; by default without the
        tables that the migrating programs keep for themselves."""
        command = [os.path.join(os.path.dirname(self.program), "pg_dump"), *dump_options(without)]
        done = subprocess.run([*command, "-d", self.url_of(database)], check=True, text=True, capture_output=True,
                              timeout=60)
        return bare(done.stdout)

    def syntax_error(self, statement):
        return self.syntax_errors([statement])[0]

    def syntax_errors(self, statements):
        """For each the message of its syntax error (SQLSTATE 42601), or None: pg_temp.parses() executes it in a
        subtransaction that is rolled back, and tells syntax errors from all others."""
        script = [PARSES]
        for statement in statements:
            tag = "$aludel_statement$"
            assert tag not in statement
            script.append(f"SELECT coalesce(pg_temp.parses({tag}{statement}{tag}), '') || chr(30);")
        done = self.psql_run("\n".join(script), options=("-At",))
        if done.returncode:
            raise PsqlError(done.stderr.decode("utf-8", "replace"))
        answers = done.stdout.decode("utf-8", "surrogateescape").split("\x1e\n")[:-1]
        assert len(answers) == len(statements), (len(answers), len(statements))
        return [a or None for a in answers]


# With its files copied it takes half the time that it takes in the log.
NEW_DATABASE = r"""
SELECT current_setting('server_version_num')::int >= 150000 AS copies \gset
\if :copies
CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy;
\else
CREATE DATABASE {name} TEMPLATE template0;
\endif
"""

PARSES = r"""
SET client_min_messages = error;
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION pg_temp.parses(statement text) RETURNS text LANGUAGE plpgsql AS $aludel$
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION 'done' USING ERRCODE = 'AL001';
EXCEPTION
    WHEN syntax_error THEN RETURN SQLERRM;
    WHEN OTHERS THEN RETURN NULL;
END
$aludel$;
"""

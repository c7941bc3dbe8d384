"""A static program and a PostgreSQL server, by its name over TCP with sslmode=verify-full, in an empty root: the authority's
certificate, which is the user's own, is the one file beside the program.

All of it happens in a network of its own, with a server and a name server on 127.0.0.1 and no way out.

alone_postgresql.py
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from certificates import make_authority, make_server
from jail import Jail, namespaces
from names import NameServer, loopback_up
from programs import MADE
from tools.postgres import PrivatePostgres, server_user

HOST, ELSEWHERE = "db.example.test", "elsewhere.example.test"
PASSWORD = "s3cr3t-of-app"
HBA = "local all postgres trust\nhostssl all app all scram-sha-256\nhost all all all reject\n"


class Server(PrivatePostgres):
    """With certificates, for the user `app` alone, and for nobody without TLS."""

    def __init__(self, certificates):
        super().__init__(["listen_addresses=127.0.0.1", "port=5432", "ssl=on", f"ssl_cert_file={certificates}/server.pem",
                          f"ssl_key_file={certificates}/server.key"])

    def configure(self, data):
        (pathlib.Path(data) / "pg_hba.conf").write_text(HBA)

    def make_user(self):
        self.psql(f"CREATE ROLE app LOGIN PASSWORD '{PASSWORD}'; CREATE DATABASE app OWNER app")


def url(host=HOST, ca="/ca.pem", user="app", password=PASSWORD, mode="verify-full"):
    who = f"{user}:{password}@" if user else ""
    root = f"&sslrootcert={ca}" if ca else ""
    return {"DATABASE_URL": f"postgresql://{who}{host}/app?sslmode={mode}{root}"}


def every_command(jail, server):
    assert re.search(r"libraries: SQLite 3\..*, libpq \d+\.\d+\nlinked: +statically\n", jail.run("--version"))
    assert jail.run("current", **url()) == ""
    assert "CREATE TABLE readings" in jail.run("upgrade", "b2", "--sql", "--dialect", "postgresql")
    assert "Running upgrade b2 -> c3" in jail.run("upgrade", "head", **url())
    assert jail.run("current", **url()) == "c3 (head)\n"
    assert jail.run("history").startswith("b2 -> c3 (head), ")
    assert len(re.findall(r"upgrade +(a1|b2|c3) ", jail.run("log", **url()))) == 3
    rows = server.psql("SELECT count(*), sum(value), count(*) FILTER (WHERE sensor = upper(sensor)) FROM readings", "app")
    assert rows.strip() == "40000|-800020000|10000", rows
    jail.run("downgrade", "base", **url())
    assert jail.run("current", **url()) == ""


def refused(jail, *words, **parts):
    said = jail.run("upgrade", "head", status=1, **url(**parts))
    for word in words:
        assert word in said, f"{word!r} isn't in:\n{said}"
    assert PASSWORD not in said, f"it tells the password:\n{said}"


def what_goes_wrong(jail, server):
    refused(jail, f'"{HOST}" does not match host name "{ELSEWHERE}"',
            "hint: the URL's host must be a name that the server's certificate is for", host=ELSEWHERE)
    refused(jail, "certificate verify failed", "hint: sslrootcert=FILE in the URL names the certificate of the authority that has "
            "signed the server's", ca="/other.pem")
    refused(jail, "could not get home directory to locate root certificate file",
            "hint: sslrootcert=FILE in the URL names the authority's certificate", ca=None)
    refused(jail, 'could not translate host name "nowhere.example.test"', host="nowhere.example.test")
    refused(jail, "password authentication failed", password="wrong")
    refused(jail, "rejects connection", "hint: sslmode=verify-full in the URL, or require, asks for TLS", mode="disable")
    if os.geteuid() == 0:
        refused(jail, "could not look up local user ID 4242", "hint: name the user in the URL: postgresql://USER@HOST/DATABASE",
                user=None)
    tables = server.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", "app")
    assert tables.split() == ["alembic_version", "aludel_log"], f"one of them has written: {tables}"


def make_certificates(folder):
    authority = make_authority(folder, "ca")
    make_server(folder, authority, HOST)
    other = make_authority(folder, "other")
    user, _ = server_user()
    if os.geteuid() == 0:
        for name in ("server.key", "server.pem"):
            os.chown(folder / name, user.pw_uid, user.pw_gid)
    (folder / "server.key").chmod(0o600)
    for path in (folder, folder / "server.pem", authority, other):
        path.chmod(path.stat().st_mode | 0o555 & (0o777 if path.is_dir() else 0o444))
    return [authority, other]


def inside():
    loopback_up()
    names = NameServer({HOST: "127.0.0.1", ELSEWHERE: "127.0.0.1"})
    with tempfile.TemporaryDirectory() as top:
        files = make_certificates(pathlib.Path(top))
        with Server(top) as server, Jail(MADE / "musl", files=files) as jail:
            server.make_user()
            assert jail.contents() == ["ca.pem", "migrate", "other.pem"]
            every_command(jail, server)
            assert HOST in names.asked, "the name server wasn't asked"
            what_goes_wrong(jail, server)
    print("ok: every command by host name, with TLS verified; what isn't right is refused")
    return 0


def main():
    if sys.argv[1:] == ["inside"]:
        return inside()
    return subprocess.run([*namespaces("--net"), sys.executable, __file__, "inside"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

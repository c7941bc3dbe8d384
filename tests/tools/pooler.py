"""pgbouncer in transaction mode, in front of a private server.

    with Pooler(pg, default_pool_size=5) as pooler:     its settings, where they aren't pgbouncer's own
        pooler.url(database)
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from tools.postgres import server_user


class Pooler:
    def __init__(self, pg, **settings):
        self.pg = pg
        self.settings = settings

    def __enter__(self):
        user, prefix = server_user()
        self.folder = tempfile.mkdtemp(prefix="aludel-bouncer-")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        ini = pathlib.Path(self.folder, "pgbouncer.ini")
        ini.write_text(f"[databases]\n* = host={self.pg.folder} user=postgres\n[pgbouncer]\npool_mode = transaction\n"
                       f"auth_type = any\nunix_socket_dir = {self.folder}\nlisten_addr =\nlisten_port = 6432\n"
                       f"ignore_startup_parameters = extra_float_digits\n"
                       + "".join(f"{name} = {value}\n" for name, value in self.settings.items()))
        self.process = subprocess.Popen([*prefix, "pgbouncer", str(ini)], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.wait(pathlib.Path(self.folder, ".s.PGSQL.6432"))
        return self

    def wait(self, socket):
        end = time.monotonic() + 10
        while not socket.exists() and time.monotonic() < end:
            time.sleep(0.05)
        if not socket.exists():
            self.__exit__()
            raise AssertionError("pgbouncer didn't start: is Debian's package 'pgbouncer' installed?")

    def url(self, database):
        return f"postgresql://postgres@/{database}?host={self.folder}&port=6432"

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

"""A project of somebody's that uses an installation: its files, and what its author types."""
import os
import pathlib
import subprocess

from tools.template import template

SOURCE, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])

# Start-up migration on a database of the program's own.
APP = """#include <aludel/aludel.h>
#include <sqlite3.h>
#include <stdio.h>
#include "db_migrations.h"

int main(void)
{
    sqlite3 *db;
    struct aludel_config config = {0};
    struct aludel_error error;
    if (sqlite3_open("app.db", &db) != SQLITE_OK)
        return 1;
    config.registry = &db_migrations;
    config.sqlite = db;
    struct aludel *a = aludel_open(&config, &error);
    bool ok = a && aludel_upgrade(a, "head", NULL, &error);
    printf("%s\\n", ok ? "up to date" : error.message);
    aludel_close(a);
    sqlite3_close(db);
    return ok ? 0 : 1;
}
"""

# An old project's: what it finds mustn't lean on its policies.
LISTS = """cmake_minimum_required(VERSION 3.1)
project(app %s)
%s
aludel_add_migrations(db_migrations_library ENVIRONMENT db EXECUTABLE app_migrate)
add_executable(app %s)
target_link_libraries(app PRIVATE db_migrations_library)
"""


def run(*command, cwd, fails=False, **environment):
    """What the command prints. Of the variables of whoever tests none reaches it that chooses compilers or paths."""
    without = {k: v for k, v in os.environ.items() if k not in ("CFLAGS", "CC", "LDFLAGS", "PKG_CONFIG_PATH", "MAKEFLAGS")}
    without["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    done = subprocess.run([str(c) for c in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=1500, env={**without, **{k: str(v) for k, v in environment.items()}})
    if (done.returncode != 0) != fails:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def check(what, condition, output=""):
    if not condition:
        raise AssertionError(f"{what}\n{output}")
    print(f"ok: {what}", flush=True)


def table(name):
    """An upgrade that makes it, and a downgrade that drops it."""
    return f"CREATE TABLE {name} (x INTEGER);", f"DROP TABLE {name};"


class Project:
    def __init__(self, folder, lists=None, app="app.c"):
        self.folder = folder
        (folder / "db" / "versions").mkdir(parents=True)
        (folder / "db" / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
        (folder / app).write_text(APP.replace("{0}", "{}") if app.endswith("cpp") else APP)
        if lists:
            (folder / "CMakeLists.txt").write_text(LISTS % ("C CXX" if app.endswith("cpp") else "C", lists, app))
        self.write("a1", None)
        self.write("b1", "a1")

    def write(self, rev, down, message="a table"):
        path = self.folder / "db" / "versions" / f"{rev}_x.mako"
        path.write_text(template(rev, down, *table(rev), doc=message))
        return path

    def run(self, *command, **more):
        return run(*command, cwd=self.folder, **more)

    def configure(self, out, *options, fails=False):
        """Without the lines that CMake breaks its messages into."""
        said = self.run("cmake", "-S", ".", "-B", out, "-G", "Ninja", *options, fails=fails)
        return " ".join(said.split())

    def build(self, out, *options):
        self.configure(out, *options)
        return self.run("cmake", "--build", out)

    def check_upgrades(self, what, program):
        (self.folder / "app.db").unlink(missing_ok=True)
        said = self.run(program)
        tables = self.run("sqlite3", "app.db", "SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE '_1'")
        check(what, said == "up to date\n" and tables == "a1,b1\n", said + tables)

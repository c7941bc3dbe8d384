"""An empty folder as the root of a program: read-only, without /dev, /proc, /tmp and /etc, and for a user whom no passwd
knows. It holds the program, the files that the test gives it and, where asked, one folder that may be written to.

    with Jail(program, writable="/data") as jail:
        jail.run("upgrade", "head", DATABASE_URL="sqlite:////data/app.db")

Whoever runs the tests as root needs no more than that; others get a user namespace, where the system allows one.
"""
import functools
import os
import pathlib
import shutil
import subprocess
import tempfile

NOBODY_KNOWS = 4242

# root, folder, its name within root, the command
ENTER = """
set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
[ -z "$3" ] || mount --bind "$2" "$1$3"
shift 3
exec "$@"
"""


@functools.cache
def namespaces(kind):
    """The words before a command that give it a namespace of its own: --mount, --net."""
    as_user = [] if os.geteuid() == 0 else ["--map-current-user", "--keep-caps"]
    words = [tool("unshare", "util-linux"), *as_user, kind]
    done = subprocess.run([*words, "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"this test needs namespaces (unshare {kind}), and the system gives none: {done.stderr.strip()}; run it as "
                         "root, in a container with --cap-add SYS_ADMIN")
    return words


def tool(name, package):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not found:
        raise SystemExit(f"this test needs {name}: install '{package}'")
    return found


class Jail:
    def __init__(self, program, writable="", files=()):
        self.program, self.writable, self.files = program, writable, files

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        top = pathlib.Path(self.temporary.name)
        top.chmod(0o755)
        self.root, self.folder = top / "root", top / "folder"
        self.root.mkdir(mode=0o755)
        self.folder.mkdir(mode=0o755)
        shutil.copy(self.program, self.root / "migrate")
        (self.root / "migrate").chmod(0o755)
        for file in self.files:
            shutil.copy(file, self.root)
        if self.writable:
            (self.root / self.writable.lstrip("/")).mkdir()
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY_KNOWS, NOBODY_KNOWS)
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def contents(self):
        return sorted(p.name for p in self.root.rglob("*"))

    def execute(self, *arguments, **variables):
        user = [f"--userspec=+{NOBODY_KNOWS}:+{NOBODY_KNOWS}", "--groups="] if os.geteuid() == 0 else []
        environment = [f"{name}={value}" for name, value in variables.items()]
        command = [*namespaces("--mount"), "sh", "-c", ENTER, "sh", self.root, self.folder, self.writable, tool("env", "coreutils"),
                   "-i", *environment, tool("chroot", "coreutils"), *user, self.root, "/migrate", *arguments]
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=120)

    def run(self, *arguments, status=0, **variables):
        done = self.execute(*arguments, **variables)
        assert done.returncode == status, f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}"
        return done.stdout

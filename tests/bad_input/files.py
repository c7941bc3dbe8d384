"""Folders, pipes, sockets, devices, links to nowhere and files that may not be read, where a file is expected; folders
that are files; names that are too long. And what only looks like such: a pipe that somebody writes to.

files.py [names of checks…]
"""
import os
import shutil
import socket
import threading

from support import Place, expect, main, migration

PLACE = Place().build()
LONG = "n" * 300  # no file system takes it


# ---- What stands there in place of a file ------------------------------------------------------------------

def folder(path):
    path.mkdir()


def pipe(path):
    os.mkfifo(path)


def door(path):
    """A socket's name is short: it is made elsewhere."""
    where = PLACE.top / "s"
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(str(where))
    where.rename(path)


def zeros(path):
    path.symlink_to("/dev/zero")


def full(path):
    path.symlink_to("/dev/full")


def to_nowhere(path):
    path.symlink_to("nowhere")


def to_itself(path):
    path.symlink_to(path.name)


def shut(path):
    path.write_text("x")
    path.chmod(0)


KINDS = [(folder, "Is a directory"), (pipe, "it isn't a file"), (door, "it isn't a file"), (zeros, "it isn't a file"),
         (full, "it isn't a file"), (to_nowhere, "No such file or directory"),
         (to_itself, "Too many levels of symbolic links"), (shut, "Permission denied")]


class Instead:
    """Something else stands at a path of the environment, for as long as the block lasts."""

    def __init__(self, name, kind):
        self.path, self.kind = PLACE.environment / name, kind
        self.aside = PLACE.top / "aside"

    def __enter__(self):
        if self.path.exists():
            self.path.rename(self.aside)
        self.kind(self.path)

    def __exit__(self, *_):
        if self.kind is folder:
            self.path.rmdir()
        else:
            self.path.unlink()
        if self.aside.exists():
            self.aside.rename(self.path)


# ---- What aludel reads -------------------------------------------------------------------------------------

def sources():
    """Named with the reason; when the cause is gone, all is well again."""
    text = PLACE.environment / "versions/r4.mako"
    text.write_text('<%namespace name="s" file="shared.mako"/>\n' + text.read_text())
    PLACE.write("shared.mako", "<%! one = 1 %>\n")
    for name in ("aludel.ini", "env.mako", "shared.mako", "versions/r2.mako", "versions/more.sql"):
        for kind, why in KINDS:
            with Instead(name, kind):
                for command in (["generate", "-o", PLACE.top / "out"], ["lint"]):
                    done = PLACE.aludel(*command, as_nobody=kind is shut)
                    linked = name == "shared.mako" and kind in (to_nowhere, to_itself)
                    expect(done, 1, f"can't read '{name}': {why}" if not linked else why)
                assert not (PLACE.top / "out").exists()
    expect(PLACE.aludel("lint"), 0)


def places_of_sources():
    """What should be a folder isn't one, or nobody may look into it."""
    versions = PLACE.environment / "versions"
    for kind in (pipe, zeros, to_nowhere, to_itself):
        with Instead("versions", kind):
            expect(PLACE.aludel("lint"), 1, "can't read the folder 'versions'")
    versions.chmod(0)
    expect(PLACE.aludel("lint", as_nobody=True), 1, "can't read the folder 'versions': Permission denied")
    versions.chmod(0o777)
    PLACE.environment.chmod(0)
    expect(PLACE.aludel("lint", "-C", PLACE.environment, as_nobody=True, cwd="/"), 1, "Permission denied")
    PLACE.environment.chmod(0o777)
    (versions / "again").symlink_to("..")  # a folder that holds itself
    expect(PLACE.aludel("lint"), 0)
    (versions / "again").unlink()
    for name in ("/dev/null", "aludel.ini", "nowhere", LONG, "n" * 5000):
        expect(PLACE.aludel("lint", "-C", name), 1, "can't read the folder")
    expect(PLACE.aludel("lint", "-C", ""), 2, "--directory needs a value")


def names():
    """Names that mean something to a terminal, to make and to the C compiler; the longest that there are."""
    for name in ("a b#$c.mako", 'quo"te\\.mako', "\x1b[31mred.mako", "line\nbreak.mako", "\udcff.mako", "m" * 250 + ".mako"):
        path = PLACE.environment / "versions" / name
        path.write_text(migration("b1", "nobody"))
        done = expect(PLACE.aludel("lint"), 1, "Can't locate revision identified by 'nobody'")
        assert b"\x1b" not in done.stderr and b"line\nbreak" not in done.stderr, done.stderr
        path.write_text(migration("b1", "r4"))
        built = PLACE.aludel_built("build", "-o", PLACE.top / "m")
        expect(built, 0)
        path.unlink()


# ---- What aludel writes ------------------------------------------------------------------------------------

def outputs():
    """A place that can't be written: said before anything is; the other files stay."""
    out, closed = PLACE.top / "out", PLACE.top / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for kind in (pipe, zeros, to_itself):
        with Instead("o", kind):
            expect(PLACE.aludel("generate", "-o", "o"), 1, "can't make the folder 'o'")
    expect(PLACE.aludel("generate", "-o", closed / "o", as_nobody=True), 1, "can't make the folder", "Permission denied")
    expect(PLACE.aludel("generate", "-o", closed, as_nobody=True), 1, "can't write", "Permission denied")
    for path in (LONG, "n" * 5000):
        expect(PLACE.aludel("generate", "-o", out / path), 1, "can't make the folder", "name too long")
        expect(PLACE.aludel("generate", "-o", out, "--depfile", out / path), 1, "can't write", "name too long")
        expect(PLACE.aludel_built("build", "-o", PLACE.top / path), 1, "can't write", "name too long")
    expect(PLACE.aludel("generate", "-o", out, "--depfile", PLACE.top), 1, f"can't write '{PLACE.top}': Is a directory")
    for option, value in (("-o", ""), ("--symbol", ""), ("--symbol", "é"), ("--shards", ""), ("--dialect", "")):
        expect(PLACE.aludel("generate", "-o", out, option, value), 2)
    shutil.rmtree(out)
    closed.rmdir()


# ---- What migrate reads ------------------------------------------------------------------------------------

def ways_in(name, **how):
    """The three ways in which a program is given a file's name."""
    migrate, none = PLACE.migrate, {"TEST_URL": None}
    yield migrate("-c", name, "current", **how), f"can't read '{name}': "
    yield migrate("--env-file", name, "current", **how), f"can't read the env file '{name}': "
    yield migrate("current", variables={**none, "TEST_URL_FILE": name}, **how), f"TEST_URL_FILE names '{name}', which "


def settings():
    for kind, why in KINDS:
        if kind in (pipe, zeros, full, door):
            continue
        with Instead("given", kind):
            for done, wanted in ways_in("given", as_nobody=kind is shut):
                expect(done, 1, wanted, why)
    with Instead("given", door):
        for done, wanted in ways_in("given"):
            expect(done, 1, wanted, "No such device or address")
    for device in (zeros, full):
        with Instead("given", device):
            for done, wanted in ways_in("given"):
                expect(done, 1, wanted, "File too large")
    for name in (LONG, "nowhere", "n" * 5000):
        for done, wanted in ways_in(name):
            expect(done, 1, wanted[:200])


def broken_settings():
    binary, text = bytes(range(256)), "TEST_URL=sqlite:///app.db\n"
    for content, why in ((binary, "it isn't text: it holds a NUL byte"), (b"TEST_URL=sqlite:///app\0.db\n", "NUL byte"),
                         (b"\xff\xfe" + text.encode("utf-16-le"), "it is UTF-16: save it as UTF-8")):
        PLACE.write("given", content)
        for done, wanted in list(ways_in("given"))[1:]:
            expect(done, 1, wanted, why)
    for content, why in ((binary, "given:1: this file isn't text"), ("x", "given:1: a setting stands before"),
                         (b"[aludel]\nrole = \xe9\n", "given:2: this line isn't UTF-8"), ("", "no section [aludel]"),
                         ("[aludel]\n" + "x" * 10_000_000 + " = 1\n", "given:2: unknown setting 'xxx"),
                         ("[aludel]\nurl = sqlite:///" + "x" * 10_000_000 + "\n", "the path is too long")):
        PLACE.write("given", content)
        expect(PLACE.migrate("-c", "given", "current", variables={"TEST_URL": None}), 1, why)
    for content, why in (("", "holds nothing in its first line"), ("\n" + text, "holds nothing in its first line")):
        PLACE.write("given", content)
        expect(PLACE.migrate("current", variables={"TEST_URL": None, "TEST_URL_FILE": "given"}), 1, why)
    PLACE.write("given", "x" * 10_000_000)
    expect(PLACE.migrate("--env-file", "given", "current"), 1, "given:1: expected NAME=value")
    assert not list(PLACE.top.glob("**/app*")), "a database was made under half of its name"


def pipes():
    """A pipe that somebody writes to is as good as a file: that is how shells hand over what isn't kept."""
    contents = ("[aludel]\nurl = sqlite:///from_pipe.db\n", "TEST_URL=sqlite:///from_pipe.db\n", "sqlite:///from_pipe.db\n")
    ways = ({"arguments": ["-c", "given"]}, {"arguments": ["--env-file", "given"]}, {"variables": {"TEST_URL_FILE": "given"}})
    for content, way in zip(contents, ways):
        with Instead("given", pipe):
            writer = threading.Thread(target=(PLACE.environment / "given").write_text, args=[content])
            writer.start()
            variables = {"TEST_URL": None, **way.get("variables", {})}
            expect(PLACE.migrate(*way.get("arguments", []), "upgrade", "r1", variables=variables), 0)
            writer.join()
        (PLACE.environment / "from_pipe.db").unlink()


(PLACE.environment / "given").unlink(missing_ok=True)
main([sources, places_of_sources, names, outputs, settings, pipes, broken_settings])

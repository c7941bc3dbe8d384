"""The source tarball of the target `dist`: the same bytes whoever makes it, from a checkout as from itself; it is built
where neither re2c nor lemon nor git is, and what it has built migrates a database."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])
NAME = "aludel-" + re.search(r"project\(aludel VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
TOOLS = ["cmake", "ninja", "cc", "gcc", "as", "ld", "ar", "ranlib", "sh", "tar", "gzip"]
TARGETS = ["aludel", "aludel_runtime", "aludel_sqlite", "aludel_postgresql", "aludel_cli"]


def run(*command, fails=False, **options):
    result = subprocess.run([str(c) for c in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=500,
                            **options)
    if (result.returncode != 0) != fails:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}")
    return result.stdout


def pack(to, **variables):
    """As the target does, into a folder of our own."""
    to.mkdir()
    run("cmake", "-D", f"SOURCE={ROOT}", "-D", f"BUILD={BUILD}", "-D", f"LIST={BUILD}/dist.list", "-D", f"TO={to}",
        "-D", f"NAME={NAME}", "-P", ROOT / "cmake/AludelDist.cmake", umask=0o022, env={**os.environ, **variables})
    return to / f"{NAME}.tar.gz"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_members(tarball, epoch):
    """Nobody's, in the order of their names, and of one moment."""
    with tarfile.open(tarball) as tar:
        assert {(m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode & 0o022) for m in tar} == {(epoch, 0, 0, "", "", 0)}
        names = tar.getnames()
    assert names == sorted(names, key=lambda n: n.split("/")), "not in the order of their names"
    for name in ("MANIFEST", "LICENSE", "runtime/made/grammar.c", "generator/made/lexer.c", "amalgamation/aludel.c", "tests/run"):
        assert f"{NAME}/{name}" in names, f"{name} isn't in it"


class Elsewhere:
    """An unpacked tarball on a machine with few tools."""

    def __init__(self, folder, tarball):
        self.source, self.build, tools = folder / NAME, folder / "out", folder / "tools"
        with tarfile.open(tarball) as tar:
            tar.extractall(folder)
        tools.mkdir()
        for tool in TOOLS:
            (tools / tool).symlink_to(shutil.which(tool))
        self.environment = {"PATH": str(tools), "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def run(self, *command, fails=False, **variables):
        return run(*command, fails=fails, cwd=self.source, umask=0o077, env={**self.environment, **variables})

    def configure(self, fails=False):
        return self.run("cmake", "-G", "Ninja", "-S", ".", "-B", self.build, "-DCMAKE_BUILD_TYPE=Debug",
                        "-DCMAKE_C_FLAGS_DEBUG=-O0", "-DALUDEL_TESTS=OFF",
                        "-DCMAKE_IGNORE_PATH=/usr/bin;/bin;/usr/local/bin;/usr/sbin;/sbin", fails=fails)


def check_build(there):
    there.configure()
    cache = (there.build / "CMakeCache.txt").read_text()
    assert "RE2C:FILEPATH=RE2C-NOTFOUND" in cache and "LEMON:FILEPATH=LEMON-NOTFOUND" in cache, "they were found"
    there.run("cmake", "--build", there.build, "--parallel", "2", "--target", *TARGETS)
    url = f"sqlite:///{there.build}/a.db"
    aludel = [there.build / "aludel", "-C", "migrations/synth_mind"]
    said = there.run(*aludel, "--url", url, "upgrade", "head", XDG_CACHE_HOME=str(there.build / "cache"))
    assert "Running upgrade 002 -> 003" in said, said
    assert "003 (head)" in there.run(*aludel, "--url", url, "current", XDG_CACHE_HOME=str(there.build / "cache"))


def check_again(there, tarball):
    """A tarball made of the tarball, in another folder and another country, is that tarball."""
    there.run("cmake", "--build", there.build, "--target", "dist", TZ="Asia/Tokyo")
    assert digest(there.build / f"{NAME}.tar.gz") == digest(tarball), "the tarball makes another one of itself"


def check_refused(there):
    """What can't be right without the tools isn't built."""
    grammar = there.source / "runtime/ddl/grammar.y"
    text = grammar.read_text()
    grammar.write_text(text + "\n")
    said = " ".join(there.configure(fails=True).split())
    assert "ddl/grammar.y has been changed, and its parser is made by re2c and lemon, which aren't installed: install both." in said, said
    grammar.write_text(text)
    shutil.rmtree(there.source / "runtime/made")
    said = " ".join(there.configure(fails=True).split())
    assert "is made by re2c and lemon, which aren't installed: install both, or take a source tarball" in said, said


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        tarball = pack(folder / "packed", SOURCE_DATE_EPOCH="86400")
        check_members(tarball, 86400)
        there = Elsewhere(folder / "there", tarball)
        check_build(there)
        check_again(there, tarball)
        check_refused(there)
    print(f"{tarball.name}: built and migrated without re2c, lemon and git; the same bytes each time")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as e:
        sys.exit(f"FAILED: {e}")

"""Debian's packages, built of this tree and looked at by lintian, then installed into a root of their own, whose list
of packages is this machine's, so that dpkg finds what they depend on, or doesn't. There a new user does what README.Debian
says, and CMake finds both kinds of libraries."""
import os
import pathlib
import re
import shutil
import sys
import tempfile

from project import SOURCE, Project, check, run

PACKAGES = ["aludel", "libaludel-cli0", "libaludel-dev", "libaludel-postgresql0", "libaludel-runtime0", "libaludel-sqlite0"]


def build(out):
    for program in ("dpkg-buildpackage", "dh", "lintian"):
        check(f"{program} is here (it is in debhelper, dpkg-dev, lintian)", shutil.which(program))
    run(SOURCE / "packaging/deb", out, cwd=SOURCE, DEB_BUILD_OPTIONS=f"parallel={os.cpu_count()} noautodbgsym")
    names = sorted(path.name.split("_")[0] for path in out.glob("*.deb"))
    check("the packages are built", names == PACKAGES, names)
    check("and nothing of it is left in the tree", not (SOURCE / "debian").exists())
    said = run("lintian", "--fail-on", "error,warning", *out.glob("*.changes"), cwd=out)
    check("lintian has neither an error nor a warning", not re.search("^[EW]: ", said, re.M), said)


def install(folder, packages):
    root = folder / "root"
    shutil.copytree("/var/lib/dpkg", root / "var/lib/dpkg", ignore=lambda path, names: [
        n for n in names if path.endswith("info") and not n.endswith(".list") or n in ("triggers", "lock", "lock-frontend")])
    (root / "var/lib/dpkg/triggers").mkdir()
    run("dpkg", f"--root={root}", "--force-not-root", "--log=/dev/null", "--install", *packages, cwd=folder)
    said = run("dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES, cwd=folder)
    check("dpkg installs them", said.split() == [w for p in PACKAGES for w in (p, "installed")], said)
    return root / "usr"


def first_steps(folder, prefix):
    (folder / "new user").mkdir()
    path = f"{prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    said = run(SOURCE / "packaging/debian/tests/first-steps", cwd=folder, PATH=path, XDG_CACHE_HOME=folder / "cache",
               AUTOPKGTEST_TMP=folder / "new user")
    check("README.Debian's first steps are taken", "Running upgrade  -> " in said and "Running downgrade" in said, said)
    page = next(prefix.glob("share/doc/aludel/README.Debian*"))
    check("it is in the package", page.read_bytes() == (SOURCE / "packaging/debian/aludel.README.Debian").read_bytes())


def programs(folder, prefix):
    for number, part in enumerate(("sqlite", "sqlite shared")):
        p = Project(folder / f"project{number}", f"find_package(Aludel REQUIRED COMPONENTS {part})")
        p.build("out", f"-DCMAKE_PREFIX_PATH={prefix}")
        said = p.run("readelf", "-d", "out/app")
        check(f"CMake's {part}: {'shared' if number else 'static'}", ("libaludel_sqlite.so.0" in said) == bool(number), said)
        p.check_upgrades("upgrades", "out/app")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        build(folder / "packages")
        prefix = install(folder, sorted((folder / "packages").glob("*.deb")))
        first_steps(folder, prefix)
        programs(folder, prefix)
    return 0


if __name__ == "__main__":
    sys.exit(main())

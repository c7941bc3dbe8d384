"""An installation of this build, used by projects of others: CMake from C and from C++, without a client's headers,
make with pkg-config, a tree that was moved, DESTDIR, components."""
import pathlib
import re
import sys
import tempfile

from project import BUILD, SOURCE, Project, check, run

FIND = "find_package(Aludel %s REQUIRED COMPONENTS %s)"
PAGE = SOURCE / "packaging/README.md"


def install(folder):
    """By way of DESTDIR, then somewhere else: nothing in the tree may know where it is."""
    run("cmake", "--install", BUILD, "--prefix", "/opt/aludel", cwd=folder, DESTDIR=folder / "stage")
    check("DESTDIR is heeded", (folder / "stage/opt/aludel/bin/aludel").exists())
    prefix = folder / "a prefix"
    (folder / "stage/opt/aludel").rename(prefix)
    for path in prefix.rglob("*"):
        if path.suffix in (".cmake", ".pc", ".conf"):
            text = path.read_text()
            check(f"{path.name} can be moved", not re.search(r"/opt/aludel|" + re.escape(str(BUILD)), text), text)
    return prefix


def components(folder):
    for name, there, not_there in (("aludel_generator", "bin/aludel", "include/aludel/aludel.h"),
                                   ("aludel_development", "include/aludel/aludel.h", "bin/aludel")):
        run("cmake", "--install", BUILD, "--prefix", folder / name, "--component", name, cwd=folder)
        check(f"{name} is installed by itself",
              (folder / name / there).exists() and not (folder / name / not_there).exists())


def cmake(folder, prefix):
    for app in ("app.c", "app.cpp"):
        p = Project(folder / app.replace(".", "_"), FIND % ("0.1", "sqlite cli trial"), app)
        p.build("out", f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror")
        p.check_upgrades(f"a program out of {app} finds it and upgrades", "out/app")
        check("and so does its migrate", "b1 (head)" in p.run("out/app_migrate", "--url", "sqlite:///app.db", "current"))


def refusals(folder, prefix):
    p = Project(folder / "refusals", FIND % ("${WANTED}", "${PARTS}"))
    prefix = f"-DCMAKE_PREFIX_PATH={prefix}"
    for what, options, words in (
            ("libpq isn't asked for by who wants SQLite", None, None),
            ("a client that isn't there is told of", ["-DPARTS=sqlite;postgresql"], "install libpq-dev"),
            ("a component that there isn't", ["-DPARTS=mysql"], "There is no component 'mysql' among the static libraries"),
            ("shared libraries that there aren't", ["-DPARTS=sqlite;shared"], "ALUDEL_SHARED=ON"),
            ("a driver that wasn't named", ["-DPARTS=cli;runtime", "-DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON"],
             "aludel_add_migrations: Aludel::sqlite needs SQLite with its header, which wasn't found: install libsqlite3-dev"),
            ("another version", ["-DPARTS=sqlite", "-DWANTED=0.2"], 'compatible with requested version "0.2"')):
        said = p.configure("out", prefix, "-DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON", *(options or ["-DPARTS=sqlite"]),
                           fails=bool(words))
        check(what, not words or words in said, said)
        p.run("rm", "-r", "out")


def without_postgresql(folder):
    """Installed before it is built, but for what is asked about: this is about what CMake and pkg-config are told."""
    out = folder / "sqlite alone"
    run("cmake", "-S", SOURCE, "-B", out, "-G", "Ninja", "-DALUDEL_POSTGRESQL=OFF", "-DALUDEL_GENERATOR=OFF",
        "-DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON", "-DALUDEL_TESTS=OFF", cwd=folder)
    p = Project(folder / "no_postgresql", FIND % ("", "${PARTS}"))
    options = [f"-DAludel_DIR={out}", f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}", "-DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON"]
    p.configure("out", *options, "-DPARTS=sqlite")
    said = p.configure("out", *options, "-DPARTS=postgresql", fails=True)
    check("a build for SQLite alone says that it is one", "built without its Postgresql driver" in said, said)
    files = sorted(path.name for path in (out / "installed").glob("*.pc"))
    check("and pkg-config knows no other", files == ["aludel-cli.pc", "aludel-sqlite.pc", "aludel.pc"], files)


class Make:
    """The Makefile of the README."""

    def __init__(self, folder, prefix):
        self.project = Project(folder / "make")
        text = re.search(r"^```make\n(# A program.*?)^```$", PAGE.read_text(), re.M | re.S).group(1)
        (self.project.folder / "Makefile").write_text(text)
        self.path = prefix / "lib/pkgconfig"

    def make(self, *options):
        return self.project.run("make", *options, PKG_CONFIG_PATH=self.path, CFLAGS="-Wall -Wextra -Werror")

    def check(self, what, expected, *options):
        """`expected`: the files that are compiled, and whether migrations are."""
        said = self.make(*options)
        compiled = sorted(re.findall(r" -c .*?(\S+\.c)", said))
        if "generate" in said:
            compiled.append("migrations")
        check(what, compiled == expected, said)

    def age(self):
        """All that is there is a minute old: make compares times, and some file systems count seconds."""
        self.project.run("find", ".", "-exec", "touch", "-d", "1 minute ago", "{}", "+")
        self.project.run("touch", "-d", "50 seconds ago", "gen/stamp")
        self.project.run("find", ".", "-name", "*.o", "-exec", "touch", "-d", "40 seconds ago", "{}", "+")
        self.project.run("touch", "-d", "30 seconds ago", "app")


def make(folder, prefix):
    m = Make(folder, prefix)
    p = m.project
    generated = ["gen/db_migrations.c", "gen/db_migrations_0.c"]
    m.check("make builds it", ["app.c", *generated, "migrations"])
    p.check_upgrades("what it built upgrades", "./app")
    m.check("then there is nothing to do", [])
    m.age()
    m.check("after a while neither", [])
    (p.folder / "db/versions/b1_x.mako").touch()
    m.check("a touched migration is read, and nothing compiled", ["migrations"])
    m.age()
    p.write("b1", "a1", message="another word")
    said = m.make()
    check("a changed one is compiled", "gen/db_migrations_0.c" in said or "gen/db_migrations.c" in said, said)
    m.age()
    new = p.write("c1", "b1")
    check("a new one is seen", "generate" in m.make() and "c1" in (p.folder / "gen/db_migrations_0.c").read_text())
    m.age()
    new.unlink()
    check("one that is gone, too", "generate" in m.make() and "c1" not in (p.folder / "gen/db_migrations_0.c").read_text())
    m.check("and then all is done", [])
    p.check_upgrades("and upgrades as before", "./app")


def static_program(folder, prefix):
    """One file without any library: pkg-config --static says all that goes into it."""
    p, path = Project(folder / "static"), prefix / "lib/pkgconfig"
    p.run(prefix / "bin/aludel", "generate", "-C", "db", "-o", "gen")
    flags = p.run("pkg-config", "--static", "--cflags", "--libs", "aludel-sqlite", PKG_CONFIG_PATH=path)
    flags = re.findall(r"(?:\\ |\S)+", flags)
    p.run("cc", "-static", "app.c", *p.folder.glob("gen/*.c"), "-Igen", *(f.replace("\\ ", " ") for f in flags), "-o", "app")
    check("it is a static program", "not a dynamic executable" in p.run("ldd", "app", fails=True))
    p.check_upgrades("which upgrades", "./app")


def by_itself(folder, prefix):
    p = Project(folder / "by_itself")
    p.run(prefix / "bin/aludel", "build", "-C", "db", "-o", "here")
    said = p.run("./here", "--url", "sqlite:///here.db", "upgrade", "head")
    check("an installation that was moved builds programs", "a1 -> b1" in said, said)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix = install(folder)
        components(folder)
        for step in (cmake, refusals, make, static_program, by_itself):
            step(folder, prefix)
        without_postgresql(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

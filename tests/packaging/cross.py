"""Built for 64-bit ARM as cmake/README.md says, with SQLite out of its amalgamation and an aludel of this machine;
what comes of it runs under qemu."""
import os
import pathlib
import re
import shutil
import sys
import tempfile

from project import BUILD, SOURCE, Project, check, run

PAGE = SOURCE / "cmake/README.md"
SQLITE = pathlib.Path(os.environ.get("ALUDEL_TEST_SQLITE", SOURCE / "build-servers/node_modules/better-sqlite3/deps/sqlite3"))
NEEDED = {"aarch64-linux-gnu-gcc": "gcc-aarch64-linux-gnu and libc6-dev-arm64-cross", "qemu-aarch64": "qemu-user"}


def look_for_tools():
    for program, package in NEEDED.items():
        check(f"{program} is here", shutil.which(program), f"install {package}")
    check("SQLite's amalgamation is here", (SQLITE / "sqlite3.c").exists(), f"{SQLITE} hasn't it: run tests/servers/install")


def toolchain(folder):
    text = re.search(r"^```cmake\n(set\(CMAKE_SYSTEM_NAME.*?)^```$", PAGE.read_text(), re.M | re.S).group(1)
    (folder / "arm.cmake").write_text(text)
    return f"-DCMAKE_TOOLCHAIN_FILE={folder / 'arm.cmake'}"


def build(folder, tools):
    prefix = folder / "arm root"
    run("cmake", "-S", SOURCE, "-B", folder / "arm", "-G", "Ninja", tools, f"-DCMAKE_INSTALL_PREFIX={prefix}",
        "-DALUDEL_GENERATOR=OFF", "-DALUDEL_POSTGRESQL=OFF", f"-DALUDEL_SQLITE_AMALGAMATION={SQLITE}",
        "-DALUDEL_TESTS=OFF", "-DCMAKE_BUILD_TYPE=None", cwd=folder)
    run("cmake", "--build", folder / "arm", "--target", "install", cwd=folder)
    check("no generator is built or installed", not (prefix / "bin").exists())
    return prefix


def refusals(folder):
    """Of the amalgamation's option, on this machine."""
    def configure(*options):
        said = run("cmake", "-S", SOURCE, "-B", folder / "refused", "-DALUDEL_TESTS=OFF", *options, cwd=folder, fails=True)
        return " ".join(said.split())
    said = configure(f"-DALUDEL_SQLITE_AMALGAMATION={folder}")
    check("a folder without SQLite is told of", "names a folder without sqlite3.c" in said, said)
    said = configure(f"-DALUDEL_SQLITE_AMALGAMATION={SQLITE}", "-DALUDEL_SHARED=ON")
    check("shared libraries don't go with it", "would have two SQLites in it" in said, said)


class Arm:
    """Programs that are for the other machine, and run here."""

    def __init__(self, project, name):
        self.project, self.name = project, name
        head = project.run("readelf", "-h", name)
        check(f"{name} is for the other machine", "AArch64" in head, head)

    def __call__(self, *arguments):
        return self.project.run("qemu-aarch64", "-L", "/usr/aarch64-linux-gnu", self.name, *arguments)


def by_cmake(folder, tools, prefix):
    p = Project(folder / "app", "find_package(Aludel REQUIRED COMPONENTS sqlite)")
    p.build("out", tools, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}")
    migrate, url = Arm(p, "out/app_migrate"), ("--url", "sqlite:///arm.db")
    migrate(*url, "upgrade", "head")
    tables = "SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE '_1'"
    check("migrate upgrades", p.run("sqlite3", "arm.db", tables) == "a1,b1\n")
    check("and says so", migrate(*url, "current") == "b1 (head)\n")
    migrate(*url, "downgrade", "-1")
    check("and downgrades", p.run("sqlite3", "arm.db", tables) == "a1\n")
    check("an application upgrades", Arm(p, "out/app")() == "up to date\n")
    check("by the SQLite that it was given", "libsqlite3" not in p.run("readelf", "-d", "out/app"))


def by_pkg_config(folder, prefix):
    p = Project(folder / "pkg_config")
    p.run(BUILD / "aludel", "generate", "-C", "db", "-o", "gen")
    said = p.run("pkg-config", "--cflags", "--libs", "aludel-sqlite", PKG_CONFIG_LIBDIR=prefix / "lib/pkgconfig")
    flags = [flag.replace("\\ ", " ") for flag in re.findall(r"(?:\\ |\S)+", said)]
    p.run("aarch64-linux-gnu-gcc", "-static", "app.c", *p.folder.glob("gen/*.c"), "-Igen", *flags, "-o", "app")
    check("a static program by pkg-config upgrades", Arm(p, "app")() == "up to date\n")


def main():
    look_for_tools()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tools = toolchain(folder)
        prefix = build(folder, tools)
        by_cmake(folder, tools, prefix)
        by_pkg_config(folder, prefix)
        refusals(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The shared libraries: the names that they show, parts of two versions, and programs that use them: by CMake and by
pkg-config, in a tree that was moved."""
import pathlib
import re
import sys
import tempfile

from project import BUILD, SOURCE, Project, check, run

PARTS = ("runtime", "sqlite", "postgresql", "cli")
PRIVATE = "ALUDEL_PRIVATE_0.1.0"


def build(folder):
    """As quickly as can be, and with an aludel that is there: it is built nowhere else."""
    out = folder / "build"
    run("cmake", "-S", SOURCE, "-B", out, "-G", "Ninja", "-DALUDEL_SHARED=ON", "-DALUDEL_GENERATOR=OFF",
        "-DALUDEL_TESTS=OFF", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_INSTALL_PREFIX=/opt/aludel", cwd=folder)
    run("cmake", "--build", out, cwd=folder)
    run("cmake", "--install", out, cwd=folder, DESTDIR=folder / "stage")
    (folder / "stage/opt/aludel").rename(folder / "prefix")
    return folder / "prefix"


def symbols(library, kind):
    """name -> the version that it stands under; `kind`: T for what is shown, U for what is taken from others."""
    text = run("nm", "-D", "--with-symbol-versions", library, cwd="/")
    shown = {}
    for what, name, version in re.findall(r" ([A-Z]) (\w+)@@?(\S+)", text):
        if (what == "U") == (kind == "U"):
            shown[name] = version
    return shown


def declared():
    """What the public headers declare and somebody defines, whether as a function or as data."""
    unit = "".join(f"#include <aludel/{name}.h>\n" for name in ("aludel", "generated", "main"))
    text = run("sh", "-c", f"printf '{unit}' | cc -E -P -I{SOURCE}/runtime/include -", cwd="/")
    text = re.sub(r"static inline.*?\n\}|typedef [^;{]*;", "", text, flags=re.S)
    names = set(re.findall(r"\b((?:aludel|py)_\w+) ?\(", text))
    return names | set(re.findall(r"extern const struct \w+ (aludel_\w+);", text))


def version_of(text):
    return tuple(int(number) for number in text.split("."))


def check_debian(shown):
    """Debian's symbols files say since when there is each public name, so that a package that uses a new one depends on it."""
    own = re.search(r"^project\(aludel VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M).group(1)
    for part in PARTS:
        text = (SOURCE / f"packaging/debian/libaludel-{part}0.symbols").read_text()
        since = dict(re.findall(r"^ (\w+)@ALUDEL_0 ([0-9.]+)$", text, re.M))
        public = {name for name, version in shown[part].items() if version == "ALUDEL_0"} | {"ALUDEL_0"}
        check(f"Debian's symbols file of {part} has each public name", set(since) == public, set(since) ^ public)
        check("none younger than this version", all(version_of(v) <= version_of(own) for v in since.values()), since)
        patterns = re.findall(r"^ \((.*)", text, re.M)
        check("and no pattern but of this version's inner ones", patterns == [f"symver)ALUDEL_PRIVATE_{own} {own}"] * (part == "runtime"),
              patterns)


def check_names(prefix):
    shown = {part: symbols(prefix / f"lib/libaludel_{part}.so.0", "T") for part in PARTS}
    taken = {part: symbols(prefix / f"lib/libaludel_{part}.so.0", "U") for part in PARTS}
    public = {name for part in PARTS for name, version in shown[part].items() if version == "ALUDEL_0"}
    check("the public names are those that headers declare", public == declared(), public ^ declared())
    inner = {name for name, version in shown["runtime"].items() if version == PRIVATE}
    needed = {name for part in PARTS for name, version in taken[part].items() if version == PRIVATE}
    check("the inner ones those that the other libraries take", inner and inner == needed, inner ^ needed)
    check("which show the public ones alone", all(set(shown[part].values()) == {"ALUDEL_0"} for part in PARTS[1:]), shown)
    check("and there is no third kind", set(shown["runtime"].values()) == {"ALUDEL_0", PRIVATE}, shown["runtime"])
    check_debian(shown)
    for part in PARTS:
        name = f"libaludel_{part}.so.0"
        said = run("objdump", "-p", prefix / "lib" / name, cwd="/")
        check(f"{name} is its soname", f"SONAME               {name}" in said, said)


def cmake(folder, prefix):
    for number, (components, option) in enumerate((("sqlite shared", "OFF"), ("sqlite", "ON"))):
        p = Project(folder / f"cmake{number}", f"find_package(Aludel REQUIRED COMPONENTS {components})")
        p.build("out", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}", f"-DAludel_SHARED={option}")
        p.check_upgrades(f"find_package's {components}, Aludel_SHARED={option}: upgrades", "out/app")
        said = p.run("ldd", "out/app_migrate")
        check("by the shared libraries", all(f"libaludel_{part}.so.0" in said for part in ("runtime", "sqlite", "cli")), said)
    return p


def pkg_config(folder, prefix):
    p, path = Project(folder / "pkg_config"), prefix / "lib/pkgconfig"
    p.run(BUILD / "aludel", "generate", "-C", "db", "-o", "gen")
    flags = p.run("pkg-config", "--cflags", "--libs", "aludel-sqlite", PKG_CONFIG_PATH=path).split()
    check("pkg-config leaves out what the libraries bring", "-lsqlite3" not in flags and "-lm" not in flags, flags)
    generated = sorted(p.folder.glob("gen/*.c"))
    p.run("cc", "app.c", *generated, "-Igen", *flags, "-lsqlite3", f"-Wl,-rpath,{prefix}/lib", "-o", "app")
    p.check_upgrades("a program by it upgrades", "./app")
    p.run("cc", "-fno-pie", "-no-pie", "app.c", *generated, "-Igen", *flags, "-lsqlite3", f"-Wl,-rpath,{prefix}/lib", "-o", "fixed")
    p.check_upgrades("one at a fixed address upgrades", "./fixed")
    copied = re.findall(r"^\w+ (\w+) [BD] (aludel_\w+)", p.run("nm", "-S", "fixed"), re.M)
    check("which has pointers of the libraries' data, and nothing that could grow",
          copied and all(int(size, 16) <= 8 for size, _ in copied), copied)
    flags = p.run("pkg-config", "--static", "--cflags", "--libs", "aludel-sqlite", PKG_CONFIG_PATH=path).split()
    p.run("cc", "-static", "app.c", *generated, "-Igen", *flags, "-o", "static")
    p.check_upgrades("--static has all for a static one, which upgrades", "./static")


def two_versions(folder, prefix, p):
    """A driver that is of the next version, but for its code."""
    library = (prefix / "lib/libaludel_sqlite.so.0").resolve()
    text, name = library.read_bytes(), b"\0" + PRIVATE.encode() + b"\0"
    other = name.replace(b"0.1.0", b"0.1.1")
    check("a driver says which runtime it is for", text.count(name) == 1)
    library.write_bytes(text.replace(name, other))
    said = p.run("out/app", fails=True)
    check("of two versions the driver and the runtime aren't loaded", "ALUDEL_PRIVATE_0.1.1' not found" in said, said)
    library.write_bytes(text)
    p.check_upgrades("of one they are", "out/app")


def fetched(folder):
    """FetchContent with what is there already."""
    lists = f"""include(FetchContent)
set(ALUDEL_GENERATOR OFF CACHE BOOL "")
FetchContent_Declare(aludel SOURCE_DIR "{SOURCE}")
FetchContent_MakeAvailable(aludel)"""
    p = Project(folder / "fetched", lists)
    p.configure("out", f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}", "-DCMAKE_UNITY_BUILD=ON")
    p.run("cmake", "--build", "out", "--target", "app")
    p.check_upgrades("a project that fetches Aludel upgrades", "out/app")
    said = p.run("cmake", "--install", "out", "--prefix", folder / "nothing")
    check("and installs nothing of it", "aludel" not in said.replace(str(folder), ""), said)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix = build(folder)
        check_names(prefix)
        p = cmake(folder, prefix)
        pkg_config(folder, prefix)
        two_versions(folder, prefix, p)
        fetched(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())

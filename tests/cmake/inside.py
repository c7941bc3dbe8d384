"""Aludel as a part of another project (add_subdirectory), built for this machine and cross-compiled.

The cross compiler is this machine's own behind a script that takes from every program it links the right to be
executed: who runs one on the way fails.
"""
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

SOURCE, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])

LISTS = """cmake_minimum_required(VERSION 3.22)
project(app C)
add_subdirectory("%s" aludel)
aludel_add_migrations(app_migrations ENVIRONMENT db EXECUTABLE app_migrate DIALECTS sqlite)
"""

MIGRATION = """<%! revision = "a1"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE a1 (x INTEGER);
</%def>
"""

COMPILER = """#!/bin/sh
cc "$@" || exit $?
while [ $# -gt 0 ]; do
    [ "$1" = -o ] && chmod a-x "$2"
    shift
done
"""

TOOLCHAIN = """set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR other)
set(CMAKE_CROSSCOMPILING ON)
set(CMAKE_C_COMPILER "%s")
"""


def script(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return path


def run(*command, fails=False):
    without = {k: v for k, v in os.environ.items() if k not in ("CFLAGS", "CC")}
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=500, env={**without, "PATH": "/usr/local/bin:/usr/bin:/bin"})
    if (done.returncode != 0) != fails:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")
    return " ".join(done.stdout.split())  # CMake breaks the lines of its messages


def check(what, condition, output):
    if not condition:
        raise AssertionError(f"{what}\n{output}")
    print(f"ok: {what}")


def write_project(folder):
    (folder / "db" / "versions").mkdir(parents=True)
    (folder / "db" / "versions" / "a1_x.mako").write_text(MIGRATION)
    (folder / "CMakeLists.txt").write_text(LISTS % SOURCE)
    compiler = script(folder / "cross-cc", COMPILER)
    (folder / "cross.cmake").write_text(TOOLCHAIN % compiler)


def configure(folder, out, *options, fails=False):
    return run("cmake", "-S", folder, "-B", folder / out, "-G", "Ninja", *options, fails=fails)


def for_this_machine(folder):
    """Configured only: what is built then, the build around this test has built."""
    configure(folder, "own")
    targets = run("cmake", "--build", folder / "own", "--target", "help")
    check("a part of a project builds its own generator", " aludel: " in targets, targets)
    check("and no tests", "test_" not in targets, targets)
    output = configure(folder, "none", "-DALUDEL_GENERATOR=OFF", "-DALUDEL_EXECUTABLE=", fails=True)
    check("without one it says how to get one", "Set ALUDEL_GENERATOR=ON" in output, output)


def cross_refusals(folder, cross):
    output = configure(folder, "nothing", cross, "-DALUDEL_EXECUTABLE=", fails=True)
    check("a cross-compilation wants an aludel", "set ALUDEL_EXECUTABLE to it" in output, output)
    other = script(folder / "other", "#!/bin/sh\necho 'aludel 9.9.9 (layout 999)'\n")
    output = configure(folder, "layout", cross, f"-DALUDEL_EXECUTABLE={other}", fails=True)
    check("of the same layout", "writes code of layout 999" in output, output)
    output = configure(folder, "broken", cross, f"-DALUDEL_EXECUTABLE={folder / 'cross.cmake'}", fails=True)
    check("that runs", "doesn't answer as Aludel does" in output, output)


def cross_build(folder, cross):
    configure(folder, "cross", cross, f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}")
    targets = run("cmake", "--build", folder / "cross", "--target", "help")
    check("no generator is cross-compiled", " aludel: " not in targets, targets)
    run("cmake", "--build", folder / "cross")
    program = folder / "cross" / "app_migrate"
    check("the compiler is the cross compiler", not program.stat().st_mode & stat.S_IXUSR, "")
    program.chmod(0o755)
    output = run(program, "--url", f"sqlite:///{folder}/app.db", "upgrade", "head")
    check("what it built upgrades", "-> a1" in output, output)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write_project(folder)
        for_this_machine(folder)
        cross = f"-DCMAKE_TOOLCHAIN_FILE={folder / 'cross.cmake'}"
        cross_refusals(folder, cross)
        cross_build(folder, cross)
    return 0


if __name__ == "__main__":
    sys.exit(main())

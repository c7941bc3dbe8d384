"""What building costs: the generator, the C compiler on what it writes, and a build after one migration changed."""
import os
import pathlib
import subprocess

import chains
import places
from subjects import write_environment
from timing import Results

COUNTS = [100, 1000, 10000]
REBUILT = 1000

PROJECT = """cmake_minimum_required(VERSION 3.22)
project(app C)
set(CMAKE_BUILD_TYPE Release)
find_package(Aludel REQUIRED)
aludel_add_migrations(app_migrations ENVIRONMENT env EXECUTABLE app_migrate DIALECTS sqlite)
"""

PLAIN = """cmake_minimum_required(VERSION 3.22)
project(app C)
set(CMAKE_BUILD_TYPE Release)
add_executable(app app.c)
"""


def write_tables(path, count):
    """The same SQL as constant strings: less a C compiler can't be given."""
    rows = [[f'"{s}"' for s in chains.up(i) + chains.down(i)] for i in range(1, count + 1)]
    path.write_text("struct row { const char *sql[4]; };\nconst struct row rows[] = {\n%s};\n" %
                    "".join("    {{%s}},\n" % ", ".join(row) for row in rows))


def compile_all(build, folder, level):
    """One call of the compiler for each file, one after the other."""
    flags = f"-std=c11 {level} -I{build}/bench/prefix/include -c"
    return ["sh", "-c", f'cd "$1" && for f in *.c; do ${{CC:-cc}} {flags} "$f" || exit 1; done', "sh", folder]


def generate_round(timer, results, build, folder, count, number):
    env, directives, out, tables = (folder / f"{name}-{count}" for name in ("env", "directives", "out", "tables"))
    subprocess.run(["rm", "-rf", out], check=True)
    read = ["sh", "-c", 'find "$1" -name "*.mako" -exec cat {} + | wc -c', "sh", env]
    results.add(count, "read the files", number, timer.run(read))
    generate = [build / "aludel", "-C", directives, "generate", "-o", folder / f"directives-out-{count}"]
    results.add(count, "aludel generate, directives", number, timer.run(generate))
    results.add(count, "aludel generate", number, timer.run([build / "aludel", "-C", env, "generate", "-o", out]))
    for level in ("-O1", "-O2"):
        results.add(count, f"cc {level}", number, timer.run(compile_all(build, out, level)))
    results.add(count, "cc -O2, strings alone", number, timer.run(compile_all(build, tables, "-O2")))


def generating(timer, build, folder, rounds, counts):
    results = Results()
    for count in counts:
        write_environment(folder / f"env-{count}", count, "sqlite, postgresql")
        write_environment(folder / f"directives-{count}", count, "sqlite, postgresql", directives=True)
        (folder / f"tables-{count}").mkdir()
        write_tables(folder / f"tables-{count}" / "tables.c", count)
    for number in range(rounds):
        for count in counts:
            generate_round(timer, results, build, folder, count, number)
    return results


# ---- One migration changes ---------------------------------------------------------------------------------

def configure(project, text, build):
    (project / "CMakeLists.txt").write_text(text)
    subprocess.run(["cmake", "-G", "Ninja", "-S", project, "-B", project / "out",
                    f"-DCMAKE_PREFIX_PATH={build}/bench/prefix"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", project / "out"], check=True, stdout=subprocess.DEVNULL)


def rebuilding(timer, build, folder, rounds, results, count):
    """Against a program of three lines, compiled and linked anew by the same build system."""
    project, plain = folder / "project", folder / "plain"
    write_environment(project / "env", count, "sqlite")
    plain.mkdir()
    (plain / "app.c").write_text("int main(void)\n{\n    return 0;\n}\n")
    configure(project, PROJECT, build)
    configure(plain, PLAIN, build)
    path = next((project / "env/versions").glob(f"{chains.revision(count)}_*"))
    text = path.read_text()
    for number in range(rounds):
        path.write_text(text.replace("VARCHAR(64)", f"VARCHAR({65 + number})"))
        (plain / "app.c").write_text(f"int main(void)\n{{\n    return {number};\n}}\n")
        results.add("one changed", "ninja", number, timer.run(["ninja", "-C", project / "out"]))
        results.add("one changed", "ninja, a program of three lines", number, timer.run(["ninja", "-C", plain / "out"]))


def measure(timer, build, options):
    subprocess.run(["cmake", "--install", build, "--prefix", build / "bench/prefix"], check=True, stdout=subprocess.DEVNULL)
    os.environ.pop("CFLAGS", None)
    with places.in_memory() as folder:
        counts = [3] if options.quick else COUNTS
        results = generating(timer, build, pathlib.Path(folder), options.rounds, counts)
        rebuilding(timer, build, pathlib.Path(folder), options.rounds, results, 3 if options.quick else REBUILT)
    return results

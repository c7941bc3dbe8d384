"""threads.c under ThreadSanitizer: the runtime, the drivers and the migrations compiled once more, with it."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

from tools.postgres import PrivatePostgres

HERE = pathlib.Path(__file__).parent
SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
ROOMS = ("core", "ddl", "plan", "op", "rebuild", "recipe", "inspect", "budget", "apply", "driver")
FLAGS = ["-std=c11", "-O1", "-g", "-fsanitize=thread", "-D_POSIX_C_SOURCE=200809L", '-DALUDEL_VERSION="0.1.0"']


def run(command):
    done = subprocess.run([str(c) for c in command], text=True, capture_output=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


def sources(folder):
    ours = [p for room in ROOMS for p in sorted((SOURCE / "runtime" / room).glob("*.c")) if p.name != "absent.c"]
    made = sorted((BUILD / "runtime/made").rglob("*.c"))
    assert made, "no lexer and no grammar in the build"
    return ours + made + sorted((folder / "made").glob("*.c")) + [HERE / "threads.c", HERE / "places.c"]


def compile_all(folder):
    include = ["-I", SOURCE / "runtime/include", "-I", SOURCE / "runtime", "-I", BUILD / "runtime/made", "-I", folder / "made",
               "-I", run(["pg_config", "--includedir"]).strip()]

    def one(numbered):
        number, path = numbered
        made = folder / f"{number}.o"
        run(["cc", *FLAGS, *include, "-c", path, "-o", made])
        return made

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        objects = list(pool.map(one, enumerate(sources(folder))))
    program = folder / "threads"
    run(["cc", "-fsanitize=thread", *objects, "-lcmocka", "-lsqlite3", "-lpq", "-lm", "-lpthread", "-o", program])
    return program


def check_it_sees(folder):
    """A race is seen here, so that none means something."""
    program, source = folder / "race", folder / "race.c"
    source.write_text("#include <pthread.h>\nstatic int n;\nstatic void *add(void *with)\n{\n    n++;\n    return with;\n}\n"
                      "int main(void)\n{\n    pthread_t one, other;\n    pthread_create(&one, 0, add, 0);\n"
                      "    pthread_create(&other, 0, add, 0);\n    pthread_join(one, 0);\n    pthread_join(other, 0);\n"
                      "    return 0;\n}\n")
    run(["cc", "-O0", "-fsanitize=thread", source, "-lpthread", "-o", program])
    done = subprocess.run([program], capture_output=True, text=True)
    assert "data race" in done.stderr, done.stderr


def main():
    with tempfile.TemporaryDirectory() as name, PrivatePostgres() as pg:
        folder = pathlib.Path(name)
        check_it_sees(folder)
        run([BUILD / "aludel", "generate", "-C", HERE / "shop", "--symbol", "shop_migrations", "-o", folder / "made"])
        program = compile_all(folder)
        done = subprocess.run([program], text=True, capture_output=True, timeout=300,
                              env={**os.environ, "ALUDEL_TEST_POSTGRES": pg.url, "TSAN_OPTIONS": "halt_on_error=0"})
        print(done.stdout)
        assert done.returncode == 0 and "ThreadSanitizer" not in done.stderr, done.stderr[:8000]


if __name__ == "__main__":
    sys.exit(main())

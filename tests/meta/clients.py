"""Without a database client everything builds: nothing looks for the client or links it, and a program that
would need it says what is missing."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
URLS = {"SQLite": "sqlite:///x.db", "PostgreSQL": "postgresql://localhost/x"}


def run(*command, cwd, status=0):
    result = subprocess.run(command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != status:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}")
    return result.stdout


def build(folder):
    run("cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DALUDEL_SQLITE=OFF", "-DALUDEL_POSTGRESQL=OFF",
        "-DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON", "-DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON",
        "-DCMAKE_BUILD_TYPE=None", cwd=ROOT)
    run("cmake", "--build", folder, cwd=ROOT)


def check_nothing_linked(program):
    libraries = run("ldd", program, cwd=ROOT)
    for client in ("libsqlite3", "libpq"):
        assert client not in libraries, f"{program} links {client}:\n{libraries}"


def check_refusal(program, title, folder):
    said = run(program, "--url", URLS[title], "upgrade", "head", cwd=folder, status=1)
    for words in (f"this program was built without {title}", f"-DALUDEL_{title.upper()}=ON", "--sql"):
        assert words in said, f"'{words}' isn't in:\n{said}"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        build(folder)
        built = folder / "migrate"
        run(folder / "aludel", "build", "-C", ROOT / "migrations/synth_mind", "-o", built, cwd=folder)
        for program in (built, folder / "synth_mind_migrate"):
            check_nothing_linked(program)
            versions = run(program, "--version", cwd=folder)
            assert "libraries: SQLite (not built in), libpq (not built in)\n" in versions, versions
            for title in URLS:
                check_refusal(program, title, folder)
            assert "CREATE TABLE" in run(program, "upgrade", "001", "--sql", "--dialect", "sqlite", cwd=folder)
    print("no client is linked; both refusals say how to mend it")
    return 0


if __name__ == "__main__":
    sys.exit(main())

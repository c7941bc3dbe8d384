"""What it costs to find out that a database is up to date, beside opening it and reading one row: the full runtime and the profile
for firmware, on a schema of 50 tables, in the same run.

    opening.py [ROUNDS]

It may be 5% more. Shortest times are compared, which a machine that has other things to do changes little; where it is more all
the same, it is measured again.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from tools.template import template

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
HERE = pathlib.Path(__file__).parent
TABLES = 50
MOST, TRIES = 1.05, 5
PROFILES = {"full": ([], ["libaludel_sqlite.a", "libaludel_runtime.a"]),
            "embedded": (["-DALUDEL_EMBEDDED"], ["libaludel_embedded.a"])}


def write_environment(folder):
    (folder / "versions").mkdir(parents=True)
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    before = None
    for i in range(TABLES):
        columns = "".join(f",\n    value_{c} {('TEXT', 'INTEGER NOT NULL DEFAULT 0', 'REAL')[c % 3]}" for c in range(12))
        up = (f"CREATE TABLE t{i} (\n    id INTEGER PRIMARY KEY{columns}\n);\nCREATE INDEX t{i}_value ON t{i} (value_1, value_2);\n"
              f"INSERT INTO t{i} (id) VALUES (1);")
        (folder / f"versions/r{i:02}.mako").write_text(template(f"r{i:02}", before, up, f"DROP TABLE t{i};"))
        before = f"r{i:02}"


def build(folder, profile):
    flags, archives = PROFILES[profile]
    made = folder / profile
    subprocess.run([BUILD / "aludel", "generate", "-C", folder / "opened", "--symbol", "opened", "--profile", profile, "-o", made],
                   check=True)
    subprocess.run(["cc", "-O2", "-std=c11", "-D_POSIX_C_SOURCE=200809L", *flags, f"-I{SOURCE}/runtime/include", f"-I{made}",
                    HERE / "opening.c", *sorted(made.glob("*.c")), *(BUILD / a for a in archives), "-lsqlite3", "-lm", "-o",
                    made / "opening"], check=True)
    return made / "opening"


def measure(program, profile, file, rounds):
    told = subprocess.run([program, file, str(rounds)], check=True, text=True, capture_output=True).stdout
    bare, with_us = map(float, told.split())
    print(f"{profile:10} {bare:8.1f} {with_us:8.1f}   {with_us / bare:.3f}")
    return with_us / bare


def main(rounds):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_environment(folder / "opened")
        file = folder / "opened.db"
        subprocess.run([BUILD / "aludel", "-C", folder / "opened", "upgrade", "heads", "--url", f"sqlite:///{file}"], check=True,
                       capture_output=True)
        print(f"{'':10} {'bare':>8} {'with us':>8}   microseconds, the shortest of {rounds}")
        for profile in PROFILES:
            program = build(folder, profile)
            if not any(measure(program, profile, file, rounds) <= MOST for _ in range(TRIES)):
                sys.exit(f"FAILED: more than {MOST} with the profile {profile}, {TRIES} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)

"""Releases of KRAKEN as a build makes them: a folder with kraken_migrate, kraken_service and deploy.sh. Later ones have
migrations more than this tree."""
import os
import re
import shlex
import shutil
import subprocess

from programs import BUILD, ENVIRONMENT, ROOT

SOURCES = ["main.c", "serve.c", "store.c"]
MIGRATION = """-- {message}
--
-- revision: {revision}
-- down_revision: {parent}

-- aludel:upgrade
{up}

-- aludel:downgrade
{down}
"""


def this_one(folder):
    folder.mkdir()
    for program in (BUILD / "kraken_migrate", BUILD / "kraken_service", ENVIRONMENT / "deploy/deploy.sh"):
        shutil.copy(program, folder)
    return folder


def flags():
    """What the libraries were compiled with and their users need too: the sanitizers."""
    found = re.search(r"^cflags = (.*)$", (BUILD / "aludel-build.conf").read_text(), re.M)
    return shlex.split(found.group(1)) if found else []


def includes():
    folder = subprocess.run(["pg_config", "--includedir"], check=True, text=True, capture_output=True).stdout.strip()
    return ["-I", str(ROOT / "runtime/include"), "-I", folder]


def run(*command):
    done = subprocess.run([str(c) for c in command], text=True, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 0, f"{command[0]}:\n{done.stdout}{done.stderr}"


def next_one(folder, migrations, work):
    """This one and migrations behind it: dicts of what MIGRATION needs."""
    this_one(folder)
    kraken, made = work / "kraken", work / "made"
    shutil.copytree(ENVIRONMENT, kraken)
    for m in migrations:
        (kraken / f"versions/{m['revision']}_more.sql").write_text(MIGRATION.format(**m))
    run(BUILD / "aludel", "build", "-C", kraken, "-o", folder / "kraken_migrate")
    run(BUILD / "aludel", "generate", "-C", kraken, "-o", made)
    run("cc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", *flags(), *includes(), "-I", made,
        *[kraken / "service" / source for source in SOURCES], *made.glob("*.c"),
        "-L", BUILD, "-laludel_postgresql", "-laludel_runtime", "-lpq", "-lm", "-o", folder / "kraken_service")
    return folder

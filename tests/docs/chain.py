"""The migrations that migrations/DIRECTIVES.md shows run on PostgreSQL, one after the other: up, back from the last one
that has a way back, and up again."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from directives import PAGE
from docs import BUILD, ROOT

from tools.postgres import PrivatePostgres

FILE = re.compile(r"^\$ cat > (versions/d\S+|env\.mako) <<'END'\n(.*?)^END$", re.M | re.S)
LAST_WITH_A_WAY_BACK = "d009"
REMOVED = re.compile(r"^\$ rm (\S+)$", re.M)


def migrations():
    """Without those that the page takes away again: most are wrong on purpose."""
    page = PAGE.read_text()
    removed = set(REMOVED.findall(page))
    return {name: text for name, text in FILE.findall(page) if name not in removed}


def made_in(folder):
    """For SQLite, too: its code is compiled."""
    (folder / "versions").mkdir()
    (folder / "aludel.ini").write_text("[aludel]\ndialects = sqlite postgresql\n")
    for name, text in migrations().items():
        (folder / name).write_text(text)
    return len(migrations())


def run(folder, url, *arguments):
    variables = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "ALUDEL_SOURCE": str(ROOT)}
    subprocess.run([f"{BUILD}/aludel", "-q", "--url", url, *arguments], cwd=folder, env=variables, check=True)


def main():
    with tempfile.TemporaryDirectory() as temporary, PrivatePostgres() as server:
        folder, url = pathlib.Path(temporary), server.url_of(server.new_database())
        count = made_in(folder)
        run(folder, url, "upgrade", LAST_WITH_A_WAY_BACK)
        run(folder, url, "downgrade", "base")
        run(folder, url, "upgrade", "head")
    print(f"{count - 1} migrations run")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A program for another machine: built here, run by qemu-user, which knows nothing of this machine's libraries.

cross.py
"""
import subprocess
import sys
import tempfile

from jail import tool
from programs import MADE

AARCH64 = 183


def main():
    program = MADE / "aarch64-sqlite"
    machine = int.from_bytes(program.read_bytes()[18:20], "little")
    assert machine == AARCH64, f"it is for machine {machine}"
    with tempfile.TemporaryDirectory() as folder:
        def run(*arguments):
            done = subprocess.run([tool("qemu-aarch64", "qemu-user"), program, *arguments], cwd=folder, text=True, timeout=240,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={"DATABASE_URL": "sqlite:///app.db"})
            assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout}"
            return done.stdout
        version = run("--version")
        assert "heads:     c3\n" in version and "linked:    statically\n" in version, version
        assert "Running upgrade b2 -> c3" in run("upgrade", "head")
        assert run("current") == "c3 (head)\n"
        run("downgrade", "base")
        assert run("current") == ""
    print("ok: up and down on aarch64")
    return 0


if __name__ == "__main__":
    sys.exit(main())

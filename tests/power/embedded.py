"""The profile for firmware, disturbed everywhere: chain/ as an image, what of it that can hold. embedded.c says how.

embedded.py [--points N] [--memory N] [--seed N]
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE, SOURCE = pathlib.Path(__file__).parent, pathlib.Path(os.environ["ALUDEL_SOURCE"])
sys.path.insert(0, str(SOURCE / "tests" / "embedded"))
import device  # noqa: E402

DISK = [SOURCE / "runtime/trial/memory.c", *(SOURCE / f"runtime/trial/power/{name}.c" for name in (
    "file", "folder", "vfs", "disk", "memory", "content", "experiment", "cut", "fault", "engine"))]
AUTOCOMMIT = "p005_alone.mako"  # which an image can't hold
PARTS = 4 * 3 - 1 + 3


def build(folder):
    environment, made, program = folder / "chain", folder / "made", folder / "embedded"
    shutil.copytree(HERE / "chain", environment, ignore=shutil.ignore_patterns(AUTOCOMMIT))
    ini = environment / "aludel.ini"
    assert "carry_downgrades = yes" in ini.read_text(), "an older image has nothing to undo"
    files = device.generate(environment, made, "chain")
    device.run(*device.COMPILER, *device.FLAGS, "-D_POSIX_C_SOURCE=200809L", f"-I{SOURCE}/runtime", f"-I{SOURCE}/runtime/include", f"-I{made}",
               HERE / "embedded.c", *DISK, *files, *device.LIBRARIES, "-o", program)
    return device.emulated(program)


def main(options):
    with tempfile.TemporaryDirectory() as folder:
        program = build(pathlib.Path(folder))
        done = subprocess.run([program, *options], text=True, capture_output=True, check=False)
        print(done.stdout + done.stderr, end="")
        if done.returncode or f"{PARTS} parts, 0 wrong" not in done.stdout:
            return "FAILED: something isn't as it must be"
        blind = subprocess.run([program, "--careless"], text=True, capture_output=True, check=False)
        if blind.returncode != 1 or blind.stdout.count("FAIL ") < PARTS:
            return f"FAILED: without syncs nothing was found\n{blind.stdout}{blind.stderr}"
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Ten thousand migrations are read and linked in time that grows with their number, and a new one at the end
leaves the others where they are.

scale.py TOOL
"""
import pathlib
import subprocess
import sys
import tempfile
import time


def write(folder, first, last, labelled):
    for i in range(first, last):
        parent = f'"r{i - 1:06d}"' if i else "None"
        depends = f'"r{i - 3:06d}"' if i > 3 and i % 10 == 0 else "None"
        label = f'"l{i}"' if labelled and i % 1000 == 500 else "None"
        (folder / f"r{i:06d}_x.sql").write_text(
            f'-- revision: "r{i:06d}"\n-- down_revision: {parent}\n-- depends_on: {depends}\n'
            f"-- branch_labels: {label}\n-- aludel:upgrade\nSELECT {i};\n-- aludel:downgrade\nSELECT -{i};\n")


def read(tool, folder):
    begin = time.monotonic()
    run = subprocess.run([tool, str(folder), "--graph"], stdout=subprocess.PIPE, text=True, timeout=120)
    assert run.returncode == 0, run.stdout[:2000]
    return [line.split(" ")[0] for line in run.stdout.splitlines()], time.monotonic() - begin


def main():
    tool = sys.argv[1]
    shm = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else None) as temporary:
        versions = pathlib.Path(temporary) / "env" / "versions"
        versions.mkdir(parents=True)
        write(versions, 0, 2000, True)
        small, fast = read(tool, versions.parent)
        write(versions, 2000, 10000, True)
        large, slow = read(tool, versions.parent)
        write(versions, 10000, 10001, True)
        longer, _ = read(tool, versions.parent)
    print(f"2000: {fast:.2f} s, 10000: {slow:.2f} s")
    assert large[:2000] == small and longer[:10000] == large
    assert slow < 8 * fast + 2, "reading doesn't grow linearly"
    return 0


if __name__ == "__main__":
    sys.exit(main())

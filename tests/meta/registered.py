"""Every test that a CMakeLists.txt names is one that ctest runs: a condition that never holds would leave it out, and nobody would say so.

registered.py
"""
import os
import pathlib
import re
import subprocess
import sys

SOURCE, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), os.environ["ALUDEL_BUILD"]
NAMED = re.compile(r"^\s*aludel_(?:unit|python|postgres|postgres_python)_test\((\w+)[ )\n]", re.MULTILINE)
ELSEWHERE = {"cross_large"}  # on machines of 32 bits


def named():
    return {name for lists in (SOURCE / "tests").glob("*/CMakeLists.txt") for name in NAMED.findall(lists.read_text())}


def registered():
    said = subprocess.run(["ctest", "--test-dir", BUILD, "-N"], check=True, capture_output=True, text=True).stdout
    return {re.sub(r"_\d+$", "", name) for name in re.findall(r"Test +#\d+: (\w+)", said)}


def main():
    names = named()
    assert len(names) > 100, f"only {len(names)} tests are named"
    left_out = sorted(names - registered() - ELSEWHERE)
    for name in left_out:
        print(f"no test that runs: {name}")
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(main())

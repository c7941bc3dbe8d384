"""What `aludel lint` says about chains: each file in cases/ is an environment and its report, as in ../model/cases.py.

cases.py ALUDEL [--update] [names…]
"""
import pathlib
import sys

from model import cases

if __name__ == "__main__":
    sys.exit(cases.main(pathlib.Path(__file__).parent / "cases",
                        lambda folder: [sys.argv[1], "lint", "-C", str(folder)]))

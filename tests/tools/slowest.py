"""How long the tests took, and which ten took longest.

    slowest.py REPORT…      what `ctest --output-junit` writes
"""
import sys
import xml.etree.ElementTree

COUNT = 10


def times(report):
    """(seconds, name) of each test that was run."""
    return [(float(case.get("time")), case.get("name"))
            for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase")]


def main(reports):
    for report in reports:
        found = sorted(times(report), reverse=True)
        print(f"{report}: {len(found)} tests, {sum(t for t, _ in found):.0f} s of work; the slowest:")
        for seconds, name in found[:COUNT]:
            print(f"{seconds:8.1f} s  {name}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What pages say of `tests/update TEST` is so: there is such a test, and its script knows --update."""
import json
import os
import pathlib
import re
import subprocess
import sys

from source import BUILD, ROOT, tracked


def scripts():
    """test -> the text of the script that it runs"""
    listed = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"], check=True, text=True, capture_output=True)
    tests = {t["name"]: t.get("command", []) for t in json.loads(listed.stdout)["tests"]}
    return {name: "".join(pathlib.Path(word).read_text() for word in command if word.endswith(".py") and os.path.exists(word))
            for name, command in tests.items()}


def main():
    known, bad, count = scripts(), [], 0
    for page in tracked("tests", "generator", "runtime", endings=("README.md",)):
        for test in re.findall(r"`tests/update (\w+)", (ROOT / page).read_text()):
            count += 1
            if test in known and "--update" not in known[test] and "cases.main" not in known[test]:
                bad.append(f"{page}: {test} has nothing to update")
            elif test not in known and test != "TEST":
                bad.append(f"{page}: there is no test {test}")
    print("\n".join(bad) or f"{count} times, a test that can be updated")
    return 1 if bad or count < 10 else 0


if __name__ == "__main__":
    sys.exit(main())

"""`aludel test --power`, and its report taken apart."""
import os
import re
import subprocess
import tempfile

SHARE = re.compile(r"(?:each|every (\d+)(?:st|nd|rd|th)) of (\d+) (changes|writes|calls|allocations of SQLite's|of the runtime's)")


def power(aludel, folder, *arguments, status=0, cache=None):
    with tempfile.TemporaryDirectory() as own:
        done = subprocess.run([aludel, "test", "--power", "-C", folder, *arguments], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**os.environ, "XDG_CACHE_HOME": cache or own}, check=False)
    assert done.returncode == status, f"exit {done.returncode}\n{done.stdout}"
    return done.stdout


def cases(output):
    """(word, name) -> its lines."""
    found = {}
    for line in output.splitlines():
        head = re.fullmatch(r"(ok  |note|FAIL)  (.*)", line)
        if head:
            lines = found.setdefault((head[1].strip(), head[2]), [])
        elif line.startswith("        "):
            lines.append(line.strip())
    return found


def places(lines):
    """What there was to disturb, by kind."""
    found = {}
    for _, count, what in SHARE.findall("\n".join(lines)):
        found[what] = found.get(what, 0) + int(count)
    return found

"""Sessions: commands and what they print, as in a README.

    $ migrate current
    0001 (head)
    $ migrate upgrade zz
    FAILED: Can't locate revision identified by 'zz'
    [exit 1]

stdout and stderr come together. In what is expected, `…` stands for anything within a line, and a line
that is only `…` for any number of lines. A line of the command that ends in `\\` goes on below; a command
with a here-document takes the lines up to its end mark.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ANY = "…"


class Step:
    def __init__(self, command):
        self.command = command
        self.expected = []
        self.actual = []


def here_document(command):
    found = re.search(r"<<\s*'?(\w+)'?", command)
    return found.group(1) if found else None


def parse(text):
    """The steps of a session, and the lines before the first one."""
    steps, head = [], []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command += "\n" + next(lines)
            end = here_document(command)
            while end and command.splitlines()[-1] != end:
                command += "\n" + next(lines)
            steps.append(Step(command))
        elif steps:
            steps[-1].expected.append(line)
        else:
            head.append(line)
    for step in steps:
        while step.expected and not step.expected[-1].strip():
            step.expected.pop()
    return head, steps


# The folder and the exported variables, and none that was unset, go over from one command to the next, as in one shell.
WRAPPED = """state={state}
if [ -f "$state/variables" ]; then . "$state/variables"; cd "$(cat "$state/folder")"; fi
trap 'status=$?; pwd >"$state/folder"; export -p >"$state/variables"; exit $status' EXIT
{command}
"""


def run(step, folder, state, environment):
    script = WRAPPED.format(state=state, command=step.command)
    begun = os.path.exists(os.path.join(state, "variables"))
    result = subprocess.run(["sh", "-c", script], cwd=folder, env={} if begun else environment, text=True,
                            errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=120)
    step.actual = [line.rstrip() for line in result.stdout.splitlines()]
    while step.actual and not step.actual[-1]:
        step.actual.pop()
    if result.returncode:
        step.actual.append(f"[exit {result.returncode if result.returncode >= 0 else 128 - result.returncode}]")


def line_matches(expected, actual):
    if ANY not in expected:
        return expected.rstrip() == actual
    return re.fullmatch(".*".join(re.escape(part) for part in expected.rstrip().split(ANY)), actual) is not None


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0].strip() == ANY:
        return any(matches(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    return bool(actual) and line_matches(expected[0], actual[0]) and matches(expected[1:], actual[1:])


def environment_for(extra_path, variables=()):
    keep = {k: v for k, v in os.environ.items()
            if not k.startswith(("PG", "ALUDEL_BY", "NO_COLOR")) and not k.endswith("_URL")}
    keep["PATH"] = os.pathsep.join([*extra_path, keep.get("PATH", "")])
    keep["LC_ALL"] = "C.UTF-8"
    return {**keep, **dict(variables or ())}


def check_session(name, text, extra_path, folder=None, variables=()):
    """Runs a session; the differences as text, "" when there are none."""
    _, steps = parse(text)
    if not steps:
        return f"{name}: no command in it\n"
    report = ""
    with tempfile.TemporaryDirectory() as temporary, tempfile.TemporaryDirectory() as state:
        for step in steps:
            run(step, folder or temporary, state, environment_for(extra_path, variables))
            if not matches(step.expected, step.actual):
                report += f"{name}: $ {step.command}\n" + "\n".join(
                    difflib.unified_diff(step.expected, step.actual, "expected", "printed", lineterm="")) + "\n"
    return report


def updated(text, extra_path, folder=None, variables=()):
    """The session as it prints now: for `--update`; lines with … are kept where they match."""
    head, steps = parse(text)
    body = []
    with tempfile.TemporaryDirectory() as temporary, tempfile.TemporaryDirectory() as state:
        for step in steps:
            run(step, folder or temporary, state, environment_for(extra_path, variables))
            shown = step.expected if matches(step.expected, step.actual) else step.actual
            body += [f"$ {step.command}", *shown]
    return "\n".join([*head, *body]) + "\n"


def check_folder(folder, update, extra_path, variables_of=lambda: ()):
    """Every *.session file of a folder: what differs, and how many there are."""
    failures, count = "", 0
    for case in sorted(pathlib.Path(folder).glob("*.session")):
        count += 1
        if update:
            case.write_text(updated(case.read_text(), extra_path, variables=variables_of()))
        failures += check_session(case.name, case.read_text(), extra_path, variables=variables_of())
    return failures, count


def main(arguments):
    """console.py [--update] [--postgres] FOLDER PATH…: every *.session file of a folder, with PATH in front; with
    --postgres on a private server, a database for each."""
    options = [a for a in arguments if a.startswith("--")]
    folder, *path = [a for a in arguments if a not in options]
    if "--postgres" in options:
        from tools.postgres import PrivatePostgres
        with PrivatePostgres() as server:
            path.append(os.path.dirname(server.program))
            failures, count = check_folder(folder, "--update" in options, path,
                                           lambda: server.variables(server.new_database()))
    else:
        failures, count = check_folder(folder, "--update" in options, path)
    print(failures or f"{count} sessions as expected")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

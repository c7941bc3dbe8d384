"""Commands timed as whole processes, round by round: what is compared ran within the same round."""
import os
import statistics
import subprocess
from collections import namedtuple

# One run: seconds of the clock, seconds of processor time, KiB of memory at most.
Run = namedtuple("Run", "wall cpu peak")


class Failed(Exception):
    pass


class Timer:
    def __init__(self, program):
        self.program = program

    def run(self, command, env=None, cwd=None, stdin=None):
        """Runs a command whose output nobody reads; when it fails, the error has what it printed."""
        reader, writer = os.pipe()
        variables = {**os.environ, **(env or {})}
        if stdin:
            variables["TIMED_INPUT"] = str(stdin)
        process = subprocess.Popen([self.program, str(writer), *map(str, command)], env=variables, cwd=cwd,
                                   pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as result:
            answer = result.read().split()
        process.wait()
        if not answer or answer[4] != "0":
            self.explain(command, env, cwd, stdin, answer)
        wall, user, system, peak = map(float, answer[:4])
        return Run(wall, user + system, peak)

    @staticmethod
    def explain(command, env, cwd, stdin, answer):
        with open(stdin or os.devnull, "rb") as source:
            again = subprocess.run(list(map(str, command)), env={**os.environ, **(env or {})}, cwd=cwd, stdin=source,
                                   capture_output=True, check=False)
        raise Failed(f"{command} ended with {answer[4:] or 'no answer'}; once more, it ends with {again.returncode}:\n"
                     + (again.stdout + again.stderr).decode(errors="replace")[-2000:])


class Results:
    """(step, subject) -> round -> runs."""

    def __init__(self):
        self.runs = {}

    def add(self, step, subject, number, run):
        self.runs.setdefault((step, subject), {}).setdefault(number, []).append(run)

    def last(self, step, subject):
        return list(self.runs[step, subject].values())[-1][-1]

    def has(self, step, subject):
        return (step, subject) in self.runs

    def per_round(self, step, subject, what="wall"):
        return {number: statistics.median(getattr(r, what) for r in runs)
                for number, runs in self.runs[step, subject].items()}

    def median(self, step, subject, what="wall"):
        return statistics.median(self.per_round(step, subject, what).values())

    def most(self, step, subject, what="peak"):
        return max(getattr(r, what) for runs in self.runs[step, subject].values() for r in runs)

    def ratio(self, step, subject, reference, reference_step=None, what="wall"):
        """The median of the rounds' ratios, and their extremes."""
        ours, theirs = self.per_round(step, subject, what), self.per_round(reference_step or step, reference, what)
        ratios = [ours[number] / theirs[number] for number in ours if number in theirs]
        return statistics.median(ratios), min(ratios), max(ratios)

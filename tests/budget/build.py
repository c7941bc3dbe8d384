"""Builds budget_tool for an environment, and runs it."""
import json
import os
import pathlib
import subprocess

SOURCE, BUILD = pathlib.Path(os.environ["ALUDEL_SOURCE"]), pathlib.Path(os.environ["ALUDEL_BUILD"])
HERE = SOURCE / "tests" / "budget"


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **more)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(environment, folder, flags=()):
    """The program for the migrations of a folder."""
    out, tool = folder / "made", folder / "budget_tool"
    run(BUILD / "aludel", "generate", "-C", environment, "--dialect", "sqlite", "--symbol", "chain_migrations", "-o", out)
    run(os.environ.get("CC", "cc"), "-O1", *os.environ.get("CFLAGS", "").split(), *flags, HERE / "budget_tool.c", HERE / "counting.c",
        *sorted(out.glob("*.c")), "-I", out, "-I", SOURCE / "runtime" / "include", "-L", BUILD, "-laludel_sqlite",
        "-laludel_runtime", "-lsqlite3", "-lm", "-o", tool)
    return tool


def write(environment, texts, settings=""):
    (environment / "versions").mkdir(parents=True)
    (environment / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n" + settings)
    for revision, text in texts.items():
        (environment / "versions" / f"{revision}.mako").write_text(text)


class Step:
    KINDS = ("database", "journal", "temporary files", "all together")

    def __init__(self, line):
        self.__dict__.update(line)

    def over(self):
        """What has needed more than was said."""
        return [f"{kind}: {real} > {told}" for kind, real, told in zip(self.KINDS, self.real, self.told) if real > told]


def steps(tool, file, direction, target, *pragmas):
    """Each step, told and real; and that of all."""
    lines = [json.loads(line) for line in run(tool, file, direction, target, *pragmas).splitlines()]
    return [Step(line) for line in lines[:-1]], lines[-1]

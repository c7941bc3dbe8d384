"""The suite of the profile for firmware (tests/embedded, tests/power/embedded.py) on devices of another machine, beside the full runtime of
this one: fewer of what is made up than here. Not in it is what the generator and the compiler alone decide: generated.py, and sizes and
the stack, of which tests/embedded measures two machines.

embedded.py MACHINE
"""
import os
import subprocess
import sys

from machine import BUILD, MACHINES, SOURCE, build, look_for_tools

SYSTEMS = "conduit maquina synth_mind"
SUITE = ["embedded/language.py", f"embedded/same.py {SYSTEMS}", f"embedded/undo.py {SYSTEMS}", "embedded/repeated.py",
         "embedded/squashed.py", "embedded/graphs.py 8", "embedded/arena.py", "embedded/messages.py", "embedded/command.py",
         "embedded/options.py", "embedded/faults.py 113", "embedded/budget.py 2 1", "power/embedded.py --points 2 --memory 2"]


def main(name):
    build(name, MACHINES[name], look_for_tools(name, MACHINES[name]), BUILD / "cross" / name, "aludel_embedded", "aludel_sqlite3")
    wrong = []
    for line in SUITE:
        script, *arguments = line.split()
        done = subprocess.run([sys.executable, SOURCE / "tests" / script, *arguments], env={**os.environ, "ALUDEL_DEVICE": name}, check=False)
        print(f"{name}: {line}: exit {done.returncode}", flush=True)
        wrong += [line] if done.returncode else []
    return f"FAILED: {', '.join(wrong)}" if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

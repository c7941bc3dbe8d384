"""Devices with a SQLite of their own, compiled as firmware's authors compile it: without threads, without what can be left out, on
MEMSYS5, defensive. They carry out the environments as the full runtime does.

    options.py
"""
import pathlib
import subprocess
import sys
import tempfile

import same
from budget import must, needs
from device import BUILD, COMPILER, LIBRARIES, SOURCE, Device, Wrong, build, run
from tools.postgres import roomy_folder

SQLITE = SOURCE / "build-servers/node_modules/better-sqlite3/deps/sqlite3"
SMALL = ["-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_PROGRESS_CALLBACK", "-DSQLITE_OMIT_DEPRECATED",
         "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_OMIT_SHARED_CACHE", "-DSQLITE_OMIT_UTF16", "-DSQLITE_OMIT_TRACE",
         "-DSQLITE_DQS=0", "-DSQLITE_DEFAULT_MEMSTATUS=0", "-DSQLITE_TEMP_STORE=3", "-DSQLITE_DEFAULT_FOREIGN_KEYS=1",
         "-DSQLITE_ENABLE_MEMSYS5"]
CHAINS = ("synth_mind", "conduit")


class Defensive(Device):
    def open(self, chain, file):
        answer = super().open(chain, file)
        self.do("defensive")
        return answer


def check_budget(device, chain, file):
    """What is told is enough, and the file doesn't grow by more than that."""
    device.open(chain, file)
    device.do("work", -1)
    told = needs(device.do("needs-up"))
    must(len(told) > 1 and all(n["certain"] or n["unknown"] for n in told), str(told))
    device.do("work", max(n["told"][3] for n in told))
    device.do("upgrade", told[0]["revision"])
    must(0 < file.stat().st_size <= told[0]["told"][0], f"{file.stat().st_size} bytes, told {told[0]}")
    device.do("upgrade")
    must(told[0]["certain"], f"the first step isn't certain: {told[0]}")
    return sum(n["certain"] for n in told)


def check_forgotten(folder):
    """Whoever forgets -DALUDEL_EMBEDDED is told so: his structures would be others than the library's."""
    run(BUILD / "aludel", "generate", "-C", SOURCE / "migrations/device", "--profile", "embedded", "--amalgamate", "--symbol", "sample", "-o",
        folder / "one")
    for what, where in (("aludel/embedded.h", SOURCE / "runtime/include"), ("sample.h", folder / "one")):
        done = subprocess.run(["gcc", "-fsyntax-only", f"-I{where}", "-x", "c", "-"], input=f"#include <{what}>\n", text=True, capture_output=True)
        must(done.returncode != 0 and "with -DALUDEL_EMBEDDED" in done.stderr, f"{what}: {done.stderr}")
        run("gcc", "-fsyntax-only", "-DALUDEL_EMBEDDED", f"-I{where}", "-include", what, "-x", "c", "/dev/null")


def main():
    if not (SQLITE / "sqlite3.c").exists():
        raise Wrong(f"there is no {SQLITE}/sqlite3.c: run tests/servers/install")
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        run(*COMPILER, "-O1", "-w", *SMALL, "-c", SQLITE / "sqlite3.c", "-o", folder / "sqlite3.o")
        libraries = [folder / "sqlite3.o" if "sqlite3" in str(one) else one for one in LIBRARIES]
        program = build(folder, {chain: SOURCE / "migrations" / chain for chain in CHAINS}, ["-DDEVICE_MEMSYS5=1", f"-I{SQLITE}"],
                        libraries)
        for kind in (Device, Defensive):
            with kind(program) as device:
                for chain in CHAINS:
                    environment = same.DeviceEnvironment(chain, device)
                    steps = sum(same.beside_full(environment, head) for head in environment.heads)
                    certain = check_budget(device, chain, folder / f"{kind.__name__}_{chain}.db")
                    print(f"{chain}, {kind.__name__.lower()}: {steps} steps, {certain} budgets that are certain")
        check_forgotten(folder)


if __name__ == "__main__":
    try:
        main()
    except (Wrong, same.chain.Wrong) as wrong:
        sys.exit(f"FAILED: {wrong}")

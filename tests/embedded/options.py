"""Devices with a SQLite of their own, compiled as firmware's authors compile it: without threads, without what can be left out, on
MEMSYS5, defensive. They carry out the environments as the full runtime does.

    options.py
"""
import pathlib
import sys
import tempfile

import same
from device import LIBRARIES, SOURCE, Device, Wrong, build, run
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


def main():
    if not (SQLITE / "sqlite3.c").exists():
        raise Wrong(f"there is no {SQLITE}/sqlite3.c: run tests/servers/install")
    with tempfile.TemporaryDirectory(dir=roomy_folder()) as name:
        folder = pathlib.Path(name)
        run("gcc", "-O1", "-w", *SMALL, "-c", SQLITE / "sqlite3.c", "-o", folder / "sqlite3.o")
        libraries = [folder / "sqlite3.o" if one == "-lsqlite3" else one for one in LIBRARIES]
        program = build(folder, {chain: SOURCE / "migrations" / chain for chain in CHAINS}, ["-DDEVICE_MEMSYS5=1", f"-I{SQLITE}"],
                        libraries)
        for kind in (Device, Defensive):
            with kind(program) as device:
                for chain in CHAINS:
                    environment = same.DeviceEnvironment(chain, device)
                    steps = sum(same.beside_full(environment, head) for head in environment.heads)
                    print(f"{chain}, {kind.__name__.lower()}: {steps} steps")


if __name__ == "__main__":
    try:
        main()
    except (Wrong, same.chain.Wrong) as wrong:
        sys.exit(f"FAILED: {wrong}")

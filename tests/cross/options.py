"""The profile for firmware beside SQLites that lack what devices leave out: it compiles, links and works, whatever is missing.
The program is board/main.c, on this machine, with its files in memory (SQLITE_OS_OTHER).

options.py [names of sets…]
"""
import pathlib
import sys
import tempfile

import firmware

BOARD = ["SQLITE_OS_OTHER=1", "SQLITE_ENABLE_MEMSYS5", "SQLITE_TEMP_STORE=3", "SQLITE_OMIT_LOAD_EXTENSION", "SQLITE_OMIT_WAL"]
# SQLite's own recommendation for small programs, https://sqlite.org/compile.html
SMALL = ["SQLITE_THREADSAFE=0", "SQLITE_DQS=0", "SQLITE_DEFAULT_MEMSTATUS=1", "SQLITE_LIKE_DOESNT_MATCH_BLOBS",
         "SQLITE_MAX_EXPR_DEPTH=0", "SQLITE_OMIT_DECLTYPE", "SQLITE_OMIT_DEPRECATED", "SQLITE_OMIT_PROGRESS_CALLBACK",
         "SQLITE_OMIT_SHARED_CACHE", "SQLITE_USE_ALLOCA", "SQLITE_OMIT_AUTOINIT", "SQLITE_STRICT_SUBTYPE=1"]
# What can be left out of the amalgamation besides, and a migration doesn't need.
LEAST = [*SMALL, "SQLITE_ZERO_MALLOC", "SQLITE_UNTESTABLE", "SQLITE_OMIT_AUTHORIZATION", "SQLITE_OMIT_TRACE", "SQLITE_OMIT_JSON",
         "SQLITE_OMIT_UTF16", "SQLITE_OMIT_BLOB_LITERAL", "SQLITE_OMIT_LOCALTIME", "SQLITE_OMIT_COMPLETE",
         "SQLITE_OMIT_GET_TABLE", "SQLITE_OMIT_TCL_VARIABLE", "SQLITE_OMIT_INCRBLOB", "SQLITE_OMIT_DESERIALIZE",
         "SQLITE_OMIT_EXPLAIN", "SQLITE_OMIT_AUTOVACUUM", "SQLITE_OMIT_TRUNCATE_OPTIMIZATION", "SQLITE_OMIT_LOOKASIDE",
         "SQLITE_OMIT_MEMORYDB", "SQLITE_OMIT_COMPILEOPTION_DIAGS", "SQLITE_OMIT_QUICKBALANCE"]
SETS = {"small": SMALL, "least": LEAST}


def main():
    names = sys.argv[1:] or SETS
    with tempfile.TemporaryDirectory() as name:
        folder = firmware.generate(pathlib.Path(name))
        for one in names:
            program = firmware.build(["cc", "-O0"], folder, BOARD + SETS[one], ["hosted"], folder / one)
            said = firmware.run(program)
            assert said.endswith("ok\n"), said
            print(f"{one}: {' '.join(said.split())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

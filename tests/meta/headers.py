"""Public headers compile alone, in C and in C++; internal ones alone in C."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).parents[2]))
LIBPQ = subprocess.run(["pg_config", "--includedir"], check=True, text=True, capture_output=True).stdout.strip()
FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-D_POSIX_C_SOURCE=200809L",
         f"-I{ROOT}/runtime/include", f"-I{ROOT}/runtime", f"-I{ROOT}/generator",
         f"-isystem{LIBPQ}"]
# Those of the profile for firmware, which say so when it isn't asked for.
EMBEDDED = re.compile(r"/(embedded|command)/|aludel/(image|embedded)\.h$")


def compile_alone(header, language, standard):
    unit = f'#include "{header}"\n#include "{header}"\ntypedef int something_behind_macros;\n'
    profile = ["-DALUDEL_EMBEDDED"] if EMBEDDED.search(str(header)) else []
    result = subprocess.run(["cc" if language == "c" else "c++", f"-std={standard}", "-x", language, *FLAGS, *profile, "-"],
                            input=unit, text=True, capture_output=True)
    return result.stderr if result.returncode else ""


def main():
    public = sorted((ROOT / "runtime/include/aludel").glob("*.h"))
    internal = sorted([*ROOT.glob("runtime/*/*.h"), *ROOT.glob("generator/*/*.h"), *ROOT.glob("generator/*.h")])
    failures = [compile_alone(h, "c", "c11") for h in public + internal]
    failures += [compile_alone(h, "c++", "c++17") for h in public]
    failures = [f for f in failures if f]
    print("\n".join(failures) or f"{len(public) + len(internal)} headers compile alone")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

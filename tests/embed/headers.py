"""aludel.h leaves nothing behind in the programs that include it: its macros are ALUDEL_'s, what it declares is aludel_'s; and
its version is the runtime's."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
INCLUDE = ["-I", str(SOURCE / "runtime/include")]
OURS = re.compile(r"^_?_?(ALUDEL|aludel)_")
STANDARDS = [("cc", "c", "c11"), ("cc", "c", "gnu17"), ("c++", "c++", "c++11"), ("c++", "c++", "c++17"), ("c++", "c++", "c++20")]
THEIRS = "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n"  # what it includes is no secret


def compiler(command, language, standard, text, *options):
    done = subprocess.run([command, f"-std={standard}", "-x", language, *INCLUDE, *options, "-"], input=text, text=True,
                          capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def macros(command, language, standard, text):
    defined = compiler(command, language, standard, text, "-dM", "-E")
    return set(re.findall(r"^#define (\w+)", defined, re.M))


def check_macros(header):
    for command, language, standard in STANDARDS:
        new = macros(command, language, standard, THEIRS + f"#include {header}\n") - macros(command, language, standard, THEIRS)
        foreign = sorted(name for name in new if not OURS.match(name))
        assert new and not foreign, f"{header} in {standard} defines {foreign}"


def check_names():
    """Every name at the outer level of aludel.h: functions, types, enumerators."""
    text = (SOURCE / "runtime/include/aludel/aludel.h").read_text()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    functions = re.findall(r"^[a-z][\w *]*?\b(\w+)\(", text, re.M)
    types = re.findall(r"^(?:struct|enum) (\w+)", text, re.M)
    enumerators = [name for body in re.findall(r"^enum \w+ \{(.*?)\};", text, re.M | re.S)
                   for name in re.findall(r"\b([A-Z]\w+)\b", body)]
    assert len(functions) > 25 and len(types) > 15 and len(enumerators) > 20, (functions, types, enumerators)
    foreign = [n for n in functions + types if not n.startswith("aludel_") and n not in ("aludel", "sqlite3", "pg_conn")]
    foreign += [n for n in enumerators if not n.startswith("ALUDEL_")]
    assert not foreign, foreign


def check_version():
    text = '#include <aludel/aludel.h>\n#include <stdio.h>\nint main(void)\n{\n    printf("%d %d %s", ALUDEL_VERSION_NUMBER, ' \
        "aludel_version_number(), aludel_version());\n    return 0;\n}\n"
    flags = re.search(r"^cflags = (.*)$", (BUILD / "aludel-build.conf").read_text(), re.M).group(1).split()
    with tempfile.TemporaryDirectory() as folder:
        program, source = f"{folder}/version", pathlib.Path(folder, "version.c")
        source.write_text(text)
        subprocess.run(["cc", *flags, *INCLUDE, source, BUILD / "libaludel_runtime.a", "-lm", "-o", program], check=True)
        header, runtime, shown = subprocess.run([program], check=True, text=True, capture_output=True).stdout.split()
    major, minor, patch = map(int, shown.split("."))
    assert int(header) == int(runtime) == major * 1000000 + minor * 1000 + patch, (header, runtime, shown)


def main():
    check_macros("<aludel/aludel.h>")
    check_macros("<aludel/main.h>")
    check_macros(f'"{BUILD}/amalgamation/aludel.h"')
    check_names()
    check_version()
    print("only aludel_ and ALUDEL_")


if __name__ == "__main__":
    sys.exit(main())

"""Every `c` block of a README compiles, without a warning, beside the header of a generated registry."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from docs import BUILD, ROOT, pages

BLOCK = re.compile(r"^```c\n(.*?)^```$", re.M | re.S)
REGISTRY = re.compile(r'#include "(\w+_migrations)\.h"')


def make_header(folder, symbol, options):
    """The header of an environment without revisions."""
    environment = folder / symbol
    (environment / "versions").mkdir(parents=True, exist_ok=True)
    (environment / "aludel.ini").write_text("[aludel]\ndialects = sqlite\n")
    subprocess.run([f"{BUILD}/aludel", "generate", "-C", environment, "--symbol", symbol, "-o", folder, *options],
                   check=True)


def compile_block(code, folder):
    firmware = "<aludel/embedded.h>" in code
    for symbol in REGISTRY.findall(code):
        make_header(folder, symbol, ["--profile", "embedded"] if firmware else [])
    flags = ["-DALUDEL_EMBEDDED"] if firmware else []
    flags += ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT}/runtime/include", f"-I{folder}"]
    command = ["cc", *flags, "-fsyntax-only", "-x", "c", "-"]
    result = subprocess.run(command, input=code, text=True, capture_output=True)
    return result.stderr if result.returncode else ""


def main():
    failures, count = "", 0
    with tempfile.TemporaryDirectory() as temporary:
        for page in pages():
            for code in BLOCK.findall(page.read_text()):
                count += 1
                wrong = compile_block(code, pathlib.Path(temporary))
                failures += f"{os.path.relpath(page, ROOT)}:\n{wrong}" if wrong else ""
    print(failures or f"{count} blocks compile")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())

"""The runtime and its tests compiled for another machine, SQLite with them, and the tests run there by qemu-user.

machine.py NAME

What is compiled stays in build/cross/NAME, so that the next run compiles what has changed.
"""
import os
import pathlib
import shutil
import struct
import subprocess
import sys
from collections import namedtuple

SOURCE, BUILD = (pathlib.Path(os.environ[name]) for name in ("ALUDEL_SOURCE", "ALUDEL_BUILD"))
SQLITE = SOURCE / "build-servers/node_modules/better-sqlite3/deps/sqlite3"

# What an ELF file says of it: bits, byte order, number.
Machine = namedtuple("Machine", "triple packages bits order number")
MACHINES = {
    "arm": Machine("arm-linux-gnueabihf", "gcc-arm-linux-gnueabihf and libc6-dev-armhf-cross", 32, "little", 40),
    "aarch64": Machine("aarch64-linux-gnu", "gcc-aarch64-linux-gnu and libc6-dev-arm64-cross", 64, "little", 183),
    "s390x": Machine("s390x-linux-gnu", "gcc-s390x-linux-gnu and libc6-dev-s390x-cross", 64, "big", 22),
}

TOOLCHAIN = """set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR {name})
set(CMAKE_C_COMPILER {machine.triple}-gcc)
set(CMAKE_C_FLAGS_INIT -O1)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(CMAKE_CROSSCOMPILING_EMULATOR {emulator})
"""


def find(program, package):
    found = shutil.which(program)
    if not found:
        sys.exit(f"this test needs {program}: install {package}")
    return found


def look_for_tools(name, machine):
    find(f"{machine.triple}-gcc", machine.packages)
    if not (SQLITE / "sqlite3.c").exists():
        sys.exit(f"this test needs SQLite's amalgamation, and {SQLITE} hasn't it: run tests/servers/install")
    return find(f"qemu-{name}", "qemu-user")


def write_if_new(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")


def build(name, machine, emulator, folder, *targets):
    folder.mkdir(parents=True, exist_ok=True)
    tools = folder / "toolchain.cmake"
    write_if_new(tools, TOOLCHAIN.format(name=name, machine=machine, emulator=emulator))
    run("cmake", "-S", SOURCE, "-B", folder, "-G", "Ninja", f"-DCMAKE_TOOLCHAIN_FILE={tools}", "-DCMAKE_BUILD_TYPE=None",
        "-DALUDEL_GENERATOR=OFF", f"-DALUDEL_EXECUTABLE={BUILD / 'aludel'}", "-DALUDEL_POSTGRESQL=OFF",
        f"-DALUDEL_SQLITE_AMALGAMATION={SQLITE}", "-DALUDEL_TESTS=ON",
        "-DALUDEL_SQLITE_OPTIONS=SQLITE_OMIT_LOAD_EXTENSION;SQLITE_ENABLE_FTS5;SQLITE_ENABLE_DBSTAT_VTAB")
    run("cmake", "--build", folder, "-j", "2", *(["--target", *targets] if targets else []))


def is_for(machine, program):
    """A program of this machine would run under no emulator, and show nothing."""
    head = program.read_bytes()[:20]
    order = {1: "little", 2: "big"}[head[5]]
    number = struct.unpack_from("<H" if order == "little" else ">H", head, 18)[0]
    got = ({1: 32, 2: 64}[head[4]], order, number)
    assert got == machine[2:], f"{program.name} is for another machine: {got}"


def embedded(name):
    """The compiler for devices of that machine, with its flags, and what their programs are linked with."""
    folder = BUILD / "cross" / name
    libraries = [folder / f"lib{library}.a" for library in ("aludel_embedded", "aludel_sqlite3")]
    return [f"{MACHINES[name].triple}-gcc", f"-I{SQLITE}"], [*libraries, "-lm"]


def for_build(name):
    """What `aludel build` reads to build for that machine."""
    folder = BUILD / "cross" / name / "for_build"
    folder.mkdir(exist_ok=True)
    shutil.copy(folder.parent / "libaludel_sqlite3.a", folder / "libsqlite3.a")
    return {"CC": f"{MACHINES[name].triple}-gcc", "CFLAGS": f"-O1 -I{SQLITE}", "LDFLAGS": f"-static -L{folder}"}


def emulated(name, program):
    """A script of the program's own name, and beside it the program."""
    binary = program.with_name(program.name + ".bin")
    program.rename(binary)
    program.write_text(f'#!/bin/sh\nexec qemu-{name} -0 "$0" -L /usr/{MACHINES[name].triple} "{binary}" "$@"\n')
    program.chmod(0o755)
    return program


def main():
    name = sys.argv[1]
    machine, folder = MACHINES[name], BUILD / "cross" / name
    build(name, machine, look_for_tools(name, machine), folder)
    is_for(machine, folder / "test_core_values")
    return subprocess.run(["ctest", "--test-dir", folder, "-j", "2", "--output-on-failure", "--no-tests=error"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

"""The C of programs built by hand (hand_cases.c) against expected/, compiled by gcc and clang.

    run_hand.py EMIT_HAND [--update]
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from tools.golden import difference

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("ALUDEL_SOURCE", os.path.join(HERE, "..", ".."))
FLAGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-fsyntax-only"]

VERSION = re.compile(r"(Made by aludel |tool_version = \")[0-9]+(?:\.[0-9]+)+")
SUM = re.compile(r"^    \.sum = .*$", re.M)  # of the whole chain: the settings' business


def files_under(folder):
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, encoding="utf-8", errors="surrogateescape") as f:
                found[os.path.relpath(path, folder)] = SUM.sub("    .sum = SUM", VERSION.sub(r"\1VERSION", f.read()))
    return found


def is_large(text):
    return len(text) > 50000


def show(name, expected, got):
    print("".join(difference(expected, got, name).splitlines(True)[:60]))


def compare(expected, got):
    bad = 0
    for name in sorted(set(expected) | set(got)):
        if is_large(got.get(name, "")):
            continue
        if expected.get(name) != got.get(name):
            bad += 1
            show(name, expected.get(name, ""), got.get(name, ""))
    return bad


def compiles(folder):
    bad = 0
    for compiler in ("gcc", "clang"):
        if not shutil.which(compiler):
            print("no " + compiler)
            bad += 1
            continue
        for name in sorted(files_under(folder)):
            if name.endswith(".c"):
                command = [compiler, *FLAGS, "-I", os.path.join(SOURCE, "runtime", "include"), name]
                bad += subprocess.run(command, cwd=folder).returncode != 0
    return bad


def update(got):
    expected = os.path.join(HERE, "expected")
    shutil.rmtree(expected, ignore_errors=True)
    for name, text in got.items():
        if is_large(text):
            continue
        path = os.path.join(expected, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
            f.write(text)


def main():
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        for folder in (first, second):
            subprocess.run([sys.argv[1], folder], check=True)
        got = files_under(first)
        if "--update" in sys.argv:
            update(got)
        bad = compare(files_under(os.path.join(HERE, "expected")), got)
        bad += got != files_under(second)
        bad += compiles(first)
    sys.exit(1 if bad else 0)


main()

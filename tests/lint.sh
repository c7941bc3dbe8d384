#!/bin/sh
# clang-tidy and cppcheck over the generator and the runtime, and the layout by clang-format.
# usage: tests/lint.sh BUILD_FOLDER    (with compile_commands.json)
set -eu
build=$1
cd "$(dirname "$0")/.."
files=$(find generator runtime -name '*.c' | sort)

echo "clang-tidy"
printf '%s\n' $files | xargs -P "$(nproc)" -n 8 clang-tidy --quiet -p "$build" 2>"$build/clang-tidy.log" ||
    { cat "$build/clang-tidy.log"; exit 1; }

echo "cppcheck"
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --suppressions-list=.cppcheck --library=posix -D_POSIX_C_SOURCE=200809L -DALUDEL_VERSION='"0"' \
    -I runtime/include -I runtime -I generator -j "$(nproc)" $files

echo "clean"

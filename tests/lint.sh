#!/bin/sh
# The layout by clang-format, then clang-tidy and cppcheck, over the generator, the runtime and the samples; what re2c and
# lemon make isn't looked at. Which checks are off, and why: .clang-tidy, .cppcheck.
# usage: tests/lint.sh BUILD_FOLDER    (built with clang: compile_commands.json and the generated headers)
set -eu
build=$1
cd "$(dirname "$0")/.."
sources=$(find generator runtime migrations -name '*.c' | sort)
headers=$(find generator runtime migrations -name '*.h' | sort)
jobs=$(nproc)

echo "clang-format"
clang-format --dry-run -Werror $sources $headers

# A process for each file: the analyzer keeps the address of a function's name, at which the next file may have another name.
echo "clang-tidy"
printf '%s\n' $sources | xargs -P "$jobs" -n 1 clang-tidy --quiet -p "$build" 2>"$build/clang-tidy.log" || {
    grep -E '^(error|warning|Error|[^ ]*: (fatal )?error):?' "$build/clang-tidy.log" >&2 || true
    exit 1
}

check() { # with what is defined, then the files
    defined=$1
    shift
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
        --suppressions-list=.cppcheck --library=posix -D_POSIX_C_SOURCE=200809L -DALUDEL_VERSION='"0"' $defined \
        -I runtime/include -I runtime -I generator -j "$jobs" "$@"
}

echo "cppcheck"
firmware=$(find runtime/embedded runtime/command -name '*.c' | sort)
check "" $(printf '%s\n' $sources | grep -v -e '^runtime/embedded/' -e '^runtime/command/' -e '^migrations/device/')
check -DALUDEL_EMBEDDED $firmware $(find migrations/device -name '*.c' | sort)

echo "clean"

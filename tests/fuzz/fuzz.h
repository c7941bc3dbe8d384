/*
 * fuzz.h: what the targets share. A target is one function of libFuzzer's shape; replay.c and libFuzzer both call it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what isn't so and aborts: to libFuzzer that is a crash, to ctest a failure. */
void fuzz_check(bool holds, const char *what);

/* The input with a NUL behind it, in memory of exactly that size; the caller frees it. */
char *fuzz_string(const uint8_t *data, size_t size);

#endif

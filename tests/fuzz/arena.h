/*
 * arena.h: for targets of the generator: an input with an arena that ends with it.
 */
#ifndef FUZZ_ARENA_H
#define FUZZ_ARENA_H

#include "base/arena.h"
#include "fuzz.h"

void fuzz_in_arena(void (*run)(struct arena *a, const uint8_t *data, size_t size), const uint8_t *data, size_t size);

#endif

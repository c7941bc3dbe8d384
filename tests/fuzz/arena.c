#include "arena.h"

#include <stdlib.h>

void fuzz_in_arena(void (*run)(struct arena *a, const uint8_t *data, size_t size), const uint8_t *data, size_t size)
{
    struct arena arena;
    jmp_buf no_memory;
    if (setjmp(no_memory))
        abort();
    arena_init(&arena, &no_memory);
    run(&arena, data, size);
    arena_free(&arena);
}

#include "trial/memory.h"

#include <stdio.h>
#include <stdlib.h>

static void *resize(void *with, void *block, size_t old_size, size_t new_size)
{
    (void)with;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    void *new_block = realloc(block, new_size);
    if (!new_block) {
        fputs("aludel: test: out of memory\n", stderr);
        exit(1);
    }
    return new_block;
}

const struct aludel_allocator trial_allocator = {resize, NULL};

const char *trial_format(struct aludel_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t n = al_vformat(NULL, 0, format, args);
    char *text = al_arena_new(arena, n + 1);
    al_vformat(text, n + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

/* little_memory.h: an arena of so many bytes and no more, so that memory runs out in the middle of a block, too. */
#ifndef TESTS_TOOLS_LITTLE_MEMORY_H
#define TESTS_TOOLS_LITTLE_MEMORY_H

#include "core/arena.h"

#include <stdlib.h>

static void *give_once(void *with, void *block, size_t old_size, size_t new_size)
{
    bool *given = with;
    bool again = *given;
    (void)old_size;
    *given = true;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return again ? NULL : malloc(new_size);
}

/* `given` lives as long as the arena. */
static void little_arena(struct aludel_arena *a, size_t size, bool *given)
{
    const size_t least = 4096; /* of a first block; a multiple of all alignments */
    size_t whole = (size / least + 1) * least, used = (whole - size) / 16 * 16;
    *given = false;
    al_arena_init(a, &(struct aludel_allocator){give_once, given});
    al_arena_new(a, whole);
    al_arena_release(a, (struct al_mark){al_arena_mark(a).block, used});
}

#endif

/*
 * arena.h: memory that is given back all at once.
 *
 * An arena hands out zeroed, aligned memory from blocks that it gets from an allocator. A mark remembers
 * a point; releasing to it forgets everything made since. When memory runs out al_arena_new returns NULL
 * and the arena remembers (`exhausted`), so that callers may test once.
 *
 *     struct aludel_arena arena;
 *     al_arena_init(&arena, &allocator);
 *     struct al_mark here = al_arena_mark(&arena);
 *     char *s = al_arena_new(&arena, 100);
 *     al_arena_release(&arena, here);
 *     al_arena_free(&arena);
 */
#ifndef AL_ARENA_H
#define AL_ARENA_H

#include "core/allocator.h"

#include <aludel/aludel.h>
#include <aludel/value.h>

struct al_block;

struct aludel_arena {
    struct aludel_allocator allocator;
    struct al_block *last;
    size_t used; /* of the last block */
    bool exhausted;
};

struct al_mark {
    struct al_block *block;
    size_t used;
};

void al_arena_init(struct aludel_arena *a, const struct aludel_allocator *allocator);
void al_arena_free(struct aludel_arena *a);

void *al_arena_new(struct aludel_arena *a, size_t size);
/* Makes what was made last larger where it stands; false where something stands behind it, or there is no room. */
bool al_arena_extend(struct aludel_arena *a, const void *last, size_t size, size_t new_size);
/* Room for one more behind `count` things of `size`: where they are, or in a copy with twice the room. NULL: no memory. */
void *al_arena_grow(struct aludel_arena *a, void *at, size_t count, size_t *room, size_t size);
/* A copy with a NUL behind it. */
char *al_arena_copy(struct aludel_arena *a, const char *z, size_t n);

struct al_mark al_arena_mark(const struct aludel_arena *a);
void al_arena_release(struct aludel_arena *a, struct al_mark mark);

#endif

/* arena.c: see arena.h. */
#include "core/arena.h"

#include <string.h>

/* Where memory is lent, what isn't used of a block is missed elsewhere. */
#define FIRST_BLOCK ((size_t)ALUDEL_ROOM(4096, 256))
#define LARGEST_BLOCK ((size_t)ALUDEL_ROOM(1 << 20, 1024))

struct al_block {
    struct al_block *before;
    size_t size; /* of the data */
    max_align_t data[];
};

void al_arena_init(struct aludel_arena *a, const struct aludel_allocator *allocator)
{
    *a = (struct aludel_arena){0};
    a->allocator = allocator && allocator->resize ? *allocator : al_usual_allocator;
}

static void free_last(struct aludel_arena *a)
{
    struct al_block *block = a->last;
    a->last = block->before;
    a->allocator.resize(a->allocator.with, block, sizeof *block + block->size, 0);
}

void al_arena_free(struct aludel_arena *a)
{
    while (a->last) {
        free_last(a);
    }
    a->used = 0;
}

static bool add_block(struct aludel_arena *a, size_t size)
{
    size_t room = a->last ? a->last->size : FIRST_BLOCK / 2;
    room = room < LARGEST_BLOCK / 2 ? room * 2 : LARGEST_BLOCK;
    room = size > room ? size : room;
    if (room > SIZE_MAX - sizeof(struct al_block)) {
        return false;
    }
    struct al_block *block = a->allocator.resize(a->allocator.with, NULL, 0, sizeof *block + room);
    if (!block) {
        return false;
    }
    block->before = a->last;
    block->size = room;
    a->last = block;
    a->used = 0;
    return true;
}

static size_t aligned(size_t size)
{
    size_t align = _Alignof(max_align_t);
    return (size + align - 1) / align * align;
}

void *al_arena_new(struct aludel_arena *a, size_t size)
{
    if (size > SIZE_MAX / 2) {
        a->exhausted = true;
        return NULL;
    }
    size = aligned(size);
    if ((!a->last || a->last->size - a->used < size) && !add_block(a, size)) {
        a->exhausted = true;
        return NULL;
    }
    char *z = (char *)a->last->data + a->used;
    a->used += size;
    return memset(z, 0, size);
}

bool al_arena_extend(struct aludel_arena *a, const void *last, size_t size, size_t new_size)
{
    if (!last || !a->last || new_size > SIZE_MAX / 2) {
        return false;
    }
    char *end = (char *)a->last->data + a->used;
    size_t more = aligned(new_size) - aligned(size);
    if ((const char *)last + aligned(size) != end || a->last->size - a->used < more) {
        return false;
    }
    a->used += more;
    memset(end, 0, more);
    return true;
}

void *al_arena_grow(struct aludel_arena *a, void *at, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return at;
    }
    size_t more = *room ? *room * 2 : 8;
    void *copy = al_arena_new(a, more * size);
    if (copy && count > 0) {
        memcpy(copy, at, count * size);
    }
    *room = copy ? more : *room;
    return copy;
}

char *al_arena_copy(struct aludel_arena *a, const char *z, size_t n)
{
    char *copy = n < SIZE_MAX ? al_arena_new(a, n + 1) : NULL;
    if (copy && n > 0) {
        memcpy(copy, z, n);
    }
    return copy;
}

struct al_mark al_arena_mark(const struct aludel_arena *a)
{
    return (struct al_mark){a->last, a->used};
}

void al_arena_release(struct aludel_arena *a, struct al_mark mark)
{
    while (a->last != mark.block) {
        free_last(a);
    }
    a->used = mark.used;
}

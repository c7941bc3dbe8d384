#include "base/vec.h"

#include <string.h>

/* The old array stays where it is until the arena goes: doubling keeps that below the size of the new one. */
void *vec_grow(struct arena *a, const void *at, size_t count, size_t *room, size_t item_size)
{
    *room = *room ? *room * 2 : 4;
    void *grown = arena_new(a, *room * item_size);
    if (count)
        memcpy(grown, at, count * item_size);
    return grown;
}

/*
 * vec.h: arrays that grow in an arena.
 *
 *     VEC(struct node *) nodes = {0};
 *     vec_push(arena, &nodes, n);
 *     for (size_t i = 0; i < nodes.count; i++) use(nodes.at[i]);
 */
#ifndef VEC_H
#define VEC_H

#include "base/arena.h"

#define VEC(type)           \
    struct {                \
        type *at;           \
        size_t count, room; \
    }

/* The element type must be assignable. */
#define vec_push(arena, v, item)                                                           \
    do {                                                                                   \
        if ((v)->count == (v)->room)                                                       \
            (v)->at = vec_grow((arena), (v)->at, (v)->count, &(v)->room, sizeof *(v)->at); \
        (v)->at[(v)->count++] = (item);                                                    \
    } while (0)

void *vec_grow(struct arena *a, const void *at, size_t count, size_t *room, size_t item_size);

#endif

/*
 * whole_table.h: what differs between two schemas, and between two texts of an SQLite table.
 */
#ifndef AL_INSPECT_WHOLE_TABLE_H
#define AL_INSPECT_WHOLE_TABLE_H

#include "inspect/whole_thing.h"

#include "core/arena.h"

struct al_differences {
    struct aludel_difference *at;
    size_t count, room;
};

/* False: no memory (the arena is exhausted). */
bool al_difference_add(struct aludel_arena *arena, struct al_differences *out, struct aludel_difference d);
/* A table on both sides; the wholes say what its foreign keys lead to. */
struct al_whole_pair {
    const struct aludel_schema_part *target, *found;
    const struct al_whole *in_target, *in_found;
};
bool al_whole_compare_tables(struct aludel_arena *arena, const struct al_whole_pair *pair,
                             struct al_differences *out);

#endif

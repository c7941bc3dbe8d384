/*
 * names.h: a map from names to numbers (revision ids and branch labels to migrations), so that a chain
 * of ten thousand links in linear time.
 */
#ifndef NAMES_H
#define NAMES_H

#include "base/arena.h"

struct name_slot {
    struct aludel_text name; /* z NULL: free */
    uint32_t number;
};

struct name_map {
    struct name_slot *slots;
    size_t room; /* a power of two, or 0 */
    size_t count;
};

#define NO_NUMBER UINT32_MAX

/* False, with the number that is there in *number, when the name is taken. */
bool names_add(struct arena *a, struct name_map *m, struct aludel_text name, uint32_t *number);
uint32_t names_find(const struct name_map *m, struct aludel_text name); /* or NO_NUMBER */

#endif

/*
 * seen.h: where a walk has been: a hash table of places. Another walk begins with seen_forget().
 */
#ifndef SEEN_H
#define SEEN_H

#include "base/arena.h"

struct seen { /* a list, or a local's origins, that a walk came to by way of a loop's turns */
    const void *at, *turn;
    unsigned what;
    uint32_t walk; /* which; of an earlier one: free */
};

struct seen_places {
    struct seen *at;
    size_t room, count; /* room is a power of two */
    uint32_t walks;
};

void seen_forget(struct seen_places *s);
/* Whether the walk in hand has been at this place for all of `what`; from now on it has. */
bool seen_before(struct arena *a, struct seen_places *s, const void *at, const void *turn, unsigned what);

#endif

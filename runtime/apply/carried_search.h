/*
 * carried_search.h: what newer programs did and this one doesn't know, from the log.
 */
#ifndef AL_APPLY_CARRIED_SEARCH_H
#define AL_APPLY_CARRIED_SEARCH_H

#include "apply/apply.h"

struct al_found { /* a revision that isn't known */
    const char *id;
    const char *form; /* what its row carries */
    struct al_carried carried;
    int64_t number; /* the row's: a later one is of something that was done later */
    struct aludel_sum sum;
};

struct al_search {
    struct aludel *a;
    const struct aludel_registry *own; /* the view of the program's own chain */
    bool elsewhere;                    /* something is needed that only the other one has */
    struct al_found *at;               /* in the end, what was done first in front */
    size_t count, room;
};

/* Always false. `why` is the end of a sentence about it. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
bool al_carried_refuse(const struct al_search *s, const char *id, const char *why, ...);
struct al_found *al_carried_find(const struct al_search *s, struct aludel_text id);

/* All that the version rows have and the view in use doesn't know, down to what it knows. */
bool al_carried_search(struct aludel *a, const struct al_version *v, struct al_search *s);

#endif

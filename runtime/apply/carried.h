/*
 * carried.h: what the two files share that undo what newer programs did.
 *
 *   the log is searched, and what it said is planned    carried.c
 *   what was found becomes migrations                   carried_chain.c
 */
#ifndef AL_APPLY_CARRIED_H
#define AL_APPLY_CARRIED_H

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

/* The program's own chain with what was found behind it; NULL: the call has failed. Hooks are the program's, and what was
 * found knows nothing of them. */
struct aludel_registry *al_carried_registry(const struct al_search *s, const struct al_version *v);

#endif

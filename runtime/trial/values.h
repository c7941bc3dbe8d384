/*
 * values.h: what a column may hold, as SQL literals: ordinary values, those at the limits of its type, and those that its
 * table's conditions speak of. Nothing is random.
 */
#ifndef TRIAL_VALUES_H
#define TRIAL_VALUES_H

#include "trial/look.h"

struct trial_values {
    const char **at; /* literals */
    size_t count, room;
};

/* An ordinary one, another for each `n` where the type has so many. NULL: nothing is known of the type. */
const char *trial_plain_value(struct aludel_arena *arena, enum aludel_dialect dialect,
                              const struct trial_column *c, unsigned n);
/* NULL where it may be, then the limits. */
struct trial_values trial_limits(struct aludel_arena *arena, enum aludel_dialect dialect,
                                 const struct trial_column *c);
/* For a table's CHECKs: what stands in them, what lies beside that, and what people check for. */
struct trial_values trial_candidates(struct aludel_arena *arena, enum aludel_dialect dialect,
                                     const struct trial_column *c, const char *checks);

#endif

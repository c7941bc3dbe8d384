/*
 * walk.h: the chain gone through on one database, migration by migration, with the schema at each point.
 */
#ifndef TRIAL_WALK_H
#define TRIAL_WALK_H

#include "trial/state.h"

struct trial_walk {
    struct trial *t;
    struct trial_place *place;
    struct al_whole *states; /* [i]: with i migrations applied, in the registry's order */
    uint32_t reached;        /* how many are applied */
};

/* A case of its own when there is no beginning. */
bool trial_walk_begin(struct trial_walk *w, struct trial *t);
/* The next migration; a failure of the case in hand when it can't be applied to empty tables. */
bool trial_walk_on(struct trial_walk *w);
/* The same between two cases. */
bool trial_walk_on_between(struct trial_walk *w);
/* All of them are applied. */
bool trial_walk_is_done(const struct trial_walk *w);

const char *trial_id(const struct trial *t, uint32_t revision);
/* Each migration stands on the one in front of it, and on no other. */
bool trial_is_linear(const struct trial *t);

#endif

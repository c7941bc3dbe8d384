/*
 * chain.h: the chain at work on a database of the trial's.
 *
 *     struct trial_chain c;
 *     if (trial_chain_open(&c, t, place, &error) && trial_chain_upgrade(&c, "heads", &error)) …
 *     trial_chain_close(&c);
 */
#ifndef TRIAL_CHAIN_H
#define TRIAL_CHAIN_H

#include "trial/places.h"

struct trial_chain {
    struct trial *t;
    struct aludel *a;
    const char *url;
    bool writes; /* a migration has written rows itself, in the last step */
};

bool trial_chain_open(struct trial_chain *c, struct trial *t, const struct trial_place *p,
                      struct aludel_error *error);
void trial_chain_close(struct trial_chain *c);

bool trial_chain_upgrade(struct trial_chain *c, const char *target, struct aludel_error *error);

/* One migration, which is to be possible at this point of the chain. */
bool trial_step_on(struct trial *t, const struct trial_place *p, uint32_t revision,
                   enum aludel_direction direction, bool *writes, struct aludel_error *error);

/* What migrations read of the environment. */
const char *trial_getenv(void *with, const char *name);

#endif

/*
 * state.h: the schema of a database at a point of the chain, and what differs between two.
 */
#ifndef TRIAL_STATE_H
#define TRIAL_STATE_H

#include "inspect/whole_thing.h"
#include "trial/chain.h"

/* All schemas that aren't the server's own, in `into`. */
bool trial_state_read(struct trial *t, const struct trial_place *p, struct aludel_arena *into,
                      struct al_whole *state, struct aludel_error *error);

/* Each difference is a failure of the case in hand, with `where` in front: "behind the downgrade". */
bool trial_state_expect(struct trial *t, const struct al_whole *expected, const struct al_whole *found,
                        const char *where);

void trial_state_tell(struct trial *t, const char *where, const struct aludel_difference *d);

#endif

/*
 * older.h: programs that were built when the chain was shorter. What the chain's own program has done they undo from the log
 * (carry_downgrades).
 *
 *     task.program = trial_older_program(t, 3);       knows the first three migrations, and no more
 */
#ifndef TRIAL_POWER_OLDER_H
#define TRIAL_POWER_OLDER_H

#include "trial/trial.h"

/* Of the first `count` migrations, in the registry's order: they need none of the others. It lives as long as the trial. */
const struct aludel_registry *trial_older_program(struct trial *t, uint32_t count);

/* In a few words why the log doesn't carry its downgrade; NULL: it does. */
const char *trial_why_not_carried(struct trial *t, uint32_t revision);

/* How many migrations the oldest program has that can undo from the log all that it doesn't know. One that has all of them undoes
 * nothing. */
uint32_t trial_oldest_that_undoes(struct trial *t);

#endif

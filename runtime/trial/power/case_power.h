/*
 * case_power.h: what `aludel test --power` tries. Each function is some cases of the report; false: a signal came, or there is no
 * database to begin with.
 */
#ifndef TRIAL_POWER_CASE_POWER_H
#define TRIAL_POWER_CASE_POWER_H

#include "trial/cases.h"
#include "trial/power/task.h"

/* case_migrations.c: each migration that was chosen, there and back on filled tables: the power cut, the disk full and failing, no memory. The
 * walk is at the heads then, if it can be. */
bool trial_power_migrations(struct trial *t, struct trial_walk *w);
/* case_chain.c: the chain as a whole, there and back, the power cut, with each kind of journal, page and device. */
bool trial_power_chain(struct trial *t, const struct trial_walk *w);

/* "every 7th of 3512 changes" */
const char *trial_power_share(struct trial *t, const struct trial_tally *tally, const char *what);
/* Its file. False, and it has been told: it can't be read. */
bool trial_power_read(struct trial *t, const struct trial_place *p, struct trial_bytes *bytes);

#endif

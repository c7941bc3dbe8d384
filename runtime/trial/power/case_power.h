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
/* case_carried.c: each of those again, undone from the log by the last program that didn't know it. */
bool trial_power_carried(struct trial *t, const struct trial_walk *w);
/* case_chain.c: the chain as a whole, there and back, the power cut, with each kind of journal, page and device. */
bool trial_power_chain(struct trial *t, const struct trial_walk *w);

/* ---- Disturbed (disturb.c) --------------------------------------------------------------------------------- */

/* Everywhere, and it is told; `way` begins the lines. */
void trial_power_disturb(struct trial *t, struct trial_experiment *e, const char *way);
/* The power alone. */
void trial_power_cut(struct trial *t, struct trial_experiment *e, const char *way);
/* "up, journal_mode WAL, pages of 1024, sectors of 512" */
const char *trial_power_way(struct trial *t, const char *way, const struct trial_engine *engine);

/* ---- On a database with rows (ground.c) -------------------------------------------------------------------- */

/* The walk's next migration on a copy of the walk's database with rows of that kind, such as fit `next` where it isn't NULL. False, with
 * no failure told: it can't be carried out there even when nothing goes wrong. */
typedef bool trial_power_try_fn(struct trial *t, struct trial_walk *w, const struct trial_place *next,
                                enum trial_rows_kind kind, struct aludel_error *error);
/* On ordinary rows; where it refuses those, on such as meet what it demands; then on none. */
void trial_power_on_rows(struct trial *t, struct trial_walk *w, trial_power_try_fn *try_on);
/* A copy of `before`, upgraded by that migration; what that makes is filled as well. NULL: it can't be. */
struct trial_place *trial_power_behind(struct trial *t, const struct trial_place *before, uint32_t revision,
                                       bool filled, struct aludel_error *error);
/* The database's file. False, and it has been told: it can't be read. */
bool trial_power_read(struct trial *t, const struct trial_place *p, struct trial_bytes *bytes);

#endif

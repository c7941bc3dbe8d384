/*
 * places.h: the databases on which a chain is tried out. All of them are taken away in the end; what a run that was killed
 * has left is taken away by the next.
 *
 *   SQLite       files in a folder of the run's own, which it has locked for as long as it lives
 *   PostgreSQL   databases aludel_test_<process>_<number>, where the process is the server's for the run's own connection:
 *                when that is gone, so is the run
 *
 *     struct trial_place *p = trial_place_new(t);             empty
 *     struct trial_place *q = trial_place_copy(t, p);         nobody may be connected to p
 *     trial_place_drop(t, q);
 *
 * What can't be made is told on stderr: NULL.
 */
#ifndef TRIAL_PLACES_H
#define TRIAL_PLACES_H

#include "trial/place.h"

bool trial_places_begin(struct trial *t, struct trial_places *places);
void trial_places_end(struct trial *t);

struct trial_place *trial_place_new(struct trial *t);
struct trial_place *trial_place_bare(struct trial *t);
struct trial_place *trial_place_copy(struct trial *t, const struct trial_place *from);
/* With --keep it stays. */
void trial_place_drop(struct trial *t, struct trial_place *p);
/* Even then: one that nobody wants to look at. */
void trial_place_remove(struct trial *t, struct trial_place *p);

/* A file in the folder. */
const char *trial_places_file(struct trial *t, const char *name);

#endif

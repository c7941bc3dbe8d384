/*
 * fit.h: rows that meet what a migration is about to demand, where ordinary ones don't.
 */
#ifndef TRIAL_FIT_H
#define TRIAL_FIT_H

#include "trial/row.h"

/* The tables as they are, with the conditions, the foreign keys and what is unique of how they will be. */
void trial_fit_tables(struct aludel_arena *arena, struct trial_tables *tables,
                      const struct trial_tables *next);

/* The values that met the conditions there. */
void trial_fit_known(struct trial_known *known, const struct trial_table *table,
                     const struct trial_known *there, const struct trial_table *next);

#endif

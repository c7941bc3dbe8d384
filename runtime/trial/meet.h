/*
 * meet.h: a row that a table's conditions refuse, changed by trying until they take it.
 */
#ifndef TRIAL_MEET_H
#define TRIAL_MEET_H

#include "trial/attempt.h"

/* What has met them is noted in row->known. */
bool trial_row_meet(struct trial_row *row);

/* A condition speaks of the column, or may. */
bool trial_is_checked(const struct trial_table *table, size_t column);

#endif

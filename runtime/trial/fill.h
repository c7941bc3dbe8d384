/*
 * fill.h: rows for the tables of a database: a few ordinary ones in each, and such as hold the limits of each column's type.
 * Foreign keys lead to rows that are there, what is unique stays so, and conditions are met by trying, so many times.
 */
#ifndef TRIAL_FILL_H
#define TRIAL_FILL_H

#include "trial/chain.h"
#include "trial/look.h"

enum trial_rows_kind {
    TRIAL_ROWS_LIMITS, /* ordinary ones, and those with the limits */
    TRIAL_ROWS_PLAIN,  /* ordinary ones alone */
    TRIAL_ROWS_NONE
};

/* A table that gets no row is a note of the case in hand, the first time. `next`, unless it is NULL, is a database whose
 * conditions the rows are to meet as well; it was filled before. False: the database can't be reached. */
bool trial_fill(struct trial *t, const struct trial_place *p, enum trial_rows_kind kind,
                const struct trial_place *next, struct aludel_error *error);

/* Only those tables that aren't among `old`. */
bool trial_fill_new(struct trial *t, const struct trial_place *p, enum trial_rows_kind kind,
                    const struct trial_tables *old, struct aludel_error *error);

#endif

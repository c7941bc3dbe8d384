/*
 * attempt.h: a row that is put together, and what is known of its table from before.
 */
#ifndef TRIAL_ATTEMPT_H
#define TRIAL_ATTEMPT_H

#include "trial/values.h"

struct trial_known { /* of a table, wherever it comes again */
    const char *shape;
    const char **values; /* by column: what its conditions take; NULL: whatever is ordinary */
    bool searched, impossible, told;
    const char *why;
    struct trial_known *next;
};

struct trial_row {
    struct trial_base *base;
    struct aludel_arena *arena;
    const struct trial_table *table;
    struct trial_known *known;
    const char **values;         /* by column; NULL: left to the table */
    struct trial_values *limits; /* by column */
    struct trial_rows *parents;  /* by reference: rows that it may lead to */
    unsigned count;              /* how many were tried */
};

/* Tries it as it stands. */
bool trial_row_insert(struct trial_row *row);

#endif

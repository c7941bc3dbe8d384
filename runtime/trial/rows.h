/*
 * rows.h: what the tables of a database hold, kept as digests, so that it may be much; and what of it is lost.
 *
 * Values are compared as text. A column whose type changes is compared where both types write what they share the same way
 * (whole numbers, texts); others aren't: 1 becomes 1.0, a date gets a time, and that is no loss.
 */
#ifndef TRIAL_ROWS_H
#define TRIAL_ROWS_H

#include "trial/chain.h"
#include "trial/look.h"

struct trial_column_digest {
    uint64_t values; /* of all of them, whatever their order */
    uint64_t placed; /* the same, each with its row's key */
};

struct trial_held { /* by a table */
    uint64_t count;
    struct trial_column_digest *columns;
    const char **cells; /* of the first rows, by key: for telling */
    size_t cell_rows;
};

struct trial_data {
    struct trial_tables tables;
    struct trial_held *held; /* by table */
};

bool trial_data_read(struct trial *t, const struct trial_place *p, struct aludel_arena *into,
                     struct trial_data *data, struct aludel_error *error);

/* Of what is in both, and in `between`, where that isn't NULL (it is what stood there meanwhile; a column that had another
 * name there has survived): each loss is a failure of the case in hand. */
void trial_data_expect(struct trial *t, const struct trial_data *before, const struct trial_data *between,
                       const struct trial_data *after, const char *where);

#endif

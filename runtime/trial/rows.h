/*
 * rows.h: what the tables of a database hold, kept as digests, so that it may be much.
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

#endif

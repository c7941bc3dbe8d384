/*
 * row.h: a row of a table that is put together and tried.
 *
 *     trial_row_begin(&row, base, arena, table, known);
 *     trial_row_first(&row);                  an ordinary row that the table takes, found by trying
 *     trial_row_ordinary(&row);               another one
 *     trial_row_plain(&row, row.count);       a third, which isn't tried yet
 *     trial_row_set_limits(&row, 0);
 *     trial_row_insert(&row);
 */
#ifndef TRIAL_ROW_H
#define TRIAL_ROW_H

#include "trial/attempt.h"

/* False: it must lead to rows of another table that has none (known->why). */
bool trial_row_begin(struct trial_row *row, struct trial_base *base, struct aludel_arena *arena,
                     const struct trial_table *table, struct trial_known *known);

void trial_row_plain(struct trial_row *row, unsigned n);
/* With the table's defaults, where there are any. */
bool trial_row_first(struct trial_row *row);
/* Another, without them; the first time that is found by trying, too. */
bool trial_row_ordinary(struct trial_row *row);

unsigned trial_row_most_limits(const struct trial_row *row);
/* All columns that no condition speaks of. */
void trial_row_set_limits(struct trial_row *row, unsigned k);
/* False: the column has no such. */
bool trial_row_set_limit(struct trial_row *row, size_t column, unsigned k);
/* Each of the columns that conditions speak of, in a row of its own. */
void trial_row_limits_of_checked(struct trial_row *row, unsigned k);

#endif

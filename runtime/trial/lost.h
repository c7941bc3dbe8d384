/*
 * lost.h: what of a database's rows isn't there any more, or is another.
 *
 * Values are compared as text. A column whose type changes is compared where both types write what they share the same way
 * (whole numbers, texts); others aren't: 1 becomes 1.0, a date gets a time, and that is no loss.
 */
#ifndef TRIAL_LOST_H
#define TRIAL_LOST_H

#include "trial/rows.h"

/* Of what is in both, and in `between`, where that isn't NULL (it is what stood there meanwhile; a column that had another
 * name there has survived): each loss is a failure of the case in hand. */
void trial_data_expect(struct trial *t, const struct trial_data *before, const struct trial_data *between,
                       const struct trial_data *after, const char *where);

#endif

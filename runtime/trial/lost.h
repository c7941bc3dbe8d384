/*
 * lost.h: what of a database's rows isn't there any more, or is another.
 *
 * Values are compared as text. A column whose type changes is compared where both types write what they share the same way
 * (whole numbers, texts); others aren't: 1 becomes 1.0, a date gets a time, and that is no loss. Where the type comes back and
 * the values don't, that is a note: 1.50 may have become 1.5, or 2.
 */
#ifndef TRIAL_LOST_H
#define TRIAL_LOST_H

#include "trial/rows.h"

struct trial_course {
    const struct trial_data *before, *after;
    const struct trial_data *between; /* what stood there meanwhile; NULL: nothing did */
    bool written;                     /* somebody has written rows on the way */
};

/* Of what is in all of them (a column that had another name meanwhile has survived) each loss is a failure of the case in
 * hand. Where rows were written it may be meant: then it is a note, and rows that have come are none. */
void trial_data_expect(struct trial *t, const struct trial_course *course, const char *where);

#endif

/*
 * random_changes.h: changes made up at random, by way of their text.
 */
#ifndef RANDOM_CHANGES_H
#define RANDOM_CHANGES_H

#include "schema/change.h"

/* ALUDEL_TEST_SEED chooses another seed, which is printed. */
void start_seed(void);
unsigned random_below(unsigned n);
bool one_in(unsigned n);

/* NULL: words that make no change. */
const struct change *random_change(struct arena *a, enum aludel_dialect dialect);

/* The model doesn't ask whether the columns in expressions are there; a server does. */
bool is_sound(const struct schema *s);

#endif

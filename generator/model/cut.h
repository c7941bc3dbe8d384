/*
 * cut.h: a chain without its beginning, for `aludel generate --since`.
 */
#ifndef CUT_H
#define CUT_H

#include "model/environment.h"

/* Marks what comes before these revisions, in both views: `older`. Each other one must be one of them or come after one; what
 * doesn't is an error, as is a name that means none, or several. True when nothing is wrong; with no names nothing is done. */
bool chain_cut(struct environment *e, const char *const *names, size_t count);

#endif

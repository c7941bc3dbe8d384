/*
 * again.h: a table that goes and comes back under its name: what has become of it, as the changes that would have made it so
 * where it stood. again.c
 */
#ifndef FOLD_AGAIN_H
#define FOLD_AGAIN_H

#include "schema/change.h"

/* Those alone that may stop somebody; `s` is the schema of one of the two. `goes` is where it goes, `comes` where it is back. */
void again_changes(struct arena *a, const struct schema *s, const struct table *was, const struct table *is,
                   struct span goes, struct span comes, struct changes *out);

/* Whether the table may have refused already what such a constraint refuses, such a unique index. */
bool refused_by_constraint(struct arena *a, enum aludel_dialect d, const struct table *was,
                           const struct constraint *k);
bool refused_by_index(struct arena *a, enum aludel_dialect d, const struct table *was,
                      const struct index *index);

#endif

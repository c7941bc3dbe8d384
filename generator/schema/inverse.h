/*
 * inverse.h: what the files that invert share. inverse.c is the ground; invert_table.c has what is done inside a table:
 * the difference of its shapes before and behind the change, turned back; invert.c has the kinds of change.
 */
#ifndef SCHEMA_INVERSE_H
#define SCHEMA_INVERSE_H

#include "schema/inner.h"

struct inverting {
    struct arena *arena;
    const struct schema *before, *after;
    const struct change *c;
    struct changes *out;
    const char **why;
};

/* ---- inverse.c ------------------------------------------------------------------------------- */

/* False, for the caller to hand on; `reason` ends the sentence. */
bool refuse_inverse(struct inverting *v, const char *of, const char *reason);
/* With if_exists, and surely nothing was there. */
bool did_nothing(const struct inverting *v, enum thing_type type, struct path path);
struct change *push_inverse(struct inverting *v, enum change_kind kind);
/* A CASCADE that may have dropped views. True: it refused. */
bool refuse_cascade(struct inverting *v, const char *of);

/* ---- invert_table.c -------------------------------------------------------------------------- */

void restore_nulls(struct inverting *v, const struct table *t); /* of a table that is made again */
/* Foreign keys of other tables that are `behind` no more. */
bool restore_referrers(struct inverting *v, const struct schema *behind, struct path table);
bool invert_in_table(struct inverting *v);

#endif

/*
 * outcome.h: what folding a migration said, for each dialect, until all migrations are folded; and where the
 * schema of one revision comes from those of others.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "fold/folding.h"

struct outcome {
    struct diagnostics diagnostics[ALUDEL_DIALECTS];
    struct claims claims[ALUDEL_DIALECTS]; /* errors that another branch may take back */
};

/* Errors of both dialects: what both say of a place is said once; what one says alone names it. outcome.c */
void outcome_tell(struct environment *e, const struct outcome *o);

/* The schema in front of a migration: the effect of its ancestors. Branches that contradict each other are an error
 * where they meet. graph.c */
const struct schema *schema_before(struct environment *e, const struct migration *m, enum aludel_dialect d,
                                   struct diagnostics *diagnostics);
const struct schema *schema_unknown(struct arena *a, enum aludel_dialect d);
/* Takes back the errors that hold only if no revision that isn't ordered with this one touches the same thing. */
void drop_claims(struct environment *e, uint32_t migration, struct outcome *o);

#endif

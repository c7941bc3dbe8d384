/*
 * fold.h: tree x dialect -> program. Evaluates what is known at build time and leaves the rest as steps.
 */
#ifndef FOLD_H
#define FOLD_H

#include "model/environment.h"
#include "program/program.h"

/* Folds every migration and hook for every dialect that is built, and fills in the programs. Errors go to
 * the environment's diagnostics; an error that is the same for both dialects is said once. False when
 * there were any. */
bool fold_environment(struct environment *e);

/* The schema that these revisions and all that they need make of an empty database, as folding found it. */
const struct schema *schema_at(struct environment *e, const struct indices *revisions, enum aludel_dialect d);

/* What upgrade and downgrade together leave otherwise than it was, an error a piece. False: there is something. */
bool check_reversible(struct environment *e);

#endif

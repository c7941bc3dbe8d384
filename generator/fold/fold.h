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

/* The same of what is replaced, and that both ways lead to the same schema. views.c */
bool fold_originals(struct environment *e);
/* It has autocommit parts, on some database, in some direction. */
bool leaves_transaction(const struct migration *m);
/* together.c: its upgrade adds a label to an enum of PostgreSQL. */
bool adds_enum_value(const struct migration *m);
/* A table that `next` changes, on PostgreSQL, for whose rows, changed by `m` perhaps, a constraint waits for COMMIT: the
 * server refuses that in one transaction. NULL: none. On the way back `next` is the older one. */
const char *waits_for_commit(struct arena *a, const struct migration *m, const struct migration *next,
                             enum aludel_direction way);
/* Why it has no way back, on some database; NULL: it has one. */
const char *why_irreversible(const struct migration *m);

/* The schema that these revisions and all that they need make of an empty database, as folding found it. */
const struct schema *schema_at(struct environment *e, const struct indices *revisions, enum aludel_dialect d);

/* What upgrade and downgrade together leave otherwise than it was, an error a piece. False: there is something. */
bool check_reversible(struct environment *e);

/* What `compatible_with` says that the schema doesn't bear out: a remark, or an error where that is asked for (`strict`); then
 * what could be said is offered, too. False: there was an error. compatible.c */
bool check_compatible(struct environment *e, bool strict);

/* The text of a template that isn't a migration (render.c), as Mako would write it: nothing is SQL in it, and
 * everything is known. `names` are what it may use besides the language. */
struct given {
    const char *name;
    struct aludel_value value;
};
bool fold_render(struct environment *e, const struct file *file, const struct given *names, size_t count,
                 struct aludel_text *out);

#endif

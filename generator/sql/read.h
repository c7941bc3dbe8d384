/*
 * read.h: what a whole SQL statement changes of a schema.
 *
 * What can be read with certainty becomes that very change, as if a directive had asked for it. What can't be
 * becomes CHANGE_UNREAD, with the tables that it touches where those are certain, else with none.
 *
 *     struct changes changes = {0};
 *     bool touches = read_changes(arena, &tokens, span, &changes);
 *
 * The texts of changes are slices of the statement's, which has to last as long as they. A hole in an expression
 * (DEFAULT, CHECK, WHERE, a definition) stays where it is, and the struct sql has no `holes`: what they are only the
 * caller knows. Where a name, a type or a clause would be, the statement can't be read.
 *
 * Constraints that have no name keep none: evolve() knows what else is in the schema and chooses as PostgreSQL does.
 */
#ifndef READ_H
#define READ_H

#include "schema/change.h"

struct tokens; /* tokens.h */

/* False: it changes nothing that a schema holds (SELECT, INSERT, GRANT, ALTER … OWNER TO), and nothing is added. */
bool read_changes(struct arena *a, const struct tokens *t, struct span at, struct changes *out);

#endif

/*
 * carried.h: statements about what a schema has no place for, carried as they are: policies, rules, partitions, comments on
 * views, SQLite's virtual tables … Read back from a database they are things with a statement that makes them and one
 * that takes them away; more isn't known of them.
 */
#ifndef SQL_CARRIED_H
#define SQL_CARRIED_H

#include "schema/change.h"
#include "sql/tokens.h"

/* The change that makes it, or NULL: it is something else. `before`: the schema in front of the statement. */
const struct change *carried_change(struct arena *a, const struct schema *before, const struct tokens *t,
                                    struct span at);

#endif

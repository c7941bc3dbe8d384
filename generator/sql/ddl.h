/*
 * ddl.h: changes of a schema as SQL of a dialect; where SQLite can't, as edits of a table that is rebuilt.
 *
 *     struct ddl out = {.arena = a};
 *     ddl_write(&out, before, change);      what `out` then holds is sent in this order
 *
 * A dialect is a table of functions (dialect.h), one for each kind of change: postgresql.c and sqlite.c. What both
 * say alike is in alike.c and table.c; how words become a statement is in spell.c.
 */
#ifndef DDL_H
#define DDL_H

#include "sql/name.h"
#include "sql/written.h"

void ddl_write(struct ddl *out, const struct schema *before, const struct change *c);

/* SQLite: the statements that make a table as the chain leaves it, for a script that rebuilds it, without the columns
 * `dropped`. `unknown`: why there can be none, in words that end a sentence; else NULL. known.c */
/* What a rebuild of the table looks at besides; known as far as the chain is. */
struct ddl_neighbours {
    size_t keys, users; /* foreign keys that lead to it; views, and triggers of whatever table */
    size_t bytes;       /* of their names */
    size_t
        longest; /* what is read of one of them: a view, an UPDATE of all columns; all triggers of a table */
};
struct ddl_known {
    struct aludel_text sql;
    struct names indexes, triggers;
    const char *unknown;
    struct ddl_neighbours beside;
};
struct ddl_known ddl_known(struct arena *a, const struct schema *s, struct path table,
                           const struct names *dropped);

#endif

/*
 * facts.h: what is known of a whole statement, and who finds which part of it.
 */
#ifndef FACTS_H
#define FACTS_H

#include "base/arena.h"

#include <stdbool.h>

struct tokens; /* tokens.h */

struct statement_facts {
    unsigned flags; /* enum aludel_statement_flag */
    uint32_t
        set_at; /* PostgreSQL: SET x … is compiled as SET LOCAL x: the offset behind SET; 0: it is none */
    const char *tables[16]; /* that it names after FROM, JOIN, INTO, UPDATE, TABLE …, lower case, arena */
    size_t table_count;
    bool drops_table;    /* rows and all */
    bool defers;         /* mentions constraints, or such settings, that are looked at only at COMMIT */
    const char *changed; /* SQLite: the table whose rows it deletes, or updates; NULL: none */
    bool deletes, updates;
    const char *assigned[16]; /* columns that an UPDATE sets, as far as there is room */
    size_t assigned_count;
    bool tables_certain; /* false: more than fit, or something that couldn't be read */
};

/* calls.c: a function is called of which it isn't known that it only computes, and that isn't one of `harmless` (ends
 * with NULL; NULL: there are none). */
bool calls_unknown(const struct tokens *t, const char *const *harmless);

/* tables.c: which tables it names. */
void find_tables(struct arena *a, const struct tokens *t, struct statement_facts *facts);

/* changes.c: whose rows it deletes or updates, in SQLite. */
void find_changes(struct arena *a, const struct tokens *t, struct statement_facts *facts);

#endif

/*
 * facts.h: what is known of a whole statement, and who finds which part of it.
 */
#ifndef FACTS_H
#define FACTS_H

#include "base/arena.h"

#include <stdbool.h>

struct tokens; /* tokens.h */

struct statement_facts {
    unsigned flags;    /* enum aludel_statement_flag */
    bool is_set;       /* PostgreSQL: SET x …: to be compiled as SET LOCAL x */
    uint32_t set_at;   /* where " LOCAL" is put in: offset behind SET (and SESSION, which is then replaced) */
    uint32_t set_skip; /* bytes to leave out there */
    const char *tables[16]; /* that it names after FROM, JOIN, INTO, UPDATE, TABLE …, lower case, arena */
    size_t table_count;
    bool defers;         /* mentions constraints, or such settings, that are looked at only at COMMIT */
    const char *changed; /* SQLite: the table whose rows it deletes, or updates; NULL: none */
    bool deletes, updates;
    const char *assigned[16]; /* columns that an UPDATE sets, as far as there is room */
    size_t assigned_count;
    bool tables_certain; /* false: more than fit, or something that couldn't be read */
};

/* calls.c: a function is called of which it isn't known that it only computes. */
bool calls_unknown(const struct tokens *t);

/* tables.c: which tables it names. */
void find_tables(struct arena *a, const struct tokens *t, struct statement_facts *facts);

/* changes.c: whose rows it deletes or updates, in SQLite. */
void find_changes(struct arena *a, const struct tokens *t, struct statement_facts *facts);

#endif

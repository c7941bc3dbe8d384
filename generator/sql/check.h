/*
 * check.h: what a whole statement is, and what a migration may not say.
 */
#ifndef CHECK_H
#define CHECK_H

#include "base/diag.h"
#include "sql/split.h"

struct statement_facts {
    unsigned flags;    /* enum aludel_statement_flag */
    bool is_set;       /* PostgreSQL: SET x …: to be compiled as SET LOCAL x */
    uint32_t set_at;   /* where " LOCAL" is put in: offset behind SET (and SESSION, which is then replaced) */
    uint32_t set_skip; /* bytes to leave out there */
    const char
        *tables[16]; /* tables that it names after FROM, JOIN, INTO, UPDATE, TABLE …, lower case, arena */
    size_t table_count;
    bool defers;         /* mentions constraints, or such settings, that are looked at only at COMMIT */
    const char *changed; /* SQLite: the table whose rows it deletes, or updates; NULL: none */
    bool deletes, updates;
    const char *assigned[16]; /* columns that an UPDATE sets, as far as there is room */
    size_t assigned_count;
    bool tables_certain; /* false: more than fit, or something that couldn't be read */
};

/* `skeleton` is the statement's text with a byte ALUDEL_PARAMETER for each hole. `autocommit`: it stands
 * inside an autocommit block. Errors go to `d` at `at`. */
struct statement_facts check_statement(struct arena *a, enum aludel_dialect dialect,
                                       struct aludel_text skeleton, bool autocommit, struct span at,
                                       struct diagnostics *d);

#endif

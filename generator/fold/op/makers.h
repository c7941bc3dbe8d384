/*
 * makers.h: the tables of what makes items and of the directives; directives.c looks through all of them.
 */
#ifndef MAKERS_H
#define MAKERS_H

#include "fold/op/item.h"

extern const struct native constraint_makers[], column_makers[], index_makers[], table_directives[],
    column_directives[], index_directives[], constraint_directives[], thing_directives[], data_directives[],
    batch_directives[];
extern const size_t constraint_maker_count, column_maker_count, index_maker_count, table_directive_count,
    column_directive_count, index_directive_count, constraint_directive_count, thing_directive_count,
    data_directive_count, batch_directive_count;

/* "table.column" of a ForeignKey. */
bool reference_path(struct folder *f, struct aludel_text target, struct span at, struct path *to,
                    struct aludel_text *column);
/* Columns of a foreign key: as many on both sides. `name`: of the argument that leads there. */
void check_targets(struct folder *f, const struct call *c, const char *name, size_t from, size_t to);
/* False with an error: SQLite has no such things. */
bool postgresql_only(struct folder *f, const struct call *c, const char *what);
/* (column, operator) pairs as EXCLUDE's list. */
struct sql exclusion(struct folder *f, const struct arguments *pairs, struct span at);
struct sql storage_options(struct folder *f, const struct call *c, const char *name);
struct sql sql_of_pieces(struct folder *f, struct pieces *p); /* argument.c */
/* A directive of a batch has its table from there; table_of says which, `table_name` in others. */
struct path table_of(struct folder *f, const struct call *c);
struct span table_span(const struct call *c); /* where it is named */

#endif

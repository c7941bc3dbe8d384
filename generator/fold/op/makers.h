/*
 * makers.h: the tables of what makes items and of the directives; directives.c looks through all of them.
 */
#ifndef MAKERS_H
#define MAKERS_H

#include "fold/op/item.h"

extern const struct native constraint_makers[], column_makers[], index_makers[], table_directives[],
    column_directives[], index_directives[], constraint_directives[], thing_directives[], data_directives[],
    batch_directives[], expression_makers[];
extern const size_t constraint_maker_count, column_maker_count, index_maker_count, table_directive_count,
    column_directive_count, index_directive_count, constraint_directive_count, thing_directive_count,
    data_directive_count, batch_directive_count, expression_maker_count;

/* Columns of a foreign key: as many on both sides. `name`: of the argument that leads there. */
void check_targets(struct folding *f, const struct call *c, const char *name, size_t from, size_t to);
/* False with an error: SQLite has no such things. */
bool postgresql_only(struct folding *f, const struct call *c, const char *what);
/* (column, operator) pairs as EXCLUDE's list. */
struct sql exclusion(struct folding *f, const struct arguments *pairs, struct span at, struct names *columns);
struct sql storage_options(struct folding *f, const struct call *c, const char *name);
struct sql sql_of_pieces(struct folding *f, struct pieces *p); /* argument.c */
void pieces_sql(struct folding *f, struct pieces *p, struct sql sql, struct span at);
/* A directive of a batch has its table from there; table_of says which, `table_name` in others. */
struct path table_of(struct folding *f, const struct call *c);
struct span table_span(const struct call *c); /* where it is named */

/* ---- Changes: change.c, and an SQLite table's rebuild: rebuild.c ---- */

/* The table is being rebuilt: what comes now may join. */
bool in_rebuild(struct folding *f, struct path table);
void begin_change(struct folding *f, const struct ddl *change);
void keep_edit(struct folding *f, const struct ddl_item *item, const struct schema *before);
/* False: the statement has no place beside the rebuild in hand, or there is none. */
bool send_beside_rebuild(struct folding *f, const struct change *c, const struct schema *before,
                         const struct ddl_parts *parts);

/* ---- Names that run time knows: later_name.c ---- */

bool later_name(const struct call *c, const char *name); /* an argument, by its name */
/* `words` and what the argument `name` names: DROP TABLE, DROP INDEX. */
struct aludel_value drop_later(struct folding *f, const struct call *c, const char *words, const char *name);
/* ALTER TABLE … DROP `what`, a COLUMN or CONSTRAINT; an error on SQLite, which would have to rebuild the table. */
struct aludel_value drop_part_later(struct folding *f, const struct call *c, const char *what,
                                    const char *name);

/* ---- Rows: rows.c, with the columns of their table() in data.c ---- */

struct rows {
    size_t count;
    struct aludel_value *at;
    const struct node *node; /* of the list, or of the only dict */
    struct span span;
};

/* One dict, or a list of them, whose columns the table has. `node`: where it is written, or NULL. */
bool rows_of(struct folding *f, const struct table *t, struct aludel_value v, const struct node *node,
             struct span at, struct rows *rows);
struct aludel_text row_key(struct folding *f, struct aludel_value key, struct span at);
/* A value in its column: dicts and lists are JSON, or an array. */
void put_cell(struct folding *f, struct pieces *p, const struct column *column, struct aludel_value v,
              struct span at);
/* INSERT of the rows from `from` on that go into one statement; gives the first that doesn't. */
size_t put_rows(struct folding *f, struct pieces *p, const struct table *t, size_t count,
                const struct aludel_value *rows, size_t from, struct span at);
/* An error where the table() has columns, and not this one. */
void check_column(struct folding *f, const struct table *t, struct aludel_text name, struct span at);
const struct column *stub_column(const struct table *t, struct aludel_text name);
void unknown_column(struct folding *f, const struct table *t, struct aludel_text name, struct span at);

/* ---- Columns in expressions: expression.c ---- */

struct aludel_value column_expression(struct folding *f, struct aludel_text name, enum type_family family,
                                      struct span at);
/* Several conditions as one; one by itself stays as it is. */
struct aludel_value join_conditions(struct folding *f, const struct arguments *conditions, const char *word,
                                    struct span at);
void put_operand(struct folding *f, struct pieces *p, struct aludel_value v,
                 struct span at); /* within another */
void put_alone(struct folding *f, struct pieces *p, struct aludel_value v, struct span at);

#endif

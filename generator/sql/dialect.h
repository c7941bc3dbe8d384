/*
 * dialect.h: what a dialect is to ddl_write(): a function for each kind of change. A third database is a file with
 * such a table. Above that, what the dialects say alike.
 */
#ifndef DIALECT_H
#define DIALECT_H

#include "sql/spell.h"

typedef void change_writer(struct ddl *out, const struct schema *before, const struct change *c);

/* table.c: CREATE TABLE and its parts */
void put_constraint(struct spelling *s, const struct constraint *c);
void put_reference(struct spelling *s, const struct constraint *c); /* REFERENCES … */
/* PostgreSQL: a name that the server chose is written, too, where it would choose another one now. */
void put_constraint_of(struct spelling *s, const struct schema *before, const struct table *t,
                       const struct constraint *c);
typedef void column_writer(struct spelling *s, const struct table *t, const struct column *column);
void put_table(struct spelling *s, const struct schema *before, const struct table *t, bool if_not_exists,
               column_writer *put_column);
void put_index_elements(struct spelling *s, const struct index *i);

/* alike.c */
change_writer write_rename_table, write_rename_column, write_definition, write_drop_thing;

/* sqlite_literal.c: a literal or one word, in whatever quotes, with a sign, or something in parentheses */
bool is_default_literal(struct aludel_text t);

/* By enum change_kind; NULL: the dialect has nothing of the kind. */
extern change_writer *const postgresql_writers[CHANGE_KINDS];
extern change_writer *const sqlite_writers[CHANGE_KINDS];

#endif

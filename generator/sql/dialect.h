/*
 * dialect.h: what a dialect is to ddl_write(): how each kind of change is written. A third database is a file
 * with such a table.
 */
#ifndef DIALECT_H
#define DIALECT_H

#include "sql/spell.h"

typedef void change_writer(struct ddl *out, const struct schema *before, const struct change *c);

struct dialect {
    change_writer *const *writers; /* by enum change_kind; NULL: this dialect has nothing of the kind */
    void (*put_column)(struct spelling *s, const struct table *t, const struct column *column);
};

extern const struct dialect postgresql_dialect, sqlite_dialect;
extern const char *const postgresql_reserved,
    *const sqlite_reserved; /* a blank around each word: reserved.c */

const struct dialect *dialect_of(enum aludel_dialect d);

/* What the dialects share: table.c */
void put_constraint(struct spelling *s, const struct constraint *c);
void put_reference(struct spelling *s, const struct constraint *c); /* REFERENCES … */
/* PostgreSQL: a name that the server chose is written, too, where it would choose another one now. */
void put_constraint_of(struct spelling *s, const struct schema *before, const struct table *t,
                       const struct constraint *c);
void put_table(struct spelling *s, const struct schema *before, const struct table *t, bool if_not_exists);
void put_index_elements(struct spelling *s, const struct index *i);
change_writer write_rename_table, write_rename_column, write_definition, write_drop_thing;

/* The column of `constraint` that carries it inline on SQLite (INTEGER PRIMARY KEY AUTOINCREMENT), or NULL. */
const struct column *inline_key(const struct table *t, const struct constraint *c);

#endif

/*
 * same.h: whether two parts of a schema are the same, and what their SQL names: for who compares schemas.
 */
#ifndef SCHEMA_SAME_H
#define SCHEMA_SAME_H

#include "schema/schema.h"

/* ---- same.c ---------------------------------------------------------------------------------- */

bool same_sql(const struct sql *a, const struct sql *b);
bool same_names(enum aludel_dialect d, const struct names *a, const struct names *b);
bool same_name_set(enum aludel_dialect d, const struct names *a, const struct names *b);
#define SQLITE_COLLATION AL_TEXT("BINARY") /* where a column names none */
bool same_collation(enum aludel_dialect d, struct path a, struct path b);
bool same_type(enum aludel_dialect d, const struct column_type *a, const struct column_type *b);
/* PostgreSQL makes no such type of the other by itself. What neither family tells isn't known: false. */
bool needs_using(const struct column_type *from, const struct column_type *to);
const char *cast_between(const struct column_type *from); /* "::text" where the way leads over it */
/* `maybe` and where they were made don't count. */
bool same_column(enum aludel_dialect d, const struct column *a, const struct column *b);
bool same_constraint(enum aludel_dialect d, const struct constraint *a, const struct constraint *b);
bool same_index(enum aludel_dialect d, const struct index *a, const struct index *b);

/* ---- words.c --------------------------------------------------------------------------------- */

/* Of a whole statement: calls and qualifiers too. No text: the name isn't in it. */
struct aludel_text words_rename_all(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql,
                                    struct aludel_text from, struct aludel_text to);
/* The columns that a part uses, in the table's order. */
void constraint_columns(struct arena *a, enum aludel_dialect d, const struct table *t,
                        const struct constraint *k, struct names *out);
void index_columns(struct arena *a, enum aludel_dialect d, const struct table *t, const struct index *i,
                   struct names *out);

/* ---- names.c, keys.c, say.c -------------------------------------------------------------------- */

struct aludel_text name_sequence(struct arena *a, const struct schema *s, struct path table,
                                 struct aludel_text column);
struct aludel_text sequence_value(struct arena *a, const struct thing *sequence); /* nextval('…'::regclass) */
/* Out of the list: what keys_merge would merge, and has to be added by itself. */
void keys_split(struct arena *a, enum aludel_dialect dialect, struct constraints *list,
                struct constraints *out);
const char *thing_word(enum thing_type type); /* "materialized view" */

#endif

/*
 * shape.h: a table's definition while it is edited: its own text, of which every edit leaves as it stands what it
 * doesn't concern, comments and spelling included.
 *
 *     struct al_shape s;
 *     al_shape_read(&s, arena, &error, text);
 *     al_shape_edit(&s, &edit);                 for each edit; s.table.text is what has come of it
 *     al_shape_users(&s, "gone", &out);         what still names a column
 *
 *   reading, putting in, taking out        shape.c
 *   constraints                            constraint.c
 *   columns, and edits of any kind         column.c
 *
 * Each step prints the text anew and reads it again, so that no step knows another one's places.
 */
#ifndef AL_SHAPE_H
#define AL_SHAPE_H

#include "core/error.h"
#include "ddl/ddl.h"

struct al_shape {
    const char *name; /* of the table */
    struct aludel_arena *arena;
    struct aludel_error *error;
    struct al_ddl_table table;
};

/* An error, unless there is no memory, and what to do about it (NULL: nothing is known). Always false. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
bool al_shape_fail(struct al_shape *s, const char *hint, const char *format, ...);

/* All of these: false with the error set, or when there is no memory, which the arena remembers. */
bool al_shape_read(struct al_shape *s, struct aludel_text text);
bool al_shape_edit(struct al_shape *s, const struct aludel_edit *e);
/* What in the shape names a column, or would: "the unique constraint 'x', the check of column 'b'". */
void al_shape_users(const struct al_shape *s, const char *column, struct al_builder *out);

const struct al_ddl_column *al_shape_column(const struct al_shape *s, const char *name); /* or NULL */
const char *al_shape_name(const struct al_shape *s, struct al_ddl_span name);            /* without quotes */
bool al_shape_is(const struct al_shape *s, struct al_ddl_span span, const char *name);
bool al_same_name(const char *a, const char *b);
/* How long `words` are, where the text begins with them; else 0. */
size_t al_words(const char *text, const char *words);
/* The column that is another name for the rowid (INTEGER PRIMARY KEY), or NULL. */
const struct al_ddl_column *al_shape_rowid(const struct al_shape *s);
/* The primary key, where the column is of it, or NULL. */
const struct al_ddl_constraint *al_shape_key(const struct al_shape *s, const char *column);
const struct al_ddl_constraint *al_column_has(const struct al_ddl_column *c, enum al_ddl_kind kind);

/* ---- For the files of this room ------------------------------------------------------------------ */

/* Something else in a place of the text: three pieces, one behind the other. */
bool al_shape_splice(struct al_shape *s, struct al_ddl_span span, const char *before, struct aludel_text text,
                     const char *behind);
/* A clause, parted from what stands beside it. */
bool al_shape_put(struct al_shape *s, uint32_t at, const char *before, struct aludel_text text);
bool al_shape_replace(struct al_shape *s, struct al_ddl_span span, struct aludel_text text);
/* A clause of a column, with the white space in front of it. */
bool al_shape_cut(struct al_shape *s, struct al_ddl_span span);

/* The elements between the table's parentheses: columns, then constraints. */
size_t al_shape_count(const struct al_shape *s);
size_t al_shape_columns(const struct al_shape *s);
/* Puts one in front of the element `at`, or behind the last, and a comment behind it. */
bool al_shape_insert(struct al_shape *s, size_t at, struct aludel_text element, struct aludel_text comment);
bool al_shape_remove(struct al_shape *s, size_t at);
/* Which element that is; al_shape_count: none. */
size_t al_shape_find(const struct al_shape *s, struct al_ddl_span span);
/* An element, with what stands in front of the comma behind it. */
struct aludel_text al_shape_element(const struct al_shape *s, size_t at);
/* A comment that stands behind the element on its line, or none. */
struct aludel_text al_shape_comment(const struct al_shape *s, size_t at);

/* ---- Of constraint.c, for column.c --------------------------------------------------------------- */

/* Puts DEFERRABLE to its key, where it stands elsewhere. */
bool al_shape_join_deferrable(struct al_shape *s);
bool al_shape_drop_constraint(struct al_shape *s, const struct aludel_edit *e);
/* Those of the table that constrain this column and no other. */
bool al_shape_drop_own(struct al_shape *s, const char *column);
/* The column's own checks that constrain others too become the table's. */
bool al_shape_keep_checks(struct al_shape *s, const struct al_ddl_column *column);

#endif

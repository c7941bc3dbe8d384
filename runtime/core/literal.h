/*
 * literal.h: values as SQL text. One place decides how a value is escaped, at build time and at run time.
 */
#ifndef AL_LITERAL_H
#define AL_LITERAL_H

#include "core/text.h"

#include <aludel/generated.h>

/* Writes `v` for a hole of kind `how` (generated.h). `tag` is the enclosing dollar quote's tag with its
 * dollars ("$$", "$body$"), or NULL. False, with the reason in `e`, when the value is refused: an empty
 * list, a NUL in a literal, a new line in a line comment, a list inside quotes, an unset value …
 * A negative number behind a '-' gets a space in front. */
bool al_write_hole(struct aludel_eval *e, struct al_builder *b, enum aludel_dialect dialect,
                   enum aludel_hole how, const char *tag, struct aludel_value v);

/* A quoted identifier: one part of a path, whatever it holds. */
void al_write_name(struct al_builder *b, struct aludel_text name);
/* Of a table of ours: bare, as Alembic writes it, where it can't be a key word. */
void al_write_own_name(struct al_builder *b, struct aludel_text name);
/* '…' */
void al_write_string(struct al_builder *b, struct aludel_text text);

/* The filters id and json as functions of one value; n is ALUDEL_HOLE_RAW. Results are of type SQL. */
struct aludel_value al_filter_id(struct aludel_eval *e, struct aludel_value v);
struct aludel_value al_filter_json(struct aludel_eval *e, enum aludel_dialect dialect, struct aludel_value v);
struct aludel_value al_filter_raw(struct aludel_eval *e, struct aludel_value v, bool known_at_build_time);

/* A column's default as SQLite keeps it: '0' of a column for numbers as 0, "x" as 'x'; no text of NULL, which is none.
 * default.c */
struct aludel_text al_sqlite_default(struct aludel_arena *arena, struct aludel_text type,
                                     struct aludel_text value);

#endif

/*
 * reader.h: what the files that read statements share, from the ground up.
 *
 *   reader.c       tokens, names, pieces of text; the changes that come of them
 *   read_type.c    types in their one spelling: type.h
 *   read_table.c   CREATE TABLE: the tree of runtime/ddl as a table; columns and constraints
 *   read_index.c   CREATE INDEX
 *   read_alter.c   ALTER TABLE
 *   read_create.c  CREATE but for tables and indexes
 *   read_other.c   ALTER of other things, DROP, COMMENT
 *   read.c         the verbs, and what can't be read
 */
#ifndef READER_H
#define READER_H

#include "ddl/ddl.h"
#include "schema/change.h"
#include "sql/tokens.h"

struct reader {
    struct arena *arena;
    enum aludel_dialect dialect;
    struct aludel_text sql; /* texts of changes are slices of it */
    struct tokens tokens;
    size_t i, end; /* the token in hand; where what is being read ends */
    struct span at;
    struct changes *out;
    struct path table; /* what is being changed, once that is certain */
    bool unsure;       /* it can't be read */
};

/* ---- Tokens ---------------------------------------------------------------------------------- */

const char *reader_word(const struct reader *r); /* upper case; "" at the end */
bool reader_at(const struct reader *r, const char *word);
/* The words of `pattern` (tokens.h) stand here: behind them then. */
bool reader_take(struct reader *r, const char *pattern);
bool reader_done(const struct reader *r);
void reader_skip_group(struct reader *r);                     /* at "(": behind its ")" */
size_t reader_next_comma(const struct reader *r);             /* the next outside parentheses, or the end */
size_t reader_find(const struct reader *r, const char *word); /* likewise */
struct aludel_text reader_slice(const struct reader *r, size_t from, size_t to); /* tokens */
/* A reader of some of its text; that one's `unsure` is its own. */
struct reader reader_of(const struct reader *r, struct aludel_text text);

/* ---- Names ----------------------------------------------------------------------------------- */

/* Each is behind it then; where there is none, or a hole in it, r->unsure is set. */
struct aludel_text reader_name(struct reader *r);
struct path reader_path(struct reader *r);
struct names reader_names(struct reader *r);                   /* (a, b) */
bool reader_string(struct reader *r, struct aludel_text *out); /* a literal's value; false: it is none */

struct aludel_text kept_name(const struct reader *r, struct aludel_text name); /* as the server keeps it */

bool has_hole(struct aludel_text t);
struct aludel_text upper_words(struct reader *r, struct aludel_text t); /* single spaces, no comments */
struct aludel_text without_parentheses(const struct reader *r, struct aludel_text t);

/* ---- Changes --------------------------------------------------------------------------------- */

struct change *reader_add(struct reader *r, enum change_kind kind);
struct change *reader_add_thing(struct reader *r, enum change_kind kind, enum thing_type type,
                                struct path path);
/* Of what is written as a change wants it to be kept. */
struct thing *reader_thing(struct reader *r, enum thing_type type, struct path path);

/* ---- Types, columns, constraints ------------------------------------------------------------- */

struct column_type reader_type(struct reader *r, struct aludel_text text, bool *serial);
struct path reader_collation(struct reader *r, struct aludel_text text);

/* Of a tree: the column, and the constraints that come with it. */
struct column *column_of(struct reader *r, const struct al_ddl_table *t, const struct al_ddl_column *c,
                         struct constraints *with);
struct constraint *constraint_of(struct reader *r, const struct al_ddl_table *t,
                                 const struct al_ddl_constraint *c, const struct al_ddl_column *column);

/* ---- Statements: each is behind the words that name it ----------------------------------------- */

void read_create_table(struct reader *r, bool foreign);
void read_create_index(struct reader *r, bool unique);
void read_alter_table(struct reader *r);
void read_create(struct reader *r);
void read_alter(struct reader *r);
void read_drop(struct reader *r);
void read_comment(struct reader *r);

#endif

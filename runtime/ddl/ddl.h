/*
 * ddl.h: the text of a CREATE TABLE as a tree of places in it.
 *
 *     struct al_ddl_table t;
 *     if (!al_ddl_read(&t, arena, ALUDEL_SQLITE, text))    t.wrong is where it doesn't go on
 *     for (const struct al_ddl_column *c = t.columns; c; c = c->next)
 *         al_ddl_name(&t, c->name), al_ddl_text(&t, c->type)
 *
 * All that SQLite accepts is read, and more; what PostgreSQL adds is read where that is the dialect. Parentheses
 * inside the body are places as a whole: what is in them is an expression, or a list that al_ddl_next walks.
 * The text is not copied and must outlive the tree.
 */
#ifndef AL_DDL_H
#define AL_DDL_H

#include "core/text.h"

#include <aludel/generated.h>

/* A place: nothing is there when `n` is 0. */
struct al_ddl_span {
    uint32_t at, n;
};

struct al_ddl_path {
    struct al_ddl_span schema, name;
};

enum al_ddl_kind {
    AL_DDL_PRIMARY_KEY,
    AL_DDL_UNIQUE,
    AL_DDL_FOREIGN_KEY, /* of a column: without `columns` */
    AL_DDL_CHECK,       /* value: with its parentheses */
    AL_DDL_EXCLUDE,     /* PostgreSQL; columns: its elements */
    AL_DDL_NOT_NULL,
    AL_DDL_NULL,
    AL_DDL_DEFAULT,    /* value */
    AL_DDL_COLLATE,    /* value: the name */
    AL_DDL_GENERATED,  /* value: with its parentheses; word: STORED or VIRTUAL */
    AL_DDL_IDENTITY,   /* PostgreSQL; value: its options with their parentheses; word: ALWAYS or DEFAULT */
    AL_DDL_DEFERRABLE, /* SQLite: away from its key, the latest of the table */
    AL_DDL_NAME_ONLY,  /* SQLite: CONSTRAINT x, and nothing behind it */
    AL_DDL_LIKE,       /* PostgreSQL; to */
    AL_DDL_STORAGE     /* PostgreSQL: STORAGE x, COMPRESSION x */
};

struct al_ddl_constraint {
    enum al_ddl_kind kind;
    struct al_ddl_span span;  /* all of it, its name too */
    struct al_ddl_span comma; /* of the table: in front of it; SQLite needs none between two */
    struct al_ddl_span name;
    struct al_ddl_span columns; /* with their parentheses */
    struct al_ddl_span value, word;
    struct al_ddl_path to;
    struct al_ddl_span to_columns;
    struct al_ddl_span on_delete, on_update, match, on_conflict; /* what stands behind those words */
    struct al_ddl_span order;                                    /* PRIMARY KEY of a column: ASC or DESC */
    struct al_ddl_span deferrable; /* all that is said of it; the last word counts */
    bool is_deferrable, initially_deferred, autoincrement;
    bool not_valid, no_inherit, nulls_not_distinct;
    struct al_ddl_span method, include, with, tablespace, where;
    struct al_ddl_constraint *next;
};

struct al_ddl_column {
    struct al_ddl_span span, comma, name, type;
    struct al_ddl_constraint *constraints;
    struct al_ddl_column *next;
};

struct al_ddl_table {
    struct aludel_text text;
    enum aludel_dialect dialect;
    struct al_ddl_span prefixes; /* between CREATE and TABLE */
    bool if_not_exists;
    struct al_ddl_path path;
    struct al_ddl_span
        body; /* with its parentheses; none: AS SELECT, USING, PARTITION OF … are the options */
    struct al_ddl_column *columns;
    struct al_ddl_constraint *constraints; /* of the table */
    struct al_ddl_span options;            /* behind the body */
    bool strict, without_rowid;            /* SQLite */
    uint32_t wrong;
};

/* A whole CREATE TABLE, perhaps with its `;`. False: it is none, or there is no memory (then the arena is
 * exhausted). */
bool al_ddl_read(struct al_ddl_table *t, struct aludel_arena *arena, enum aludel_dialect dialect,
                 struct aludel_text text);
/* What stands between a table's parentheses, or one element of it: a column, a constraint. */
bool al_ddl_read_body(struct al_ddl_table *t, struct aludel_arena *arena, enum aludel_dialect dialect,
                      struct aludel_text text);

uint32_t al_ddl_behind(struct al_ddl_span span); /* behind it */
struct aludel_text al_ddl_text(const struct al_ddl_table *t, struct al_ddl_span span);
/* A name as the database knows it: without its quotes, on PostgreSQL in lower case where it had none; with a NUL behind it.
 * NULL: no memory. */
struct aludel_text al_ddl_name(const struct al_ddl_table *t, struct aludel_arena *arena,
                               struct al_ddl_span name);

/* Whether a name is that one, to SQLite, without a copy of it; no name is NULL. */
bool al_ddl_is(const struct al_ddl_table *t, struct al_ddl_span name, const char *other);
bool al_ddl_is_name(struct aludel_text token, const char *other);
bool al_ddl_is_quoted(struct aludel_text token);

/* The elements of a list in parentheses, one after another; e zeroed before the first. */
struct al_ddl_element {
    struct al_ddl_span span;
    struct al_ddl_span name; /* its first token, looked for in parentheses too */
    struct al_ddl_span rest; /* behind its first token: COLLATE x DESC, WITH = */
};
bool al_ddl_next(const struct al_ddl_table *t, struct al_ddl_span list, struct al_ddl_element *e);

/* ---- Other texts that name a table's columns (look.c) ----------------------------------------------- */

/* Whether an expression names the column, in whatever quotes; what is called isn't a column. */
bool al_ddl_mentions(struct aludel_text text, const char *column);
/* Whether two texts are the same but for white space and comments. */
bool al_ddl_same_tokens(struct aludel_text a, struct aludel_text b);
/* The same, where neither case nor the quotes around names count, but in strings; nor does ASC. */
bool al_ddl_alike(struct aludel_text a, struct aludel_text b);
/* Whether SQLite's CREATE INDEX names the column, in its list or its condition. */
bool al_ddl_index_names(const char *sql, const char *column);
/* Whether its CREATE TRIGGER is for the UPDATE OF the column. */
bool al_ddl_trigger_waits(const char *sql, const char *column);
/* Of its CREATE VIRTUAL TABLE, whether it may be an index over that table's column (FTS5: content='table'). */
bool al_ddl_content_names(const char *sql, const char *table, const char *column);
/* Whether a CREATE VIEW or CREATE TRIGGER takes columns in their order: INSERT INTO the table without a list; SELECT *
 * beside another SELECT, into a table, under names of its own. */
bool al_ddl_takes_order(const char *sql, const char *table);
/* The name of what a CREATE INDEX or CREATE TRIGGER makes; NULL: no memory. */
const char *al_ddl_made(const char *sql, struct aludel_arena *arena);
/* What a CREATE TRIGGER says of its table's schema, or "". */
struct aludel_text al_ddl_trigger_schema(const char *sql);
/* The text with `column` instead of `table.column` and `schema.table.column`: the same one where there are none. */
const char *al_ddl_unqualified(const char *sql, struct aludel_arena *arena, const char *table);

#endif

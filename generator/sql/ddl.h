/*
 * ddl.h: changes of a schema as SQL of a dialect; where SQLite can't, as edits of a table that is rebuilt.
 *
 *     struct ddl out = {.arena = a};
 *     ddl_write(&out, before, change);      what `out` then holds is sent in this order
 *
 * A dialect is a table of functions (dialect.h), one for each kind of change: postgresql.c and sqlite.c. What both
 * say alike is in ddl.c and table.c; how words become a statement is in spell.c.
 */
#ifndef DDL_H
#define DDL_H

#include "schema/change.h"

struct ddl_part { /* constant text, or what is known at run time only */
    struct aludel_text text;
    const struct pieces *holes;
};

struct ddl_parts {
    struct ddl_part *at;
    size_t count, room;
};

/* SQLite: what a rebuild does to the table's own definition. */
enum edit_kind {
    EDIT_ADD_COLUMN,      /* name, sql: its definition; before or after: where it comes, or at the end */
    EDIT_DROP_COLUMN,     /* name */
    EDIT_MOVE_COLUMN,     /* name; before or after */
    EDIT_SET_TYPE,        /* name, sql */
    EDIT_SET_NOT_NULL,    /* name */
    EDIT_DROP_NOT_NULL,   /* name */
    EDIT_SET_DEFAULT,     /* name, sql; no sql: none */
    EDIT_SET_GENERATED,   /* name, sql: the expression and STORED or VIRTUAL; no sql: a plain column */
    EDIT_ADD_CONSTRAINT,  /* sql: its definition */
    EDIT_DROP_CONSTRAINT, /* name; or kind and columns; a CHECK's: sql, its condition */
    EDIT_COMPUTE          /* name, sql: what the copy puts into it (sqlite_using) */
};

struct edit {
    enum edit_kind kind;
    struct aludel_text name, before, after;
    bool if_exists;
    bool to_itself; /* ADD_CONSTRAINT: a foreign key to its own table */
    struct ddl_parts sql;
    enum constraint_kind constraint;
    struct names columns;
    struct span span;
};

enum ddl_kind { DDL_STATEMENT, DDL_EDIT };

struct ddl_item {
    enum ddl_kind kind;
    struct ddl_parts parts; /* STATEMENT */
    bool alone;             /* STATEMENT: not in a transaction */
    struct path table;      /* EDIT: adjacent ones of one table are one rebuild */
    struct edit edit;
};

struct ddl {
    struct arena *arena;
    enum aludel_dialect dialect;
    bool unsure;   /* something else than what is in `before` may have run first */
    bool rebuilds; /* SQLite: the table is rebuilt anyway: what could be a statement is an edit, too */
    VEC(struct ddl_item) items;
};

void ddl_write(struct ddl *out, const struct schema *before, const struct change *c);

/* SQLite: the statements that make a table as the chain leaves it, for a script that rebuilds it, without the columns
 * `dropped`. `unknown`: why there can be none, in words that end a sentence; else NULL. known.c */
struct ddl_known {
    struct aludel_text sql;
    struct names indexes, triggers;
    const char *unknown;
};
struct ddl_known ddl_known(struct arena *a, const struct schema *s, struct path table,
                           const struct names *dropped);

/* An identifier, and a path of them, as it must be written: bare where it can be. */
const char *ddl_name(struct arena *a, enum aludel_dialect dialect, struct aludel_text name);
const char *ddl_path(struct arena *a, enum aludel_dialect dialect, struct path path);

#endif

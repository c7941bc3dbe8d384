/*
 * written.h: what changes of a schema are written as: statements, and on SQLite edits of a table that is rebuilt.
 */
#ifndef WRITTEN_H
#define WRITTEN_H

#include "schema/change.h"

struct ddl_parts { /* one behind the other */
    struct sql *at;
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
    EDIT_COMPUTE,         /* name, sql: what the copy puts into it (sqlite_using) */
    EDIT_REDEFINE /* sql: a CREATE TABLE, of which all behind the name counts; columns: those that go */
};

struct edit {
    enum edit_kind kind;
    struct aludel_text name, before, after;
    bool if_exists;
    bool to_itself; /* ADD_CONSTRAINT, REDEFINE: a foreign key to its own table */
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

#endif

/*
 * inspect.h: a live schema, read back from catalogs and pragmas, in the shapes of SQLAlchemy's inspector.
 * What migrations call (aludel_has_table … aludel_get_unique_constraints) stands in generated.h.
 *
 *   catalog    what to ask each database: one SQL text a question, with the same columns for all of them
 *   table_sql  constraints' names, which SQLite keeps nowhere but in the text of CREATE TABLE
 */
#ifndef AL_INSPECT_H
#define AL_INSPECT_H

#include "op/op.h"

/* A byte ALUDEL_PARAMETER is a value; they come in the order: schema and name, as many times as the text asks
 * for them. 's' in `values` is the schema (or NULL), 't' the table, 'o' the other name. AL_MASTER stands for
 * the schema's sqlite_master. */
struct al_question {
    const char *sql;
    const char *values;
};
#define AL_MASTER '\2'

struct al_catalog {
    struct al_question has_table, has_column, has_index, has_constraint, has_extension; /* a row: yes */
    struct al_question table_names, view_names;                                         /* name */
    struct al_question columns;      /* name, type, nullable, default, primary_key, autoincrement, comment */
    struct al_question indexes;      /* key, name, unique, column (NULL: an expression), constraint */
    struct al_question foreign_keys; /* key, name, column, schema, table, referred column, onupdate, ondelete,
                                        deferrable, initially */
    struct al_question unique_constraints; /* key, name, column */
    struct al_question primary_key;        /* name, column; SQLite has no name here */
    struct al_question table_sql;          /* sql: SQLite's text of a table; no question elsewhere */
    struct al_question filled; /* schema or NULL, name: tables of the database that may hold rows */
};

extern const struct al_catalog al_sqlite_catalog, al_postgresql_catalog;

/* The rows of any question; unset after an error. */
struct aludel_value al_inspect_ask(struct aludel_op *op, struct aludel_text sql, size_t count,
                                   const struct aludel_value *values);

/* ---- The text of CREATE TABLE ------------------------------------------------------------------ */

enum al_constraint_kind { AL_PRIMARY_KEY, AL_UNIQUE, AL_FOREIGN_KEY, AL_CHECK, AL_OTHER_CONSTRAINT };

struct al_constraint {
    enum al_constraint_kind kind;
    struct aludel_value name;    /* None where it has none */
    struct aludel_value columns; /* a list of names; empty for CHECK */
    bool deferrable, initially_deferred;
    struct al_constraint *next;
};

/* The constraints of a table in the order of the text. NULL when there are none, or no memory (then the arena
 * is exhausted). */
struct al_constraint *al_table_constraints(struct aludel_eval *e, struct aludel_text sql);

#endif

/*
 * catalog.h: what to ask each database about its schema: one SQL text a question, with the same columns for all of them.
 */
#ifndef AL_INSPECT_CATALOG_H
#define AL_INSPECT_CATALOG_H

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

/* PostgreSQL's catalogs as pg_depend and pg_description name them (classid, classoid). */
#define OF_ATTRDEF "'pg_catalog.pg_attrdef'::pg_catalog.regclass"
#define OF_CLASS "'pg_catalog.pg_class'::pg_catalog.regclass"
#define OF_COLLATION "'pg_catalog.pg_collation'::pg_catalog.regclass"
#define OF_CONSTRAINT "'pg_catalog.pg_constraint'::pg_catalog.regclass"
#define OF_EXTENSION "'pg_catalog.pg_extension'::pg_catalog.regclass"
#define OF_NAMESPACE "'pg_catalog.pg_namespace'::pg_catalog.regclass"
#define OF_POLICY "'pg_catalog.pg_policy'::pg_catalog.regclass"
#define OF_PROC "'pg_catalog.pg_proc'::pg_catalog.regclass"
#define OF_REWRITE "'pg_catalog.pg_rewrite'::pg_catalog.regclass"
#define OF_STATISTICS "'pg_catalog.pg_statistic_ext'::pg_catalog.regclass"
#define OF_TRIGGER "'pg_catalog.pg_trigger'::pg_catalog.regclass"
#define OF_TYPE "'pg_catalog.pg_type'::pg_catalog.regclass"

#endif

/*
 * schema.h: a database's schema as the build knows it at one point of the chain, for one dialect.
 *
 *     path, names            what things are called                               path.c
 *     sql                    a piece of SQL
 *     column … table         a table and its parts
 *     thing, schema          all that has a name; a schema is a map of them       schema.c map.c
 *
 * A schema never changes: evolve() (change.h) gives another one, which shares with it what stayed as it was.
 * So every revision keeps its own, and ways that part at a condition are cheap. Whatever hangs on a schema is
 * const; who changes a table copies it first.
 *
 * Names are kept as the server keeps them: of SQL text on PostgreSQL in lower case unless they were quoted.
 *
 * What isn't in the map is absent. What is in it is there for certain, or maybe (made or dropped under a
 * condition of run time, or by a revision that may have run or not). A table may also be `uncertain` in
 * shape: something happened to it that the build can't read.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "base/source.h"
#include "base/vec.h"
#include "schema/path.h"

/* A piece of SQL: a type, an expression; neither text nor holes: there is none. `holes` stand in place of a text of which
 * parts are known at run time only (fold's struct pieces). In SQL that was read such a part is a byte ALUDEL_PARAMETER in
 * the text: what stands there only the reader's caller knows. */
struct pieces;
struct sql {
    struct aludel_text text;
    const struct pieces *holes;
};

/* ---- Types ----------------------------------------------------------------------------------- */

/* PostgreSQL's CREATE TYPE … AS ENUM. */
struct enum_type {
    struct path path;
    struct names labels;
    bool create; /* create_type: made with the table when it isn't there yet */
    struct span span;
};

/* What a type is, as far as somebody asks. */
enum type_family { TYPE_OTHER, TYPE_INTEGER, TYPE_SMALL_INTEGER, TYPE_BIG_INTEGER, TYPE_TEXT, TYPE_BOOLEAN };

struct column_type {
    struct sql sql; /* as it is written: "VARCHAR(40)", "int4", "" (SQLite: no type); without its collation */
    struct aludel_text spelling; /* as all who say the same have it: "INTEGER"; none where there are holes */
    struct path path;            /* PostgreSQL: of somebody's own type, without brackets: mood */
    size_t dimensions;           /* of an array; its labels are its items' */
    enum type_family family;
    struct path collation;          /* none: what the database has */
    const struct enum_type *labels; /* or NULL */
};

bool is_integer(enum type_family family);
bool has_type(const struct column_type *type); /* SQLite's columns need none */

/* ---- Tables ------------------------------------------------------------------------------------ */

enum generated { GENERATED_NO, GENERATED_STORED, GENERATED_VIRTUAL };
enum identity { IDENTITY_NO, IDENTITY_BY_DEFAULT, IDENTITY_ALWAYS };

struct column {
    struct aludel_text name;
    struct column_type type;
    bool not_null;
    bool serial;                      /* PostgreSQL: an integer that a sequence of its own counts (SERIAL) */
    bool autoincrement;               /* SQLite's AUTOINCREMENT */
    struct aludel_text null_conflict; /* SQLite: NOT NULL ON CONFLICT: "IGNORE" */
    bool maybe;
    struct sql value; /* DEFAULT's, without the word */
    enum generated generated;
    struct sql expression; /* of a generated column */
    enum identity identity;
    struct sql identity_options; /* "START WITH 5 INCREMENT BY 2" or none */
    struct aludel_text comment;  /* empty: none */
    struct span made;
};

enum constraint_kind {
    CONSTRAINT_PRIMARY_KEY,
    CONSTRAINT_UNIQUE,
    CONSTRAINT_FOREIGN_KEY,
    CONSTRAINT_CHECK,
    CONSTRAINT_EXCLUDE
};
#define CONSTRAINT_KINDS 5
enum deferrable { DEFERRABLE_UNSAID, DEFERRABLE_NO, DEFERRABLE_YES };

struct constraint {
    enum constraint_kind kind;
    struct aludel_text name; /* empty: SQLite keeps none */
    bool named_by_server;    /* PostgreSQL chose `name` */
    bool maybe;
    struct names columns;                           /* of a CHECK: empty */
    struct path to;                                 /* FOREIGN KEY */
    struct names to_columns;                        /* empty: the primary key */
    struct aludel_text on_delete, on_update, match; /* "CASCADE", "SET NULL (a)"; empty: unsaid */
    enum deferrable deferrable;
    bool initially_deferred;
    struct sql condition; /* CHECK; EXCLUDE's WHERE */
    struct aludel_text
        inside;          /* SQLite: the column in whose text a CHECK stands, and with which it goes; or a
                                  PRIMARY KEY DESC, which would be another one behind the columns */
    struct sql elements; /* EXCLUDE's list: "room WITH =, during WITH &&"; SQLite: a key's, where it is more
                                  than names: "a, b DESC" */
    struct aludel_text method;      /* EXCLUDE USING */
    struct aludel_text on_conflict; /* SQLite: "REPLACE" */
    bool not_valid, nulls_not_distinct, no_inherit;
    struct names include;
    struct aludel_text of_index; /* one that is added: USING INDEX, whose columns are its own */
    struct sql options;          /* what else stands behind it (WITH, TABLESPACE), as it is written */
    struct span made;
    struct span columns_span, to_span, to_columns_span; /* where these are named, or nowhere */
};

struct index_element {
    struct aludel_text column; /* empty: an expression */
    struct sql expression;
    struct aludel_text tail; /* "DESC NULLS LAST", "text_pattern_ops", "COLLATE NOCASE" */
    struct span span;        /* where it is named, or nowhere */
};

struct index {
    struct path path; /* its schema is the table's */
    struct aludel_text table;
    VEC(struct index_element) elements;
    bool unique, nulls_not_distinct, maybe;
    struct aludel_text method; /* USING */
    struct sql where;
    struct names include;
    struct sql options; /* PostgreSQL's "WITH (…) TABLESPACE name" */
    struct span made;
};

struct columns {
    const struct column **at;
    size_t count, room;
};

struct constraints {
    const struct constraint **at;
    size_t count, room;
};

struct indexes {
    const struct index **at;
    size_t count, room;
};

struct table {
    struct path path;
    struct columns columns;
    struct constraints constraints;
    struct indexes indexes;
    struct aludel_text comment;
    struct names prefixes; /* CREATE … TABLE: "TEMPORARY", "UNLOGGED" */
    struct sql options;    /* behind the closing parenthesis: "STRICT", "PARTITION BY RANGE (day)" */
    bool uncertain;        /* its shape; `made` says since when */
    struct span made;
};

/* ---- Everything that has a name -------------------------------------------------------------- */

enum thing_type {
    THING_TABLE,
    THING_VIEW,
    THING_MATERIALIZED_VIEW,
    THING_INDEX,
    THING_SEQUENCE,
    THING_ENUM, /* and other types that somebody makes */
    THING_FUNCTION,
    THING_TRIGGER,
    THING_EXTENSION,
    THING_SCHEMA,
    THING_CARRIED /* what the model knows nothing of: a policy, a rule, a partition */
};
#define THINGS 11

/* Made by its statement, and else only named. */
struct carriage {
    struct aludel_text called; /* by others; empty: none names it */
    struct aludel_text undo;   /* the statement that takes it away */
    struct aludel_text of;     /* what it is said of, "INDEX i"; it may be said again. Empty: of nothing */
    bool stays;                /* nothing leads from one way of making it to another */
    bool early;                /* tables may name it */
    bool holds_rows;
};

struct thing {
    enum thing_type type;
    struct path path;
    bool maybe;
    struct span made;          /* where it was made, or changed last */
    const struct table *table; /* TABLE */
    size_t order;   /* the how manieth that was made in the database; evolve counts. 0: nobody saw it made */
    struct path on; /* INDEX, TRIGGER: its table; SEQUENCE: whose column owns it, or empty; CARRIED: with
                       what it goes, or empty */
    struct aludel_text on_column;   /* SEQUENCE: that column; without a definition it came with it (SERIAL) */
    const struct index *index;      /* INDEX of a materialized view; a table has its own */
    const struct enum_type *labels; /* ENUM; NULL: a type of another kind */
    const struct carriage *carried; /* CARRIED: `path` ends in what it is: "POLICY mine ON accounts" */
    struct aludel_text
        arguments;         /* PostgreSQL's FUNCTION: the types that it is called with (sql/arguments.h), which
                                     tell it from others of its name; none: they aren't known */
    struct sql signature;  /* FUNCTION: "(a integer)", with its parentheses; none where it isn't known */
    struct sql definition; /* the whole statement that made it: VIEW, FUNCTION, TRIGGER, SEQUENCE … */
};

/* A schema is compared, shared and forgotten by its address. Zeroed: empty. */
struct map_tree;
struct schema {
    enum aludel_dialect dialect;
    const struct map_tree *things;
    const struct map_tree
        *referrers;              /* a table's path -> the tables whose foreign keys lead to it, and whatever
                                         hangs on something else: indexes, triggers, sequences, users of a type */
    const struct map_tree *gone; /* what was dropped: path -> where, for messages */
    size_t made;                 /* how many things were made */
    bool uncertain; /* something ran that can't be read: what isn't here may be there all the same */
};

/* Tables, views, indexes and sequences share their names on PostgreSQL (SQLite: the first three). */
const struct thing *schema_find(const struct schema *s, enum thing_type type, struct path path);
const struct thing *schema_trigger(const struct schema *s, struct path path, struct path on);
/* The one that is the same by its type, its name and what else tells it apart. */
const struct thing *schema_counterpart(const struct schema *s, const struct thing *thing);
/* The one that a DROP means, which needn't say all of that. */
const struct thing *schema_meant(struct arena *a, const struct schema *s, const struct thing *thing);
/* How many functions have the name; one of them whose arguments aren't known, or NULL. */
size_t schema_functions(struct arena *a, const struct schema *s, struct path path);
const struct thing *schema_unknown_function(const struct schema *s, struct path path);
const struct thing *schema_relation(const struct schema *s, struct path path); /* whatever has the name */
const struct table *schema_table(const struct schema *s, struct path path);    /* NULL: there is none */
/* All of one kind, in the order of their names; `with` is handed on. */
void schema_each(const struct schema *s, enum thing_type type,
                 void (*each)(void *with, const struct thing *thing), void *with);

/* The tables whose foreign keys lead to `table`. */
void schema_referring(struct arena *a, const struct schema *s, struct path table,
                      void (*each)(void *with, const struct thing *thing), void *with);

const struct column *table_column(const struct schema *s, const struct table *t, struct aludel_text name);
const struct constraint *table_constraint(const struct schema *s, const struct table *t,
                                          struct aludel_text name);
const struct index *table_index(const struct schema *s, const struct table *t, struct aludel_text name);
const struct constraint *table_primary_key(const struct table *t); /* or NULL */
bool table_is_certain(const struct table *t); /* and every part of it is there for certain */

/* PostgreSQL: what one CREATE TABLE or ADD COLUMN makes of its keys: no UNIQUE of the columns of another one, whose
 * name goes to that, if it has none. keys.c */
void keys_merge(struct arena *a, enum aludel_dialect dialect, struct constraints *list);
/* PostgreSQL: whether the server would give the constraint of `t` the name that it has, were it made now. names.c */
bool name_is_chosen(struct arena *a, const struct schema *s, const struct table *t,
                    const struct constraint *k);

/* Whether the expression names the column, bare or in quotes. words.c */
bool words_mention(enum aludel_dialect dialect, struct aludel_text sql, struct aludel_text column);
/* Bare and quoted words that are `from` become `to`; strings stay. */
struct aludel_text words_rename(struct arena *a, enum aludel_dialect dialect, struct aludel_text sql,
                                struct aludel_text from, struct aludel_text to);

/* Ways that meet: what is the same on both stays, what isn't is there maybe; a table that differs is uncertain
 * in the parts that differ. */
const struct schema *schema_join(struct arena *a, const struct schema *x, const struct schema *y);

#endif

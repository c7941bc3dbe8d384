/*
 * whole.h: a whole schema, read back as the statements that make it again, in an order in which they run; and two of them
 * compared.
 *
 *     struct al_whole_question what = {.home = "public", .schemas = …, .without = …};
 *     struct al_whole whole;
 *     al_whole_read(&op, &what, &whole)                               in op's arena
 *     al_whole_compare(&op.arena, dialect, &target, &live, &list)     what the target has and the other hasn't, and so on
 *
 *   the text of the questions    whole_postgresql.c, whole_sqlite.c
 *   asking                       whole.c, whole_order.c (what depends on what)
 *   comparing                    whole_compare.c, whole_table.c (SQLite's tables)
 */
#ifndef AL_INSPECT_WHOLE_H
#define AL_INSPECT_WHOLE_H

#include "op/op.h"

struct al_whole_catalog {
    const char *const *pieces; /* of the question, one behind the other; NULL ends them */
    const char *edges;         /* what depends on what; NULL: nothing does */
};
/* A byte ALUDEL_PARAMETER is a value: `home`, the schemas and what is left out, the latter two as arrays. */
extern const struct al_whole_catalog al_whole_postgresql;
/* AL_MASTER is the schema's sqlite_master; its rows have no order but their own. */
extern const struct al_whole_catalog al_whole_sqlite;

struct al_whole_question {
    struct aludel_names schemas; /* none: home alone */
    struct aludel_names without; /* tables */
    const char *home;            /* the schema whose name isn't written; SQLite: main */
    const char *scratch_name;    /* a name that no text may have: `shown` stands in its place; NULL: none */
    const char *shown;
};

struct al_whole_thing {
    struct aludel_schema_part part;
    const char *shape;     /* of a table: without its columns, which are things of their own; or NULL */
    bool is_column;        /* for comparisons only: no statement */
    int64_t class, object; /* what it is to PostgreSQL; 0: none that others depend on */
};
struct al_whole {
    struct al_whole_thing *things;
    size_t count;
};

/* False: the op has failed. */
bool al_whole_read(struct aludel_op *op, const struct al_whole_question *what, struct al_whole *whole);
/* Puts things behind what they depend on, and else leaves their order. */
bool al_whole_order(struct aludel_op *op, const char *edges, struct al_whole *whole);

struct al_differences {
    struct aludel_difference *at;
    size_t count, room;
};

/* In the order of the target, what is left over behind it. False: no memory (the arena is exhausted). */
bool al_whole_compare(struct aludel_arena *arena, enum aludel_dialect dialect, const struct al_whole *target,
                      const struct al_whole *found, struct al_differences *out);
/* What differs between two texts of an SQLite table; none for white space, comments, quotes and case. */
bool al_whole_compare_tables(struct aludel_arena *arena, const struct aludel_schema_part *target,
                             const struct aludel_schema_part *found, struct al_differences *out);
bool al_difference_add(struct aludel_arena *arena, struct al_differences *out, struct aludel_difference d);

#endif

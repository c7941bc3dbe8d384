/*
 * whole_thing.h: a whole schema as things, a statement each; and what to ask for them (whole_postgresql.c, whole_sqlite.c).
 */
#ifndef AL_INSPECT_WHOLE_THING_H
#define AL_INSPECT_WHOLE_THING_H

#include <aludel/aludel.h>

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

/* The question's text in pieces, one behind the other; NULL ends them. The answer's columns: class, object, kind, schema,
 * table, name, statement, shape.
 * PostgreSQL: a byte ALUDEL_PARAMETER is a value: the schema whose name isn't written, the schemas and the tables to leave
 * out, the latter two as arrays. SQLite: AL_MASTER (catalog.h) is the sqlite_master of the schema. */
extern const char *const al_whole_postgresql[], *const al_whole_sqlite[];

#endif

/*
 * whole.h: a whole schema, read back as the statements that make it again, in an order in which they run.
 *
 *     struct al_whole_question what = {.home = "public", .schemas = …, .without = …};
 *     struct al_whole whole;
 *     al_whole_read(&op, &what, &whole)              in op's arena
 */
#ifndef AL_INSPECT_WHOLE_H
#define AL_INSPECT_WHOLE_H

#include "inspect/whole_filter.h"
#include "op/op.h"

struct al_whole_question {
    struct aludel_names schemas; /* none: home alone; NULL is home, too */
    struct aludel_names without; /* tables */
    const char *home;            /* the schema whose name isn't written; SQLite: main */
    const char *scratch_name;    /* a name that no text may have: `shown` stands in its place; NULL: none */
    const char *shown;
    bool may_be_missing; /* the schemas: those that aren't there are empty */
    struct al_whole_filter filter;
};

/* False: the op has failed. */
bool al_whole_read(struct aludel_op *op, const struct al_whole_question *what, struct al_whole *whole);

#endif

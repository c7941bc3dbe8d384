/*
 * ask.h: asking the live database about its schema.
 */
#ifndef AL_INSPECT_ASK_H
#define AL_INSPECT_ASK_H

#include "inspect/catalog.h"
#include "op/op.h"

const struct al_catalog *al_catalog_of(struct aludel_op *op);

/* The rows of any question; unset after an error. */
struct aludel_value al_inspect_ask(struct aludel_op *op, struct aludel_text sql, size_t count,
                                   const struct aludel_value *values);

struct al_names { /* of one question; None where there is none */
    struct aludel_value schema, table, other;
};
struct aludel_value al_inspect_ask_about(struct aludel_op *op, const struct al_question *question,
                                         const struct al_names *names);

#endif

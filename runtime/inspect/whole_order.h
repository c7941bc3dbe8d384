/*
 * whole_order.h: the things of a PostgreSQL schema behind what they depend on.
 */
#ifndef AL_INSPECT_WHOLE_ORDER_H
#define AL_INSPECT_WHOLE_ORDER_H

#include "inspect/whole_thing.h"

struct aludel_op;

/* Where nothing depends on anything their order stays. False: the op has failed. */
bool al_whole_order(struct aludel_op *op, struct al_whole *whole);

#endif

/*
 * single.h: what a trial of a chain asks of a handle beyond aludel.h.
 */
#ifndef AL_APPLY_SINGLE_H
#define AL_APPLY_SINGLE_H

#include "inspect/whole_thing.h"

#include <aludel/generated.h>

struct aludel_arena;

/* One migration and no other; whoever calls it sees to it that all it needs is applied, or that none that needs it is.
 * One that is done already is left alone. */
bool al_single_step(struct aludel *a, uint32_t revision, enum aludel_direction direction,
                    struct aludel_error *error);

/* The live schema as things, in `into`; the settings `include` and `exclude` don't hold. */
bool al_single_schema(struct aludel *a, const struct aludel_inspection *what, struct aludel_arena *into,
                      struct al_whole *whole, struct aludel_error *error);

#endif

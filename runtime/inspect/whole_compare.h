/*
 * whole_compare.h: two whole schemas compared.
 */
#ifndef AL_INSPECT_WHOLE_COMPARE_H
#define AL_INSPECT_WHOLE_COMPARE_H

#include "inspect/whole_table.h"
#include "inspect/whole_thing.h"

#include <aludel/generated.h>

/* In the order of the target, what is left over behind it. False: no memory (the arena is exhausted). */
bool al_whole_compare(struct aludel_arena *arena, enum aludel_dialect dialect, const struct al_whole *target,
                      const struct al_whole *found, struct al_differences *out);

#endif

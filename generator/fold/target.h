/*
 * target.h: what may stand in the schema that is meant.
 */
#ifndef FOLD_TARGET_H
#define FOLD_TARGET_H

#include "base/diag.h"
#include "program/program.h"

/* An error for each step that does something else than making things: it is built wherever somebody asks, in production,
 * too, and a sequence that is set there stays set. */
void check_only_makes(struct arena *a, struct diagnostics *d, enum aludel_dialect dialect,
                      const struct program *p);

#endif

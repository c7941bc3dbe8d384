/*
 * graph_text.h: a registry made from text, for tests. One line a revision, in topological order, fields
 * divided by tabs: id, file, message, parents, needs, children, dependents, own labels, labels, and
 * what depends_on says. Positions and names are divided by commas. The migrations do nothing.
 */
#ifndef GRAPH_TEXT_H
#define GRAPH_TEXT_H

#include "plan/plan.h"

/* Reads `count` lines; the memory is the arena's. `next` gives the lines, without their ends. */
struct aludel_registry *graph_read(struct aludel_arena *arena, uint32_t count, char *(*next)(void *with),
                                   void *with);

#endif

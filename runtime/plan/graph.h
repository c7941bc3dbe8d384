/*
 * graph.h: questions of the graph that need working space. For plan/ alone; plan.h has the others.
 */
#ifndef AL_GRAPH_H
#define AL_GRAPH_H

#include "plan/work.h"

/* All that are related to the members of `s` as ancestors or descendants, themselves included. */
void al_set_lineage(struct al_work w, struct al_set *s, bool dependencies);

/* al_all_current, within a larger question. */
void al_tips(struct al_work w, const struct al_rows *rows, struct al_rows *found);

#endif

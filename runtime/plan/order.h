/*
 * order.h: the order in which revisions are shown and applied. For plan/ alone.
 *
 * Alembic's walk: from the heads down, staying on one branch as long as nothing else that is still to
 * come stands above it. Newest first; an upgrade runs it backwards.
 */
#ifndef AL_ORDER_H
#define AL_ORDER_H

#include "plan/work.h"

/* Writes the members of `todo` to `out`, newest first, and empties it. `heads` is where the walk begins, in
 * any order (it is used up). `convex`: whatever stands between two members is a member. */
void al_sort_steps(struct al_work w, struct al_set *todo, struct al_rows *heads, bool convex,
                   struct al_rows *out);

#endif

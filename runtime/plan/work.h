/*
 * work.h: the lent working space, and lists of revisions in it. For plan/ alone.
 *
 * A struct al_work is handed on by value: what a function takes from its copy is free again when it
 * returns, so the deepest chain of calls decides how much al_plan_space asks for.
 */
#ifndef AL_WORK_H
#define AL_WORK_H

#include "plan/set.h"

struct al_work {
    const struct aludel_registry *g;
    unsigned char *next, *end;
};

struct al_work al_work_begin(const struct aludel_registry *g, struct al_space space);
struct al_set al_work_set(struct al_work *w);   /* empty */
struct al_rows al_work_list(struct al_work *w); /* empty, with room for every revision */

/* Lists keep the order in which they were made; struct al_rows serves for them, too. */
bool al_list_add(struct al_rows *list, uint32_t r); /* at the end, unless it is there; false: no room */
/* By the names of files. Where the graph leaves an order open (heads, branches, independent steps), this one decides. */
void al_list_sort(const struct aludel_registry *g, struct al_rows *list);

/* The rows in the order of their ids: what has to name or take one of several doesn't depend on the chain. */
struct al_rows al_rows_by_id(struct al_work *w, const struct al_rows *rows);

#endif

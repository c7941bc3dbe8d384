/*
 * set.h: what is done with sets of revisions beside plan.h's al_set_*. For plan/ alone.
 */
#ifndef AL_SET_H
#define AL_SET_H

#include "plan/plan.h"

void al_set_fill(struct al_set *s);
void al_set_add_all(struct al_set *s, const struct al_rows *list);
void al_set_add_links(struct al_set *s, const struct aludel_links *links);
void al_set_subtract(struct al_set *s, const struct al_set *other);
void al_set_intersect(struct al_set *s, const struct al_set *other);
void al_set_unite(struct al_set *s, const struct al_set *other);
/* The first member from `r` on, or AL_BASE. */
uint32_t al_set_next(const struct al_set *s, uint32_t r);

#endif

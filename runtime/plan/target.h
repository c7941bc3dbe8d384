/*
 * target.h: what an upgrade, a downgrade or a range is asked for. For plan/ alone.
 */
#ifndef AL_TARGET_H
#define AL_TARGET_H

#include "plan/identify.h"

/* The revisions to upgrade to from `rows`; none for base. */
bool al_upgrade_target(const struct al_ask *ask, const struct al_rows *rows, struct aludel_text text,
                       struct al_rows *targets);

struct al_downgrade_target {
    uint32_t revision; /* or AL_BASE */
    bool on_branch;    /* only what is on the way to `branch`'s members goes */
    struct al_set branch;
};
/* `target->branch` is lent by the caller. */
bool al_downgrade_target(const struct al_ask *ask, const struct al_rows *rows, struct aludel_text text,
                         struct al_downgrade_target *target);

/* False, with the error, when one of the list stands above (with `down`: below, dependencies aside) another.
 */
bool al_check_overlap(const struct al_ask *ask, const struct al_rows *list, bool down);

#endif

/*
 * budget.h: what a plan may need of the disk.
 */
#ifndef AL_APPLY_BUDGET_H
#define AL_APPLY_BUDGET_H

#include "apply/apply.h"

/* Told to `visit`, step by step, then all of it. */
bool al_budget_visit(struct al_run *run, aludel_budget_fn *visit, void *with);
/* Refused by the settings' max_bytes or the configuration's `budget`. */
bool al_check_budget(struct al_run *run);

#endif

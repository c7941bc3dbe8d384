/*
 * task.h: what an experiment of `aludel test --power` has its database do: the chain, or one migration of it, one way; or what an older
 * program undoes from the log.
 *
 *     struct trial_task task = {.t = t, .engine = engine, .revision = r, .direction = ALUDEL_UP};
 *     struct trial_experiment e;
 *     if (trial_task_begin(&task, &database, &e, &error)) …   trial_cut_power(&e)
 *     trial_task_end(&task, &e);
 */
#ifndef TRIAL_POWER_TASK_H
#define TRIAL_POWER_TASK_H

#include "trial/chain.h"
#include "trial/power/engine.h"
#include "trial/power/experiment.h"

#define TRIAL_WHOLE_CHAIN UINT32_MAX

struct trial_task {
    struct trial *t;
    struct trial_engine engine;
    uint32_t revision;
    enum aludel_direction direction;
    const char *target; /* of the whole chain */
    const struct aludel_registry
        *program; /* an older one, which undoes what it doesn't know; NULL: the chain's own */
    struct trial_disk *start;
};

/* Undisturbed. False: it fails even so, or a failure of the case in hand has been told, and `error` is none. */
bool trial_task_begin(struct trial_task *task, const struct trial_bytes *database, struct trial_experiment *e,
                      struct aludel_error *error);
/* What it does on the disk at which it begins, undisturbed. False: it fails; or what it leaves can't be read, and `c->why` says why. */
bool trial_task_leaves(const struct trial_task *task, struct trial_content *c, struct aludel_error *error);
void trial_task_end(struct trial_task *task, struct trial_experiment *e);

#endif

/* power.c: `aludel test --power`. */
#include <aludel/trial.h>

#include "trial/power/case_power.h"

#include <stdio.h>

static bool try_power(struct trial *t)
{
    struct trial_walk w;
    if (!trial_walk_begin(&w, t) || !trial_power_migrations(t, &w) || !trial_power_carried(t, &w))
        return false;
    return t->options->revision_count || trial_power_chain(t, &w);
}

int aludel_trial_power_main(int argc, char **argv, const struct aludel_registry *registry)
{
    if (!trial_memory_begin()) {
        fputs("aludel: test: this SQLite keeps its memory to itself, or is in use already: it can't be taken "
              "away\n",
              stderr);
        return 1;
    }
    return trial_main(argc, argv, registry, try_power);
}

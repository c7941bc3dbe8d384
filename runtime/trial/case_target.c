#include "trial/cases.h"

#include "trial/signals.h"

static bool tell(void *with, const struct aludel_difference *d)
{
    struct trial *t = with;
    trial_state_tell(t, "at the heads", d);
    return true;
}

bool trial_try_target(struct trial *t, const struct trial_walk *w)
{
    struct trial_chain c;
    struct aludel_error error;
    if (!t->registry->target || !trial_walk_is_done(w))
        return true;
    trial_case_begin(&t->report, "chain", "the heads are the schema that is meant", "");
    bool ok = trial_chain_open(&c, t, w->place, &error) && aludel_check(c.a, NULL, tell, t, &error);
    trial_chain_close(&c);
    if (!ok && error.code != ALUDEL_CHANGED && !trial_interrupted())
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
    trial_case_end(&t->report);
    return !trial_interrupted();
}

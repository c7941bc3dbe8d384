#include "trial/cases.h"

#include "plan/plan.h"
#include "trial/signals.h"

/* The last of the originals that isn't in the chain any more: whoever goes there goes by them all. NULL: there is none. */
static const char *last_replaced(const struct trial *t)
{
    const struct aludel_registry *g = t->registry;
    for (uint32_t i = g->original_count; i > 0; i--) {
        if (al_find(g, al_text(g->originals[i - 1].id)) == AL_BASE)
            return g->originals[i - 1].id;
    }
    return NULL;
}

static bool go_by(struct trial *t, const struct trial_place *p, const char *id, struct aludel_error *error)
{
    struct trial_chain c;
    bool ok = trial_chain_open(&c, t, p, error) && trial_chain_upgrade(&c, id, error) &&
              trial_chain_upgrade(&c, "heads", error);
    trial_chain_close(&c);
    return ok;
}

static void try_here(struct trial *t, const struct trial_walk *w, const struct trial_place *p, const char *id)
{
    struct aludel_error error;
    struct al_whole found;
    if (go_by(t, p, id, &error) && trial_state_read(t, p, &t->arena, &found, &error))
        trial_state_expect(t, &found, &w->states[w->reached], "by what replaces them");
    else if (!trial_interrupted())
        trial_fail(&t->report, "%s", trial_error(&t->arena, &error));
}

bool trial_try_replaced(struct trial *t, const struct trial_walk *w)
{
    const char *id = last_replaced(t);
    if (!id || !trial_walk_is_done(w))
        return true;
    trial_case_begin(&t->report, "chain", "what replaces migrations does what they do", "");
    struct trial_place *p = trial_place_new(t);
    if (p)
        try_here(t, w, p, id);
    if (!trial_has_failed(&t->report))
        trial_place_remove(t, p);
    trial_place_drop(t, p);
    trial_case_end(&t->report);
    return p && !trial_interrupted();
}

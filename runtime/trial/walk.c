#include "trial/walk.h"

const char *trial_id(const struct trial *t, uint32_t revision)
{
    return t->registry->migrations[revision].id;
}

bool trial_is_linear(const struct trial *t)
{
    for (uint32_t i = 0; i < t->registry->count; i++) {
        const struct aludel_links *needs = &t->registry->migrations[i].needs;
        if (needs->count != (i > 0) || (i > 0 && needs->at[0] != i - 1))
            return false;
    }
    return true;
}

static bool read_state(struct trial_walk *w)
{
    struct aludel_error error;
    if (trial_state_read(w->t, w->place, &w->t->arena, &w->states[w->reached], &error))
        return true;
    trial_fail(&w->t->report, "the schema can't be read: %s", trial_error(&w->t->arena, &error));
    return false;
}

/* A case that is only told of when it fails. */
static bool begin_between(struct trial_walk *w, const char *name)
{
    trial_case_begin(&w->t->report, "chain", name, "");
    return true;
}

static bool end_between(struct trial_walk *w, bool ok)
{
    if (ok)
        trial_case_forget(&w->t->report);
    else
        trial_case_end(&w->t->report);
    return ok;
}

bool trial_walk_begin(struct trial_walk *w, struct trial *t)
{
    *w = (struct trial_walk){.t = t, .place = trial_place_new(t)};
    w->states = al_arena_new(&t->arena, (t->registry->count + 1u) * sizeof *w->states);
    return w->place && end_between(w, begin_between(w, "an empty database") && read_state(w));
}

bool trial_walk_on(struct trial_walk *w)
{
    struct aludel_error error;
    bool writes;
    if (!trial_step_on(w->t, w->place, w->reached, ALUDEL_UP, &writes, &error)) {
        trial_fail(&w->t->report, "the upgrade fails: %s", trial_error(&w->t->arena, &error));
        return false;
    }
    w->reached++;
    return read_state(w);
}

bool trial_walk_on_between(struct trial_walk *w)
{
    return end_between(w, begin_between(w, "the chain once more") && trial_walk_on(w));
}

bool trial_walk_is_done(const struct trial_walk *w)
{
    return w->reached == w->t->registry->count;
}

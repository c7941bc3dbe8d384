#include "trial/cases.h"

#include "plan/plan.h"
#include "trial/signals.h"

#include <string.h>

#define MOST_STEPS 1500u

/* ---- Which -------------------------------------------------------------------------------------------------- */

static uint64_t steps_of_every(uint64_t count, uint64_t stride)
{
    uint64_t taken = (count + stride - 1) / stride;
    return taken * (count + 1) / 2;
}

/* One in so many, that it doesn't take for ever: n revisions are n * n / 2 steps. */
static uint32_t stride_for(uint32_t count)
{
    uint32_t stride = 1;
    while (steps_of_every(count, stride) > MOST_STEPS && stride < count)
        stride++;
    return stride;
}

/* Where `reached` migrations are applied; the whole chain is gone through for base, too. */
static bool is_taken(const struct trial *t, uint32_t reached, uint32_t stride)
{
    if (t->options->revision_count)
        return reached > 0 && t->chosen[reached - 1];
    return reached % stride == 0;
}

/* ---- One ------------------------------------------------------------------------------------------------------ */

static bool upgrade(struct trial *t, const struct trial_place *p, struct aludel_error *error)
{
    struct trial_chain c;
    bool ok = trial_chain_open(&c, t, p, error) && trial_chain_upgrade(&c, "heads", error);
    trial_chain_close(&c);
    return ok;
}

static bool upgrade_filled(struct trial *t, const struct trial_walk *w, enum trial_rows_kind kind,
                           const struct trial_place *next, struct trial_place **p, struct aludel_error *error)
{
    al_error_clear(error);
    *p = trial_place_copy(t, w->place);
    return *p && trial_fill(t, *p, kind, next, error) && upgrade(t, *p, error);
}

static bool is_told(const struct trial *t, const struct aludel_error *error)
{
    uint32_t r = al_find(t->registry, al_text(error->revision));
    return r != AL_BASE && t->broken[r];
}

static void expect_heads(struct trial *t, const struct trial_place *p, const struct al_whole *heads)
{
    struct aludel_arena arena;
    struct aludel_error error;
    struct al_whole found;
    al_arena_init(&arena, &trial_allocator);
    if (trial_state_read(t, p, &arena, &found, &error))
        trial_state_expect(t, heads, &found, "at the heads");
    else
        trial_fail(&t->report, "the schema can't be read: %s", trial_error(&t->arena, &error));
    al_arena_free(&arena);
}

static void try_one(struct trial *t, const struct trial_walk *w, const struct trial_walk *whole)
{
    struct aludel_error error;
    struct trial_place *p = NULL;
    bool ok = upgrade_filled(t, w, TRIAL_ROWS_LIMITS, NULL, &p, &error);
    if (!ok && !trial_interrupted()) { /* which rows a migration refuses has been told */
        trial_place_remove(t, p);
        ok = upgrade_filled(t, w, TRIAL_ROWS_PLAIN, NULL, &p, &error);
    }
    if (!ok && !trial_interrupted()) {
        trial_place_remove(t, p);
        ok = upgrade_filled(t, w, TRIAL_ROWS_PLAIN, whole->place, &p, &error);
    }
    if (ok)
        expect_heads(t, p, &whole->states[whole->reached]);
    else if (is_told(t, &error))
        trial_note(&t->report, "stops at %s, of which is told above", error.revision);
    else if (!trial_interrupted())
        trial_fail(&t->report, "%s%s%s", error.revision, *error.revision ? ": " : "",
                   trial_error(&t->arena, &error));
    if (ok && !trial_has_failed(&t->report))
        trial_place_remove(t, p);
    trial_place_drop(t, p);
}

/* ---- All of them ------------------------------------------------------------------------------------------------ */

static const char *name_of(struct trial *t, uint32_t reached)
{
    return trial_format(&t->arena, "from %s to the heads", reached ? trial_id(t, reached - 1) : "base");
}

static void try_here(struct trial *t, struct trial_walk *w, const struct trial_walk *whole, uint32_t stride)
{
    trial_case_begin(&t->report, "upgrades", name_of(t, w->reached),
                     w->reached ? trial_id(t, w->reached - 1) : "");
    if (stride > 1 && w->reached == 0)
        trial_note(&t->report, "one in %u of the %u revisions is taken", (unsigned)stride,
                   (unsigned)t->registry->count);
    try_one(t, w, whole);
    trial_case_end(&t->report);
}

bool trial_try_from(struct trial *t, const struct trial_walk *whole)
{
    struct trial_walk w;
    uint32_t stride = stride_for(t->registry->count);
    if (!trial_walk_is_done(whole) || t->registry->count == 0)
        return true;
    bool ok = trial_walk_begin(&w, t);
    while (ok && !trial_walk_is_done(&w) && !trial_interrupted()) {
        if (is_taken(t, w.reached, stride))
            try_here(t, &w, whole, stride);
        ok = trial_walk_on_between(&w);
    }
    trial_place_remove(t, w.place);
    return ok && !trial_interrupted();
}
